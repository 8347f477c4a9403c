package dev.nameplate.lineage;

import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * Computes the containers of an item with their periods from all its containment events, in the
 * order of time. A stay ends when the item leaves by the same bond, or everything does; entering
 * again does not end or lengthen it. Used by one thread.
 */
final class Stays {
  private final ItemRows inside;
  private final LineageCursor emptied;
  private final LongPredicate counts;

  /**
   * Stays as of a position.
   *
   * @param counts whether an event at a position is known, and not withdrawn
   */
  Stays(ItemRows inside, LineageCursor emptied, LongPredicate counts) {
    this.inside = inside;
    this.emptied = emptied;
    this.counts = counts;
  }

  /** A container and a bond. */
  private record Place(long container, Bond bond) {}

  /** The stays of an item, in the order in which they began. */
  List<Stay> of(long item) {
    List<Stay> stays = new ArrayList<>();
    Map<Place, Stay> open = new LinkedHashMap<>();
    for (boolean more = inside.first(item); more; more = inside.next()) {
      long position = inside.position();
      Held held = Held.decode(inside.value());
      if (held.parent() == 0 || held.change() == Change.SEEN || !counts.test(position)) {
        continue;
      }
      Place place = new Place(held.parent(), held.bond());
      closeUntil(inside.time(), position, place, open, stays);
      if (held.change() == Change.ENTER) {
        open.putIfAbsent(
            place,
            new Stay(
                place.container(),
                place.bond(),
                inside.time(),
                OptionalLong.empty(),
                position,
                OptionalLong.empty()));
      } else if (open.containsKey(place)) {
        stays.add(ended(open.remove(place), inside.time(), position));
      }
    }
    for (Place place : List.copyOf(open.keySet())) {
      closeUntil(Long.MAX_VALUE, Long.MAX_VALUE, place, open, stays);
    }
    stays.addAll(open.values());
    stays.sort(Comparator.comparingLong(Stay::fromMillis).thenComparingLong(Stay::entered));
    return stays;
  }

  /** Ends a stay in a container that was emptied before an event. */
  private void closeUntil(
      long millis, long position, Place place, Map<Place, Stay> open, List<Stay> stays) {
    Stay stay = open.get(place);
    if (stay == null) {
      return;
    }
    emptied(place.container(), place.bond(), stay.fromMillis(), stay.entered())
        .filter(
            out -> out.millis() < millis || (out.millis() == millis && out.position() < position))
        .ifPresent(
            out -> {
              open.remove(place);
              stays.add(ended(stay, out.millis(), out.position()));
            });
  }

  /** The first time, after an event, at which everything left a container. */
  Optional<Emptying> emptied(long container, Bond bond, long fromMillis, long entered) {
    Bytes start =
        Bytes.wrap(
            ByteBuffer.allocate(10)
                .put(Keys.EMPTIED)
                .putLong(container)
                .put(Codes.of(bond))
                .array());
    boolean there = emptied.seek(Keys.emptied(container, bond, fromMillis, entered));
    for (; there && startsWith(start); there = emptied.next()) {
      long at = emptied.keyLong(18);
      if (counts.test(at)) {
        return Optional.of(new Emptying(Keys.millis(emptied.keyLong(10)), at));
      }
    }
    return Optional.empty();
  }

  private boolean startsWith(Bytes start) {
    return emptied.key().asByteString().startsWith(start.asByteString());
  }

  private static Stay ended(Stay stay, long millis, long position) {
    return new Stay(
        stay.container(),
        stay.bond(),
        stay.fromMillis(),
        OptionalLong.of(millis),
        stay.entered(),
        OptionalLong.of(position));
  }
}
