package dev.nameplate.log;

import dev.nameplate.event.EventId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.trust.chain.Verified;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The proof of a durable, logged and signed write, with its position.
 *
 * @param identifier the identifier, as it was assigned; of an event, the prefix of its recorder and
 *     its id. If an event of equal content was recorded before in other words, that event's
 * @param version the version that the write made
 * @param operation the operation id of the write, or {@link OperationId#NONE}
 * @param replayed true if the write was made earlier, with the same operation id, or of the same
 *     event
 * @param position position of the statement in the log: the number of statements before it
 * @param batch number of the batch that carries the statement
 * @param time time of the batch, in whole milliseconds
 * @param extent extent of a range, whose first member is {@code identifier}
 * @param labels accepted oddities of an event, as codes: those of its source, and {@code future} if
 *     its time is in the future, {@code target-unknown} if the event that it withdraws is not
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

  /** Copy of this receipt with labels. */
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
   * The extent of a range.
   *
   * @param last its last member
   * @param members number of members
   */
  public record Extent(Identifier last, long members) {}

  /** Copy of this receipt for a range that begins with the identifier. */
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

  /** Copy of this receipt about another identifier. */
  public Receipt about(Identifier other) {
    return new Receipt(other, version, operation, replayed, position, batch, time, extent, labels);
  }

  /** Copy of this receipt, marked as replayed. */
  public Receipt asReplayed() {
    return new Receipt(identifier, version, operation, true, position, batch, time, extent, labels);
  }
}
