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
 * What a reader may see of items and events at one moment, as recalls and reconciliations read it.
 * Items have numbers, in the order in which they were first named; an event has the position of its
 * statement. Events that were withdrawn, recorded later, or hidden from the reader do not exist
 * here. Used by one thread.
 */
public interface Lineage extends AutoCloseable {
  /** How many statements the log held. */
  long asOfPosition();

  /** When it had the last of them. */
  Instant asOfTime();

  /** The number of an item that an event names; empty if none does. */
  OptionalLong number(ItemId item);

  /** The item of a number. */
  ItemId item(long number);

  /** Some items in the order in which they are first named. */
  LongIterator inOrder(Roaring64Bitmap numbers);

  /** Goes through the processes that used an item, by time and position. */
  void eachUse(long item, EventVisitor visitor);

  /** Goes through the events that made an item, its creations first. */
  void eachMaking(long item, EventVisitor visitor);

  /** The last transfer of an item between two times, both included. */
  Optional<At> lastTransfer(long item, long fromMillis, long untilMillis);

  /** Goes through the transfers of an item between two times, both included, as they happened. */
  void eachTransfer(long item, long fromMillis, long untilMillis, EventVisitor visitor);

  /** Goes through all events that name an item, except as a container, by time and position. */
  void eachEvent(long item, EventVisitor visitor);

  /** Goes through the same and the containments of an item, trail by trail, each in that order. */
  void eachMoment(long item, MomentVisitor visitor);

  /** The position of the first event that tells what is in an item. */
  OptionalLong firstHolding(long item);

  /** What an event says, without its texts. */
  EventRow row(long position);

  /**
   * When everything first left a container after some event.
   *
   * @param fromMillis when that event happened
   * @param entered its position
   */
  Optional<At> emptied(long container, Bond bond, long fromMillis, long entered);

  /** Goes through all events of the process that an event belongs to, itself included. */
  void eachOfProcess(long position, EventVisitor visitor);

  /** Goes through what an item was in, and when. */
  void eachContainer(long item, ContainerVisitor visitor);

  /** Whether there are processes that used an item and are hidden, whenever they did. */
  boolean hidesUses(long item);

  /** Whether there are hidden events of the process that an event belongs to. */
  boolean hidesOfProcess(long position);

  /** What an event says. */
  Told told(long position);

  @Override
  void close();

  /** Is shown events. */
  @FunctionalInterface
  interface EventVisitor {
    /** An event: where its statement stands, and when it happened. */
    void event(long position, long timeMillis);
  }

  /** Is shown in what way events concern an item. */
  @FunctionalInterface
  interface MomentVisitor {
    /** An event: how it concerns the item, where its statement stands, when it happened. */
    void moment(Trail trail, long position, long timeMillis);
  }

  /**
   * Where and when an event is.
   *
   * @param position of its statement
   * @param millis when it happened
   */
  record At(long position, long millis) {}

  /** Is shown containers. */
  @FunctionalInterface
  interface ContainerVisitor {
    /** A container, from when until when; {@link Long#MAX_VALUE} if it still holds it. */
    void container(long parent, long fromMillis, long untilMillis);
  }
}
