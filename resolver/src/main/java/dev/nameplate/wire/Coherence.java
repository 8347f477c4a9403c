package dev.nameplate.wire;

import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.walk.Followed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks that the steps of a trace are connected: each event that makes ancestry names an item
 * shown before, and each item is named by the event before it. Signatures alone do not prove this:
 * a genuine event out of place would make false ancestors.
 *
 * <p>Used by one thread. Keeps the items of an answer, at most {@value #MOST_ITEMS}.
 */
final class Coherence {
  private static final int MOST_ITEMS = 1 << 21;

  private ItemId asked;
  private final Direction direction;
  private final Set<ItemId> shown = new HashSet<>();
  private Set<ItemId> brought = Set.of();
  private String process = "";

  /** Checks the answer about an item. */
  Coherence(ItemId asked, Direction direction) {
    this.asked = asked;
    this.direction = direction;
  }

  /** True if the answer is about the item, or has shown it. */
  boolean knows(ItemId item) {
    return item.equals(asked) || shown.contains(item);
  }

  /**
   * Checks an item.
   *
   * @throws UnacceptableAnswerException if the event before it does not name it
   */
  void item(ItemId item) {
    if (shown.isEmpty() && asked.cleaned().filter(item::equals).isPresent()) {
      asked = item; // there is no other
    }
    if (!item.equals(asked) && !brought.contains(item)) {
      throw new UnacceptableAnswerException("an item is not in the event before it");
    }
    if (shown.size() == MOST_ITEMS) {
      throw new UnacceptableAnswerException("it has more than " + MOST_ITEMS + " items");
    }
    shown.add(item);
  }

  /**
   * An event is shown that makes ancestry.
   *
   * @throws UnacceptableAnswerException if it is none of these, or about nothing shown before
   */
  void lineage(Occurrence occurrence) {
    if (!(occurrence instanceof Processed what)) {
      throw new UnacceptableAnswerException(
          "an event of kind " + occurrence.kind().word() + " claims to create lineage");
    }
    boolean sibling = !process.isEmpty() && process.equals(what.process());
    if (!sibling) {
      join(what);
    }
    process = what.process();
    bring(what);
  }

  /**
   * Checks an event of parts.
   *
   * @throws UnacceptableAnswerException if it is of another kind, or names nothing shown before
   */
  void part(Occurrence occurrence) {
    if (!(occurrence instanceof Contained what) || what.bond() != Bond.INSTALLED) {
      throw new UnacceptableAnswerException(
          "an event of kind " + occurrence.kind().word() + " claims to contain parts");
    }
    join(what);
    process = "";
    bring(what);
  }

  private void join(Occurrence what) {
    if (ids(Followed.near(what, direction)).noneMatch(this::knows)) {
      throw new UnacceptableAnswerException("an event is about no item shown before it");
    }
  }

  private void bring(Occurrence what) {
    brought = new HashSet<>(ids(Followed.far(what, direction)).toList());
  }

  private static Stream<ItemId> ids(List<EventItem> items) {
    return items.stream().map(EventItem::id);
  }
}
