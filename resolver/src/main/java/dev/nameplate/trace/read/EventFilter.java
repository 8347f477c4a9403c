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
 * A filter of events; an event must meet all its conditions. Immutable.
 *
 * @param item names this item, also as a container
 * @param recorder is recorded under this prefix
 * @param name has this name; empty for any
 * @param id has this id
 * @param kinds is of any of these kinds; empty for any
 * @param step has this business step; empty for any
 * @param from happened then or later
 * @param until happened before
 * @param fromPosition is recorded at this position of the log or behind it
 * @param untilPosition is recorded before this position; 0 for no bound
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

  /** A filter for the events of an item. */
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

  /** Copy of this filter with another recorder. */
  public EventFilter recordedBy(Optional<Prefix> other) {
    return new EventFilter(
        item, other, name, id, kinds, step, from, until, fromPosition, untilPosition);
  }

  /** Copy of this filter with another business step. */
  public EventFilter withStep(String other) {
    return new EventFilter(
        item, recorder, name, id, kinds, other, from, until, fromPosition, untilPosition);
  }

  /** Copy of this filter, for events recorded before a position of the log; 0 for no bound. */
  public EventFilter before(long position) {
    return new EventFilter(
        item, recorder, name, id, kinds, step, from, until, fromPosition, position);
  }

  /** True if an event at a position meets the filter, as far as its content is visible. */
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
   * True if an event may meet the filter according to the index, which has neither step nor name.
   */
  boolean mayFit(EventRow row) {
    return row.position() >= fromPosition
        && (untilPosition == 0 || row.position() < untilPosition)
        && (row.withheld() ? asksForNoContent() : kinds.isEmpty() || kinds.contains(row.kind()));
  }

  /**
   * True if the filter selects a recorder's events by time and perhaps step, for which there is an
   * index.
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

  /** True if the filter has no condition on data that is withheld in restricted events. */
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
