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
 * The content of a statement about an event: its recorder, and, unless it is withheld, the event.
 *
 * @param recorder the prefix of its recorder
 * @param content the event; empty if it is withheld from this reader
 * @param restricted digest that replaces a restricted event in the statement; empty for a public
 *     event
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

    /** Digest that is equal for two events of equal content, however they are written; 32 bytes. */
    public Bytes meaning() {
      return event.source().map(EventSource::content).orElse(id.digest());
    }

    private static Content of(Event event, Bytes encoded) {
      return new Content(event, encoded, new EventId(HashFunction.SHA256.hash(encoded)));
    }
  }

  /** The event; empty if it is withheld from this reader. */
  public Optional<Event> event() {
    return content.map(Content::event);
  }

  /** The id of the event; empty if it is withheld from this reader. */
  public Optional<EventId> id() {
    return content.map(Content::id);
  }

  /** True if this withdraws the other event, of the same recorder. */
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

  /** The subject of the event's receipt: its recorder and its id. */
  public static Identifier identifierOf(Prefix recorder, EventId id) {
    return Identifier.of(recorder, Suffix.parse(id.toString()));
  }

  /** True for a restricted event. */
  public boolean isRestricted() {
    return restricted.size() > 0;
  }
}
