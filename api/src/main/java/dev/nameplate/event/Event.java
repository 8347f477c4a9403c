package dev.nameplate.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * An occurrence with identified things: time, place and kind, and the items concerned. Immutable.
 *
 * <pre>{@code
 * Event.at(time, new Processed(
 *         List.of(EventItem.of("88.118.8/COIL-1", "21.40", "TNE")),
 *         List.of(EventItem.of("88.118.8/COIL-1-A", "10.60", "TNE"))))
 *     .step("slitting");
 * }</pre>
 *
 * <p><b>Source:</b> EPCIS 2.0 (GS1), section 7; its five event types map onto these.
 *
 * @param time the time that the recorder reports for it; whole milliseconds, from year 1 to 9999
 * @param offset the local offset from UTC, in whole minutes
 * @param occurrence the kind of event with its items; at most {@value #MAX_ITEMS} items are named
 *     in it
 * @param name a public name: an EPCIS eventID, or the CBV 2.0 event hash id, at most 1,024 bytes;
 *     empty for an event named by its digest only
 * @param step the business step, at most 1,024 bytes; empty if unknown
 * @param disposition the state of the items afterwards, at most 1,024 bytes; empty if unknown
 * @param place the location: a name or plain text, at most 1,024 bytes; empty if unknown
 * @param source the document that it was read from; empty if it was captured directly
 */
public record Event(
    Instant time,
    ZoneOffset offset,
    Occurrence occurrence,
    String name,
    String step,
    String disposition,
    String place,
    Optional<EventSource> source) {
  /** The most items that one event names. */
  public static final int MAX_ITEMS = 4096;

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final int SECONDS_A_MINUTE = 60;

  /** Checks the bounds. */
  public Event {
    time = time.truncatedTo(ChronoUnit.MILLIS);
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new InvalidEventException("time", time.toString(), EARLIEST + " to " + LATEST);
    }
    if (offset.getTotalSeconds() % SECONDS_A_MINUTE != 0) {
      throw new InvalidEventException("offset", offset.toString(), "whole minutes");
    }
    long items = occurrence.items().count();
    if (items > MAX_ITEMS) {
      throw new InvalidEventException(
          occurrence.kind().word(),
          items + " items",
          "at most " + MAX_ITEMS + "; give the rest in further events of the same process id");
    }
    EventTexts.check("name", name);
    EventTexts.check("step", step);
    EventTexts.check("disposition", disposition);
    EventTexts.check("place", place);
  }

  /** An event in UTC with a time and an occurrence only. */
  public static Event at(Instant time, Occurrence occurrence) {
    return new Event(time, ZoneOffset.UTC, occurrence, "", "", "", "", Optional.empty());
  }

  /** The kind of event. */
  public EventKind kind() {
    return occurrence.kind();
  }

  /** Copy of this event with another offset from UTC. */
  public Event offset(ZoneOffset other) {
    return new Event(time, other, occurrence, name, step, disposition, place, source);
  }

  /** Copy of this event with a name. */
  public Event name(String other) {
    return new Event(time, offset, occurrence, other, step, disposition, place, source);
  }

  /** Copy of this event with a business step. */
  public Event step(String other) {
    return new Event(time, offset, occurrence, name, other, disposition, place, source);
  }

  /** Copy of this event with a disposition. */
  public Event disposition(String other) {
    return new Event(time, offset, occurrence, name, step, other, place, source);
  }

  /** Copy of this event with a place. */
  public Event place(String other) {
    return new Event(time, offset, occurrence, name, step, disposition, other, source);
  }

  /** Copy of this event with the document that it was read from. */
  public Event source(EventSource other) {
    return new Event(time, offset, occurrence, name, step, disposition, place, Optional.of(other));
  }
}
