package dev.nameplate.trace.read;

import dev.nameplate.lineage.ItemRows;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Stay;
import dev.nameplate.lineage.Trail;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * The events of an item that make no ancestry, in the order of time; then those of each of its
 * containers while the item was inside, and of their containers. Used by one thread.
 */
public final class History {
  private static final List<Trail> OF_ITEM =
      List.of(Trail.BORN, Trail.SEEN, Trail.MOVED, Trail.INSIDE, Trail.HOLDING, Trail.ENDED);
  private static final List<Trail> OF_CONTAINER = List.of(Trail.SEEN, Trail.MOVED, Trail.INSIDE);

  /** The deepest nesting of containers that is followed. */
  private static final int DEEPEST = 16;

  private final LineageReader index;
  private final Map<Trail, ItemRows> rows = new EnumMap<>(Trail.class);
  private final Map<Trail, Boolean> onRow = new EnumMap<>(Trail.class);
  private final Deque<Custody> custodies = new ArrayDeque<>();
  private final Set<Custody> visited = new HashSet<>();

  /** Events that ended stays of the item or container, whether or not they name it. */
  private final Queue<Ending> endings =
      new PriorityQueue<>(
          Comparator.comparingLong(Ending::millis).thenComparingLong(Ending::position));

  private long until;
  private long item;
  private boolean ownShown;
  private boolean hidden;

  /** An item, and from when until when it matters. */
  private record Custody(long item, long from, long until, int depth) {}

  /** An event with which an item left its container. */
  private record Ending(long millis, long position) {}

  public History(LineageReader index) {
    this.index = index;
    OF_ITEM.forEach(trail -> rows.put(trail, index.rows(trail)));
  }

  /** Starts with the first event of an item. */
  public void begin(long item) {
    custodies.clear();
    endings.clear();
    visited.clear();
    this.item = item;
    ownShown = false;
    hidden = false;
    until = Long.MAX_VALUE;
    onRow.clear();
    OF_ITEM.forEach(trail -> onRow.put(trail, row(trail).first(item)));
    addContainers(new Custody(item, Long.MIN_VALUE, Long.MAX_VALUE, 0));
  }

  /** The position of the next event, which may have been before; empty behind the last. */
  public OptionalLong next() {
    while (true) {
      Optional<Trail> trail = earliest();
      Ending ending = endings.peek();
      if (ending != null && isNext(ending, trail)) {
        endings.remove();
        return OptionalLong.of(ending.position());
      }
      if (trail.isPresent()) {
        ItemRows found = row(trail.get());
        long position = found.position();
        onRow.put(trail.get(), found.next());
        return OptionalLong.of(position);
      }
      if (!ownShown) {
        ownShown = true;
        hidden = rows.values().stream().anyMatch(all -> all.hasHidden(item));
      }
      Custody custody = custodies.poll();
      if (custody == null) {
        return OptionalLong.empty();
      }
      begin(custody);
    }
  }

  /**
   * True if some events of the item itself are hidden, once all events were shown. Hidden events of
   * containers are not reported: their existence would reveal their time.
   */
  public boolean hasHidden() {
    return hidden;
  }

  private boolean isNext(Ending ending, Optional<Trail> trail) {
    if (trail.isEmpty()) {
      return true;
    }
    ItemRows row = row(trail.get());
    return ending.millis() < row.time()
        || (ending.millis() == row.time() && ending.position() < row.position());
  }

  private void begin(Custody custody) {
    until = custody.until();
    onRow.clear();
    OF_CONTAINER.forEach(
        trail -> onRow.put(trail, row(trail).from(custody.item(), custody.from())));
    addContainers(custody);
  }

  /** Adds the containers of the item in the relevant period, and the ends of its stays. */
  private void addContainers(Custody custody) {
    for (Stay stay : index.stays(custody.item())) {
      stay.untilMillis().stream()
          .filter(millis -> custody.from() <= millis && millis <= custody.until())
          .forEach(millis -> endings.add(new Ending(millis, stay.left().orElseThrow())));
      if (custody.depth() == DEEPEST) {
        continue;
      }
      Custody container =
          new Custody(
              stay.container(),
              Math.max(custody.from(), stay.fromMillis()),
              Math.min(custody.until(), stay.untilMillis().orElse(Long.MAX_VALUE)),
              custody.depth() + 1);
      if (container.from() <= container.until() && visited.add(container)) {
        custodies.add(container);
      }
    }
  }

  private Optional<Trail> earliest() {
    Trail found = null;
    for (Map.Entry<Trail, Boolean> entry : onRow.entrySet()) {
      ItemRows candidate = row(entry.getKey());
      if (entry.getValue()
          && candidate.time() <= until
          && (found == null || candidate.isBefore(row(found)))) {
        found = entry.getKey();
      }
    }
    return Optional.ofNullable(found);
  }

  private ItemRows row(Trail trail) {
    ItemRows found = rows.get(trail);
    if (found == null) {
      throw new IllegalArgumentException(
          "trail: " + trail + " (expected: one of " + Arrays.toString(OF_ITEM.toArray()) + ")");
    }
    return found;
  }
}
