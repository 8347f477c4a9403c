package dev.nameplate.trace.recall;

import dev.nameplate.access.Caller;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.evidence.Bearing;
import dev.nameplate.trace.evidence.Evidence;
import dev.nameplate.trace.evidence.EvidenceQuestion;
import dev.nameplate.trace.evidence.EvidenceReader;
import dev.nameplate.trace.evidence.Witnesses;
import dev.nameplate.trace.read.IndexedLineage;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.Moment;
import dev.nameplate.trace.read.Parties;
import dev.nameplate.trace.recall.RecallStep.Witness;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.roaringbitmap.longlong.LongIterator;

/**
 * Collects the events of all nodes that bear on suspects. Each round asks the nodes of the parties
 * and makers that the events so far name, each once about an item, until no further one is named:
 * so companies that deliver to one another in a circle end it. Used by one thread.
 */
final class Inquiry {
  /** The most characters of names in a question: a node takes requests of 512 KiB at least. */
  private static final long MOST_REQUEST_CHARACTERS = 100_000;

  private final EvidenceReader reader;
  private final Witnesses witnesses;
  private final Predicate<Prefix> own;
  private final Prefix name;
  private final Budget budget;
  private final Caller caller;
  private final LongConsumer progress;
  private final Testimony here = new Testimony();
  private final Map<Prefix, Testimony> others = new TreeMap<>();
  private final Set<ItemId> open = new HashSet<>();
  private final Set<ItemId> restricted = new HashSet<>();

  /**
   * Asks on behalf of a caller.
   *
   * @param reader the events of this node
   * @param witnesses the other nodes
   * @param own true for a prefix of this node
   * @param name the prefix that this node is listed under
   * @param budget the budget of the whole question
   * @param progress receives the number of collected events after each answer
   */
  Inquiry(
      EvidenceReader reader,
      Witnesses witnesses,
      Predicate<Prefix> own,
      Prefix name,
      Budget budget,
      Caller caller,
      LongConsumer progress) {
    this.reader = reader;
    this.witnesses = witnesses;
    this.own = own;
    this.name = name;
    this.budget = budget;
    this.caller = caller;
    this.progress = progress;
  }

  /** Collects the events about some items into a lineage, which must be closed. */
  IndexedLineage collect(Set<ItemId> suspects, AsOf.State asOf) {
    Wanted atFirst = new Wanted(here);
    atFirst.items.addAll(suspects);
    askHere(atFirst, asOf);
    AsOf.State elsewhere = // positions are those of this node's log
        asOf instanceof AsOf.Position ? new AsOf.Time(here.asOf().time()) : asOf;
    while (true) {
      IndexedLineage lineage = lineage();
      try {
        if (!askMore(suspects, lineage, asOf, elsewhere)) {
          return lineage;
        }
      } catch (RuntimeException e) {
        lineage.close();
        throw e;
      }
      lineage.close();
    }
  }

  /** The nodes that were asked, this node first. */
  List<Witness> witnesses() {
    List<Witness> all = new ArrayList<>(List.of(witness(name, here)));
    others.forEach((authority, testimony) -> all.add(witness(authority, testimony)));
    return all;
  }

  private static Witness witness(Prefix authority, Testimony testimony) {
    Moment asOf = testimony.asOf();
    return new Witness(authority, testimony.gaps(), testimony.size(), asOf.position(), asOf.time());
  }

  /** The items that a node is yet to be asked about. */
  private static final class Wanted {
    private final Testimony node;
    private final Set<ItemId> items = new LinkedHashSet<>();
    private final Set<ItemId> containers = new LinkedHashSet<>();

    Wanted(Testimony node) {
      this.node = node;
    }

    void add(ItemId item, boolean follow) {
      if (follow && !node.follows(item)) {
        items.add(item);
      } else if (!follow && !node.carries(item)) {
        containers.add(item);
      }
    }

    /** True if there is nothing to ask, or no answer to expect. */
    boolean isOver() {
      return (items.isEmpty() && containers.isEmpty()) || !node.isOpen();
    }
  }

  /** Asks those who may know more; false if there is nobody. */
  private boolean askMore(
      Set<ItemId> suspects, Lineage lineage, AsOf.State asOf, AsOf.State elsewhere) {
    Bearing bearing = new Bearing(lineage, budget);
    bearing.follow(EvidenceReader.numbers(lineage, suspects));
    Wanted wantedHere = new Wanted(here);
    Map<Prefix, Wanted> wanted = new TreeMap<>();
    for (ItemId suspect : suspects) {
      maker(suspect).ifPresent(node -> wanted(wanted, node).add(suspect, true));
    }
    Map<While, Set<Prefix>> ofContainers = new HashMap<>();
    for (LongIterator items = bearing.carried().getLongIterator(); items.hasNext(); ) {
      long number = items.next();
      boolean follow = bearing.followed().contains(number);
      ItemId item = lineage.item(number);
      wantedHere.add(item, follow);
      maker(item).ifPresent(node -> wanted(wanted, node).add(item, follow));
      if (mayTell(item)) {
        authorities(lineage, number, ofContainers)
            .forEach(node -> wanted(wanted, node).add(item, follow));
      }
    }
    wanted.values().removeIf(Wanted::isOver);
    boolean more = !wantedHere.isOver() || !wanted.isEmpty();
    if (!wantedHere.isOver()) {
      askHere(wantedHere, asOf);
    }
    wanted.forEach((node, items) -> ask(items, elsewhere, node));
    return more;
  }

  private Wanted wanted(Map<Prefix, Wanted> wanted, Prefix node) {
    return wanted.computeIfAbsent(
        node, any -> new Wanted(others.computeIfAbsent(any, other -> new Testimony())));
  }

