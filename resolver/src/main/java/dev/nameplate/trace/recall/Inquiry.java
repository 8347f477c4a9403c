package dev.nameplate.trace.recall;

import dev.nameplate.access.Caller;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Trail;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.roaringbitmap.longlong.LongIterator;

/**
 * Collects the events of all nodes that bear on suspects. Each round asks the nodes of the parties
 * and makers that the events so far name, each once about an item, until no further one is named:
 * so companies that deliver to one another in a circle end it. Used by one thread.
 */
final class Inquiry {
  private final EvidenceReader reader;
  private final Witnesses witnesses;
  private final Predicate<Prefix> own;
  private final Prefix name;
  private final Budget budget;
  private final Caller caller;
  private final LongConsumer progress;
  private final Testimony here = new Testimony();
  private final Map<Prefix, Testimony> others = new TreeMap<>();

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

    boolean isEmpty() {
      return items.isEmpty() && containers.isEmpty();
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
    Map<Long, Set<Prefix>> ofContainers = new HashMap<>();
    for (LongIterator items = bearing.carried().getLongIterator(); items.hasNext(); ) {
      long number = items.next();
      boolean follow = bearing.followed().contains(number);
      ItemId item = lineage.item(number);
      wantedHere.add(item, follow);
      authorities(lineage, number, ofContainers)
          .forEach(node -> wanted(wanted, node).add(item, follow));
    }
    wanted.values().removeIf(more -> more.isEmpty() || !more.node.isOpen());
    askHere(wantedHere, asOf);
    wanted.forEach(
        (node, more) ->
            ask(more, elsewhere, (question, left) -> witnesses.evidence(node, question, left)));
    return !wantedHere.isEmpty() || !wanted.isEmpty();
  }

  private Wanted wanted(Map<Prefix, Wanted> wanted, Prefix node) {
    return wanted.computeIfAbsent(
        node, any -> new Wanted(others.computeIfAbsent(any, other -> new Testimony())));
  }

  private void askHere(Wanted wanted, AsOf.State asOf) {
    ask(wanted, asOf, (question, left) -> reader.all(question, left, caller));
  }

  private Optional<Prefix> maker(ItemId item) {
    return item.identifier().map(Identifier::prefix).filter(own.negate());
  }

  /**
   * The other authorities that may know more of an item: its maker, and the givers and receivers of
   * it and of its containers.
   */
  private Set<Prefix> authorities(Lineage lineage, long number, Map<Long, Set<Prefix>> known) {
    Set<Prefix> found = new LinkedHashSet<>();
    maker(lineage.item(number)).ifPresent(found::add);
    found.addAll(parties(lineage, number));
    Set<Long> visited = new HashSet<>(Set.of(number));
    Deque<Long> waiting = new ArrayDeque<>(List.of(number));
    while (!waiting.isEmpty()) {
      Bearing.eachContainer(
          lineage,
          waiting.remove(),
          container -> {
            if (visited.add(container)) {
              waiting.add(container);
              found.addAll(known.computeIfAbsent(container, any -> parties(lineage, container)));
            }
          });
    }
    return found;
  }

  private Set<Prefix> parties(Lineage lineage, long number) {
    Set<Prefix> found = new LinkedHashSet<>();
    lineage.eachMoment(
        number,
        (trail, position, time) -> {
          if (trail == Trail.MOVED) {
            EventRow row = lineage.row(position);
            Stream.of(row.from(), row.to())
                .flatMap(party -> Parties.authority(party).stream())
                .filter(own.negate())
                .forEach(found::add);
          }
        });
    return found;
  }

  /** Asks a node, in as many questions as it takes, within half of the remaining time each. */
  private void ask(
      Wanted wanted, AsOf.State asOf, BiFunction<EvidenceQuestion, Budget, Evidence> node) {
    List<ItemId> all = new ArrayList<>(wanted.items);
    all.addAll(wanted.containers);
    for (int from = 0; from < all.size(); from += EvidenceQuestion.MAX_ITEMS) {
      List<ItemId> some =
          all.subList(from, Math.min(all.size(), from + EvidenceQuestion.MAX_ITEMS));
      long room = EvidenceQuestion.MAX_EVENTS - size();
      if (room <= 0) {
        wanted.node.add(Evidence.missing(Reason.LIMIT_COUNT));
        return;
      }
      Set<ItemId> items = intersection(some, wanted.items);
      Set<ItemId> containers = intersection(some, wanted.containers);
      Budget half = budget.within(budget.timeLeft().dividedBy(2));
      wanted.node.add(node.apply(new EvidenceQuestion(items, containers, asOf, room), half));
      wanted.node.asked(items, containers, budget);
      progress.accept(size());
    }
  }

  private static Set<ItemId> intersection(Collection<ItemId> some, Set<ItemId> of) {
    return some.stream().filter(of::contains).collect(Collectors.toSet());
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
