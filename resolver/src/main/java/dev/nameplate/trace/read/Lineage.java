package dev.nameplate.trace.read;

import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Trail;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Items and events as of a moment, as visible to a reader, for recalls and reconciliations. Items
 * are numbered in the order of their first naming; an event has the position of its statement.
 * Events that were withdrawn, recorded later, or hidden from the reader do not exist here. Used by
 * one thread.
 */
public interface Lineage extends AutoCloseable {
  /** Number of statements in the log at that moment. */
  long asOfPosition();

  /** Time of the last of these statements. */
  Instant asOfTime();

  /** The number of an item that an event names; empty if none does. */
  OptionalLong number(ItemId item);

  /** The item of a number. */
  ItemId item(long number);

  /** A set of items in the order of their first naming. */
  LongIterator inOrder(Roaring64Bitmap numbers);

  /** Visits the processes that used an item, by time and position. */
  void eachUse(long item, EventVisitor visitor);

  /** Visits the events that made an item, its creations first. */
  void eachMaking(long item, EventVisitor visitor);

  /** The last transfer of an item between two times, both included. */
  Optional<At> lastTransfer(long item, long fromMillis, long untilMillis);

  /** Visits the transfers of an item between two times, inclusive, in the order of time. */
  void eachTransfer(long item, long fromMillis, long untilMillis, EventVisitor visitor);

  /** Visits all events that name an item, except as a container, by time and position. */
  void eachEvent(long item, EventVisitor visitor);

  /** Visits all events and containments of an item, trail by trail, each by time and position. */
  void eachMoment(long item, MomentVisitor visitor);

  /** Position of the first event that states the content of an item. */
  OptionalLong firstHolding(long item);

  /** The index row of an event, without its texts. */
  EventRow row(long position);

  /**
   * The first time, after an event, at which everything left a container.
   *
   * @param fromMillis the time of that event
   * @param entered its position
   */
  Optional<At> emptied(long container, Bond bond, long fromMillis, long entered);

  /** Visits all events of the process that an event belongs to, itself included. */
  void eachOfProcess(long position, EventVisitor visitor);

  /** Visits the containers of an item, with the times. */
  void eachContainer(long item, ContainerVisitor visitor);

  /** True if some processes that used an item are hidden, at any time. */
  boolean hidesUses(long item);

  /** True if some events of an event's process are hidden. */
  boolean hidesOfProcess(long position);

  /** The content of an event. */
  Told told(long position);

  @Override
  void close();

  /** Is shown events. */
  @FunctionalInterface
  interface EventVisitor {
    /** Receives an event: the position of its statement, and its time. */
    void event(long position, long timeMillis);
  }

  /** Is shown in what way events concern an item. */
  @FunctionalInterface
  interface MomentVisitor {
    /** Receives an event: its relation to the item, the position of its statement, its time. */
    void moment(Trail trail, long position, long timeMillis);
  }

  /**
   * Position and time of an event.
   *
   * @param position of its statement
   * @param millis its time, in milliseconds since 1970
   */
  record At(long position, long millis) {}

  /** Is shown containers. */
  @FunctionalInterface
  interface ContainerVisitor {
    /** A container, from when until when; {@link Long#MAX_VALUE} if it still holds it. */
    void container(long parent, long fromMillis, long untilMillis);
  }
}