  private void askHere(Wanted wanted, AsOf.State asOf) {
    ask(wanted, asOf, (question, left) -> reader.all(question, left, caller), budget);
  }

  /** Asks another node, within half of the remaining time, so that others have some. */
  private void ask(Wanted wanted, AsOf.State asOf, Prefix authority) {
    ask(
        wanted,
        asOf,
        (question, left) -> {
          Evidence evidence = witnesses.evidence(authority, question, left);
          return asOf instanceof AsOf.Time time ? evidence.until(time.moment()) : evidence;
        },
        budget.within(budget.timeLeft().dividedBy(2)));
  }

  /**
   * True if parties may be told the name of an item, as its maker always may: an event that
   * everyone may read has it, or no event that is known here.
   */
  private boolean mayTell(ItemId item) {
    return open.contains(item) || !restricted.contains(item);
  }

  private Optional<Prefix> maker(ItemId item) {
    return item.identifier().map(Identifier::prefix).filter(own.negate());
  }

  /** An item, between two times. */
  private record While(long item, long from, long until) {
    static final long LATE_MILLIS = Duration.ofDays(31).toMillis();

    While during(long container, long entered, long left) {
      return new While(container, Math.max(from, entered), Math.min(until, left));
    }
  }

  /**
   * The other authorities that may know more of an item beside its maker: the givers and receivers
   * of it, and of its containers while it was inside.
   */
  private Set<Prefix> authorities(Lineage lineage, long number, Map<While, Set<Prefix>> known) {
    Set<Prefix> found = new LinkedHashSet<>();
    Set<While> visited = new HashSet<>();
    Deque<While> waiting =
        new ArrayDeque<>(List.of(new While(number, Long.MIN_VALUE, Long.MAX_VALUE)));
    while (!waiting.isEmpty()) {
      While what = waiting.remove();
      found.addAll(known.computeIfAbsent(what, any -> parties(lineage, any)));
      lineage.eachContainer(
          what.item(),
          (container, entered, left) -> {
            While inside = what.during(container, entered, left);
            if (inside.from() <= inside.until() && visited.add(inside)) {
              waiting.add(inside);
            }
          });
    }
    return found;
  }

  /** The parties of transfers; a receipt may be recorded late. */
  private Set<Prefix> parties(Lineage lineage, While what) {
    Set<Prefix> found = new LinkedHashSet<>();
    lineage.eachTransfer(
        what.item(),
        what.from(),
        Math.min(what.until(), Long.MAX_VALUE - While.LATE_MILLIS) + While.LATE_MILLIS,
        (position, time) -> {
          EventRow row = lineage.row(position);
          Stream.of(row.from(), row.to())
              .flatMap(party -> Parties.authority(party).stream())
              .filter(own.negate())
              .forEach(found::add);
        });
    return found;
  }

  /** Asks a node, in as many questions as it takes. */
  private void ask(
      Wanted wanted,
      AsOf.State asOf,
      BiFunction<EvidenceQuestion, Budget, Evidence> node,
      Budget left) {
    Set<ItemId> items = new LinkedHashSet<>();
    Set<ItemId> containers = new LinkedHashSet<>();
    long bytes = 0;
    for (ItemId item : wanted.items) {
      items.add(item);
      bytes += item.toString().length();
      if (isFull(items, containers, bytes)) {
        ask(wanted.node, items, containers, asOf, node, left);
        bytes = 0;
      }
    }
    for (ItemId container : wanted.containers) {
      containers.add(container);
      bytes += container.toString().length();
      if (isFull(items, containers, bytes)) {
        ask(wanted.node, items, containers, asOf, node, left);
        bytes = 0;
      }
    }
    ask(wanted.node, items, containers, asOf, node, left);
    wanted.node.asked(wanted.items, wanted.containers, budget);
    progress.accept(size());
  }

  private static boolean isFull(Set<ItemId> items, Set<ItemId> containers, long bytes) {
    return items.size() + containers.size() == EvidenceQuestion.MAX_ITEMS
        || bytes > MOST_REQUEST_CHARACTERS;
  }

  /** Asks a question, and empties its sets. */
  private void ask(
      Testimony of,
      Set<ItemId> items,
      Set<ItemId> containers,
      AsOf.State asOf,
      BiFunction<EvidenceQuestion, Budget, Evidence> node,
      Budget left) {
    long room = EvidenceQuestion.MAX_EVENTS - size();
    if ((items.isEmpty() && containers.isEmpty()) || !of.isOpen()) {
      return;
    }
    if (room <= 0 || testimonies().mapToLong(Testimony::bytes).sum() > Evidence.MAX_BYTES) {
      of.add(Evidence.missing(Reason.LIMIT_COUNT));
    } else {
      Evidence evidence =
          node.apply(new EvidenceQuestion(items, containers, of.state(asOf), room), left);
      evidence.pieces().forEach(this::note);
      of.add(evidence);
    }
    items.clear();
    containers.clear();
  }

  /** Notes who may read the names in an event. */
  private void note(Evidence.Piece piece) {
    RecordedEvent event = piece.event().value();
    Set<ItemId> names = event.isRestricted() ? restricted : open;
    event.event().stream()
        .flatMap(what -> what.occurrence().items())
        .forEach(item -> names.add(item.id()));
  }

  private long size() {
    return testimonies().mapToLong(Testimony::size).sum();
  }

  private Stream<Testimony> testimonies() {
    return Stream.concat(Stream.of(here), others.values().stream());
  }

  private IndexedLineage lineage() {
    return Testimony.lineage(testimonies().toList(), here.asOf(), budget);
  }
}
