package dev.nameplate.trust.statement;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventCodec;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.merkle.HashFunction;
import java.util.Optional;

/**
 * What a statement says about an event: who recorded it, and, unless it is withheld, what happened.
 *
 * @param recorder the prefix under which it was recorded
 * @param content the event; empty if it is withheld from this reader
 * @param restricted digest that stands in the statement in the place of an event that not everyone
 *     may read; empty for an event for everyone
 */
public record RecordedEvent(Prefix recorder, Optional<Content> content, Bytes restricted) {
  /**
   * An event and the bytes that name it.
   *
   * @param event the event
   * @param encoded its exact bytes
   * @param id SHA-256 of them
   */
  public record Content(Event event, Bytes encoded, EventId id) {
    /** An event that is about to be recorded. */
    public static Content of(Event event) {
      return of(event, EventCodec.encode(event));
    }

    /** The event of some bytes. */
    public static Content decode(Bytes encoded) {
      return of(EventCodec.decode(encoded), encoded);
    }

    /** What is the same for two events that say the same, however they are written; 32 bytes. */
    public Bytes meaning() {
      return event.source().map(EventSource::content).orElse(id.digest());
    }

    private static Content of(Event event, Bytes encoded) {
      return new Content(event, encoded, new EventId(HashFunction.SHA256.hash(encoded)));
    }
  }

  /** What happened; empty if it is withheld from this reader. */
  public Optional<Event> event() {
    return content.map(Content::event);
  }

  /** What identifies the event; empty if it is withheld from this reader. */
  public Optional<EventId> id() {
    return content.map(Content::id);
  }

  /** Whether this is a withdrawal of another event of the same recorder. */
  public boolean withdraws(RecordedEvent other) {
    return recorder.equals(other.recorder())
        && event().isPresent()
        && event().get().occurrence() instanceof Withdrawn what
        && other.content().filter(content -> names(what.target(), content)).isPresent();
  }

  private static boolean names(Target target, Content content) {
    return target instanceof Target.ByName byName
        ? content.event().kind() != EventKind.WITHDRAW
            && byName.name().equals(content.event().name())
        : target.equals(new Target.ById(content.id()));
  }

  /** What a receipt of the event is about: its recorder and its id. */
  public static Identifier identifierOf(Prefix recorder, EventId id) {
    return Identifier.of(recorder, Suffix.parse(id.toString()));
  }

  /** Whether not everyone may read it. */
  public boolean isRestricted() {
    return restricted.size() > 0;
  }
}
