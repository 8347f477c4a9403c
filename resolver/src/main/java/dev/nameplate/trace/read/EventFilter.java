package dev.nameplate.trace.read;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which events to list: those to which all of it applies. Immutable.
 *
 * @param item that name this item, as a container too
 * @param recorder that were recorded under this prefix
 * @param name that have this name; empty for any
 * @param id that have this id
 * @param kinds that are of one of these kinds; empty for any
 * @param step whose business step is this; empty for any
 * @param from that happened then or later
 * @param until that happened before
 * @param fromPosition that were recorded at this position of the log or behind it
 * @param untilPosition that were recorded before this position; 0 for no bound
 */
public record EventFilter(
    Optional<ItemId> item,
    Optional<Prefix> recorder,
    String name,
    Optional<EventId> id,
    Set<EventKind> kinds,
    String step,
    Optional<Instant> from,
    Optional<Instant> until,
    long fromPosition,
    long untilPosition) {
  /** All events. */
  public static final EventFilter ALL =
      new EventFilter(
          Optional.empty(),
          Optional.empty(),
          "",
          Optional.empty(),
          Set.of(),
          "",
          Optional.empty(),
          Optional.empty(),
          0,
          0);

  /** Copies the kinds. */
  public EventFilter {
    kinds = Set.copyOf(kinds);
  }

  /** Those of an item. */
  public static EventFilter of(ItemId item) {
    return new EventFilter(
        Optional.of(item),
        Optional.empty(),
        "",
        Optional.empty(),
        Set.of(),
        "",
        Optional.empty(),
        Optional.empty(),
        0,
        0);
  }

  /** The same, by another recorder. */
  public EventFilter recordedBy(Optional<Prefix> other) {
    return new EventFilter(
        item, other, name, id, kinds, step, from, until, fromPosition, untilPosition);
  }

  /** The same, of another step. */
  public EventFilter withStep(String other) {
    return new EventFilter(
        item, recorder, name, id, kinds, other, from, until, fromPosition, untilPosition);
  }

  /** Whether an event at a position fits, as far as it is said what happened. */
  boolean fits(RecordedEvent recorded, long position) {
    return position >= fromPosition
        && (untilPosition == 0 || position < untilPosition)
        && recorder.map(recorded.recorder()::equals).orElse(true)
        && recorded
            .event()
            .map(event -> fits(event) && (id.isEmpty() || id.equals(recorded.id())))
            .orElseGet(this::asksForNoContent);
  }

  /**
   * Whether an event can fit, as far as the index tells; its step and its name it does not tell.
   */
  boolean mayFit(EventRow row) {
    return row.position() >= fromPosition
        && (untilPosition == 0 || row.position() < untilPosition)
        && (row.withheld() ? asksForNoContent() : kinds.isEmpty() || kinds.contains(row.kind()));
  }

  /**
   * Whether it asks for some of a recorder's events by what the index has them in order of: time,
   * and perhaps step.
   */
  boolean isOfRecorderByTime() {
    return recorder.isPresent()
        && item.isEmpty()
        && name.isEmpty()
        && id.isEmpty()
        && (!step.isEmpty() || from.isPresent() || until.isPresent());
  }

  private boolean fits(Event event) {
    return (name.isEmpty() || name.equals(event.name()))
        && (kinds.isEmpty() || kinds.contains(event.kind()))
        && (step.isEmpty() || step.equals(event.step()))
        && from.map(time -> !event.time().isBefore(time)).orElse(true)
        && until.map(event.time()::isBefore).orElse(true);
  }

  /** Whether it is about nothing that is withheld in an event that is not for everyone. */
  private boolean asksForNoContent() {
    return item.isEmpty()
        && name.isEmpty()
        && id.isEmpty()
        && kinds.isEmpty()
        && step.isEmpty()
        && from.isEmpty()
        && until.isEmpty();
  }
}
