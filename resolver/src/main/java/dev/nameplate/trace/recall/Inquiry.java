package dev.nameplate.trace.recall;

import dev.nameplate.access.Caller;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.evidence.Bearing;
import dev.nameplate.trace.evidence.Evidence;
import dev.nameplate.trace.evidence.EvidenceQuestion;
import dev.nameplate.trace.evidence.EvidenceReader;
import dev.nameplate.trace.read.IndexedLineage;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.Moment;
import dev.nameplate.trace.recall.RecallStep.Witness;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
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
  private final OtherNodes nodes;
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
   * @param nodes the other nodes
   * @param budget the budget of the whole question
   * @param progress receives the number of collected events after each answer
   */
  Inquiry(
      EvidenceReader reader,
      OtherNodes nodes,
      Budget budget,
      Caller caller,
      LongConsumer progress) {
    this.reader = reader;
    this.nodes = nodes;
    this.budget = budget;
    this.caller = caller;
    this.progress = progress;
  }

  /** Collects the events about some items into a lineage, which must be closed. */
  IndexedLineage collect(Set<ItemId> suspects, AsOf.State asOf) {
    Wanted atFirst = new Wanted(here);
    suspects.forEach(suspect -> atFirst.add(suspect, true));
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
    List<Witness> all = new ArrayList<>(List.of(witness(nodes.name(), here)));
    others.forEach((authority, testimony) -> all.add(witness(authority, testimony)));
    return all;
  }

  private static Witness witness(Prefix authority, Testimony testimony) {
    Moment asOf = testimony.asOf();
    return new Witness(authority, testimony.gaps(), testimony.size(), asOf.position(), asOf.time());
  }

  /** The items that a node is yet to be asked about: true for those to follow, else containers. */
  private static final class Wanted {
    private final Testimony node;
    private final Map<ItemId, Boolean> items = new LinkedHashMap<>();

    Wanted(Testimony node) {
      this.node = node;
    }

    void add(ItemId item, boolean follow) {
      if (follow ? !node.follows(item) : !node.carries(item)) {
        items.put(item, follow);
      }
    }

    /** True if there is nothing to ask, or no answer to expect. */
    boolean isOver() {
      return items.isEmpty() || !node.isOpen();
    }
  }

  /** Asks those who may know more; false if there is nobody. */
  private boolean askMore(
      Set<ItemId> suspects, Lineage lineage, AsOf.State asOf, AsOf.State elsewhere) {
    Bearing bearing = new Bearing(lineage, budget);
    bearing.follow(EvidenceReader.numbers(lineage, suspects));
    Informants informants = new Informants(lineage, nodes.own());
    Wanted wantedHere = new Wanted(here);
    Map<Prefix, Wanted> wanted = new TreeMap<>();
    for (ItemId suspect : suspects) {
      informants.maker(suspect).ifPresent(node -> wanted(wanted, node).add(suspect, true));
    }
    for (LongIterator items = bearing.carried().getLongIterator(); items.hasNext(); ) {
      long number = items.next();
      boolean follow = bearing.followed().contains(number);
      ItemId item = lineage.item(number);
      wantedHere.add(item, follow);
      informants.maker(item).ifPresent(node -> wanted(wanted, node).add(item, follow));
      if (mayTell(item)) {
        informants.parties(number).forEach(node -> wanted(wanted, node).add(item, follow));
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
    ask(wanted, asOf, question -> reader.all(question, budget, caller));
  }

  /** Asks another node, within half of the remaining time, so that others have some. */
  private void ask(Wanted wanted, AsOf.State asOf, Prefix authority) {
    Budget half = budget.within(budget.timeLeft().dividedBy(2));
    ask(
        wanted,
        asOf,
        question -> {
          Evidence evidence = nodes.witnesses().evidence(authority, question, half);
          return asOf instanceof AsOf.Time time ? evidence.until(time.moment()) : evidence;
        });
  }

  /**
   * True if parties may be told the name of an item, as its maker always may: an event that
   * everyone may read has it, or no event that is known here.
   */
  private boolean mayTell(ItemId item) {
    return open.contains(item) || !restricted.contains(item);
  }

  /** Asks a node, in as many questions as it takes. */
  private void ask(Wanted wanted, AsOf.State asOf, Function<EvidenceQuestion, Evidence> node) {
    Map<ItemId, Boolean> some = new LinkedHashMap<>();
    long characters = 0;
    for (Map.Entry<ItemId, Boolean> item : wanted.items.entrySet()) {
      some.put(item.getKey(), item.getValue());
      characters += item.getKey().toString().length();
      if (some.size() == EvidenceQuestion.MAX_ITEMS || characters > MOST_REQUEST_CHARACTERS) {
        ask(wanted.node, some, asOf, node);
        some.clear();
        characters = 0;
      }
    }
    ask(wanted.node, some, asOf, node);
    wanted.node.asked(wanted.items, budget);
    progress.accept(size());
  }

  private void ask(
      Testimony of,
      Map<ItemId, Boolean> items,
      AsOf.State asOf,
      Function<EvidenceQuestion, Evidence> node) {
    if (items.isEmpty() || !of.isOpen()) {
      return;
    }
    long room = EvidenceQuestion.MAX_EVENTS - size();
    if (room <= 0 || testimonies().mapToLong(Testimony::bytes).sum() > Evidence.MAX_BYTES) {
      of.add(Evidence.missing(Reason.LIMIT_COUNT));
      return;
    }
    Evidence evidence =
        node.apply(
            new EvidenceQuestion(
                Testimony.names(items, true), Testimony.names(items, false), of.state(asOf), room));
    evidence.pieces().forEach(this::note);
    of.add(evidence);
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
