package dev.nameplate.log;

import dev.nameplate.event.EventId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.trust.chain.Verified;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says that a write is durable, logged and signed, and where it stands.
 *
 * @param identifier the identifier, as it was assigned; of an event, the prefix under which it is
 *     recorded and its id. Where an event that says the same was recorded before in other words, it
 *     is that event's
 * @param version the version that the write made
 * @param operation the operation id of the write, or {@link OperationId#NONE}
 * @param replayed whether the write was made earlier, and this is its receipt: under the same
 *     operation id, or the same event
 * @param position position of the statement in the log: the number of statements before it
 * @param batch number of the batch that carries the statement
 * @param time time of the batch, in whole milliseconds
 * @param extent of a range, whose first member is {@code identifier}, how far it reaches
 * @param labels of an event, what is odd about it and was accepted, as codes: those of its source,
 *     and {@code future} if it is to happen yet, {@code target-unknown} if it withdraws what is not
 *     recorded here, {@code unassigned} if it names an identifier of this node that was never
 *     assigned
 */
public record Receipt(
    Identifier identifier,
    long version,
    OperationId operation,
    boolean replayed,
    long position,
    long batch,
    Instant time,
    Optional<Extent> extent,
    List<String> labels) {
  /** Copies the list. */
  public Receipt {
    labels = List.copyOf(labels);
  }

  /** The receipt of one identifier. */
  public Receipt(
      Identifier identifier,
      long version,
      OperationId operation,
      boolean replayed,
      long position,
      long batch,
      Instant time) {
    this(
        identifier,
        version,
        operation,
        replayed,
        position,
        batch,
        time,
        Optional.empty(),
        List.of());
  }

  /** The id of the event that was recorded; only of an event. */
  public EventId event() {
    return EventId.parse(identifier.suffix().toString());
  }

  /** The same with labels. */
  public Receipt labelled(List<String> codes) {
    return new Receipt(
        identifier, version, operation, replayed, position, batch, time, extent, codes);
  }

  /** The receipt of the write that made a statement, about an identifier. */
  public static Receipt of(Verified<?> statement, Identifier identifier, long version) {
    return new Receipt(
        identifier,
        version,
        OperationId.NONE,
        false,
        statement.position(),
        statement.batch().batch(),
        statement.time());
  }

  /**
   * How far a range reaches.
   *
   * @param last its last member
   * @param members how many it has
   */
  public record Extent(Identifier last, long members) {}

  /** The same for a range that begins with the identifier. */
  public Receipt reaching(Identifier last, long members) {
    Extent whole = new Extent(last, members);
    return new Receipt(
        identifier,
        version,
        operation,
        replayed,
        position,
        batch,
        time,
        Optional.of(whole),
        labels);
  }

  /** The same about an identifier. */
  public Receipt about(Identifier other) {
    return new Receipt(other, version, operation, replayed, position, batch, time, extent, labels);
  }

  /** The same receipt, given again. */
  public Receipt asReplayed() {
    return new Receipt(identifier, version, operation, true, position, batch, time, extent, labels);
  }
}
