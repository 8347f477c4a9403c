package dev.nameplate.trace.recall;

import dev.nameplate.event.ItemId;
import dev.nameplate.lineage.CollectedEvents;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.evidence.Bearing;
import dev.nameplate.trace.evidence.Evidence;
import dev.nameplate.trace.evidence.EvidenceReader;
import dev.nameplate.trace.read.IndexedLineage;
import dev.nameplate.trace.read.Moment;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** All that a node said so far, and what it was asked about. Used by one thread. */
final class Testimony {
  private final Map<Place, Evidence.Piece> pieces = new LinkedHashMap<>();
  private final Set<ItemId> hiding = new HashSet<>();
  private final Set<Reason> gaps = EnumSet.noneOf(Reason.class);
  private final Set<ItemId> followed = new HashSet<>();
  private final Set<ItemId> carried = new HashSet<>();
  private Moment asOf = new Moment(0, Instant.EPOCH);
  private long bytes;

  /** True if events came since the closure of the items was made up. */
  private boolean isNew;

  /** The place of a statement, which identifies it. */
  private record Place(LogName log, long position) {
    static Place of(Verified<RecordedEvent> event) {
      return new Place(event.batch().log(), event.position());
    }
  }

  /** Adds an answer. */
  void add(Evidence evidence) {
    for (Evidence.Piece piece : evidence.pieces()) {
      Place place = Place.of(piece.event());
      if (!pieces.containsKey(place)) {
        bytes += Evidence.bytes(piece.event());
        isNew = true;
      }
      pieces.merge(place, piece, Testimony::merged);
    }
    hiding.addAll(evidence.hiding());
    gaps.addAll(evidence.gaps());
    if (evidence.asOf().time().isAfter(asOf.time())) {
      asOf = evidence.asOf();
    }
  }

  private static Evidence.Piece merged(Evidence.Piece one, Evidence.Piece other) {
    return one.hidesOfProcess() ? one : other;
  }

  /**
   * Notes that the node answered about items, and thus about all that its events lead to.
   *
   * @param items the items: true for those it was to follow
   */
  void asked(Map<ItemId, Boolean> items, Budget budget) {
    followed.addAll(names(items, true));
    carried.addAll(items.keySet());
    if (!isNew) {
      return;
    }
    isNew = false;
    try (IndexedLineage lineage = lineage(List.of(this), asOf, budget)) {
      Bearing bearing = new Bearing(lineage, budget);
      bearing.follow(EvidenceReader.numbers(lineage, followed));
      EvidenceReader.numbers(lineage, carried).forEach(bearing::carry);
      add(lineage, bearing.followed(), followed);
      add(lineage, bearing.carried(), carried);
    }
  }

  /** The items to follow, or the others. */
  static Set<ItemId> names(Map<ItemId, Boolean> items, boolean follow) {
    return items.entrySet().stream()
        .filter(item -> item.getValue() == follow)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static void add(IndexedLineage lineage, Roaring64Bitmap numbers, Set<ItemId> items) {
    for (LongIterator next = numbers.getLongIterator(); next.hasNext(); ) {
      items.add(lineage.item(next.next()));
    }
  }

  boolean follows(ItemId item) {
    return followed.contains(item);
  }

  boolean carries(ItemId item) {
    return carried.contains(item);
  }

  /** True unless something failed, so that asking again would add nothing. */
  boolean isOpen() {
    return gaps.isEmpty() || gaps.equals(Set.of(Reason.NOT_BELIEVED));
  }

  Set<Reason> gaps() {
    return gaps;
  }

  /** Bytes that its events take in memory, about. */
  long bytes() {
    return bytes;
  }

  /** The state of its log to ask about: that of its first answer, so that all are of one moment. */
  AsOf.State state(AsOf.State atFirst) {
    return asOf.position() > 0 ? new AsOf.Position(asOf.position()) : atFirst;
  }

  int size() {
    return pieces.size();
  }

  Moment asOf() {
    return asOf;
  }

  /** The lineage in the events of some nodes. */
  static IndexedLineage lineage(Collection<Testimony> nodes, Moment asOf, Budget budget) {
    Map<Place, Evidence.Piece> all = new LinkedHashMap<>();
    Set<ItemId> hiding = new HashSet<>();
    for (Testimony node : nodes) {
      node.pieces.forEach((place, piece) -> all.merge(place, piece, Testimony::merged));
      hiding.addAll(node.hiding);
    }
    CollectedEvents events =
        new CollectedEvents(all.values().stream().map(Evidence.Piece::event).toList(), budget);
    Set<Place> partly =
        all.entrySet().stream()
            .filter(piece -> piece.getValue().hidesOfProcess())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    IndexedLineage.Hidden hidden =
        new IndexedLineage.Hidden(
            hiding, position -> partly.contains(Place.of(events.events().get((int) position))));
    return IndexedLineage.of(events, asOf, hidden, budget);
  }
}
