package dev.nameplate.trust.statement;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.v1.Statement.KindCase;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of statement in a log: its parser, and the prefix that it belongs to. Absences are in no
 * log.
 *
 * @param <T> type of the content
 */
public final class StatementKind<T> {
  /** The record of an identifier. */
  public static final StatementKind<IdentifierRecord> RECORD =
      new StatementKind<>(
          KindCase.RECORD,
          (encoded, disclosures, hash) -> {
            StatementBody body = StatementBody.parse(encoded, disclosures, hash);
            return new Said<>(body.log(), body.record());
          },
          record -> record.identifier().prefix());

  /** The assignment of a range of identifiers. */
  public static final StatementKind<IdentifierRange> RANGE =
      new StatementKind<>(
          KindCase.RANGE,
          (encoded, disclosures, hash) -> {
            RangeBody body = RangeBody.parse(encoded);
            requireNone(disclosures);
            return new Said<>(body.log(), body.range());
          },
          IdentifierRange::prefix);

  /** The delegation of a prefix. */
  public static final StatementKind<Delegation> DELEGATION =
      new StatementKind<>(
          KindCase.DELEGATION,
          (encoded, disclosures, hash) -> {
            DelegationBody body = DelegationBody.parse(encoded);
            requireNone(disclosures);
            return new Said<>(body.log(), body.delegation());
          },
          Delegation::prefix);

  /** An event that happened to things. */
  public static final StatementKind<RecordedEvent> EVENT =
      new StatementKind<>(
          KindCase.EVENT,
          (encoded, disclosures, hash) -> {
            EventBody body = EventBody.parse(encoded, disclosures, hash);
            return new Said<>(body.log(), body.recorded());
          },
          RecordedEvent::recorder);

  private final KindCase wire;
  private final Reading<T> reading;
  private final Function<T, Prefix> prefix;

  private StatementKind(KindCase wire, Reading<T> reading, Function<T, Prefix> prefix) {
    this.wire = wire;
    this.reading = reading;
    this.prefix = prefix;
  }

  /** Reads a body. */
  private interface Reading<T> {
    Said<T> read(Bytes body, List<Bytes> disclosures, HashFunction hash);
  }

  /**
   * The content of a statement.
   *
   * @param log the log that it names
   * @param value the content
   * @param <T> type of the content
   */
  public record Said<T>(LogName log, T value) {}

  /** The kind of a statement; {@link #RECORD}, whose reading fails, for a kind of no log. */
  public static StatementKind<?> of(Bytes body) {
    return switch (StatementFrame.kindOf(body)) {
      case RANGE -> RANGE;
      case DELEGATION -> DELEGATION;
      case EVENT -> EVENT;
      default -> RECORD;
    };
  }

  /** True for a statement that claims to be of this kind. */
  boolean isOf(Bytes body) {
    return StatementFrame.kindOf(body) == wire;
  }

  /**
   * Reads a statement of this kind, without verifying it.
   *
   * @param body its exact bytes
   * @param disclosures the exact bytes of its disclosures
   * @param hash the hash of the suite it is signed with
   * @throws dev.nameplate.error.RejectedStatementException if it is malformed, of another kind, or
   *     has a disclosure that is not its own
   */
  public Said<T> read(Bytes body, List<Bytes> disclosures, HashFunction hash) {
    return reading.read(body, disclosures, hash); // step 9
  }

  /** The prefix of the signing authority. */
  public Prefix prefix(T said) {
    return prefix.apply(said);
  }

  /** The word for it. */
  @Override
  public String toString() {
    return wire.name();
  }

  /** Refuses disclosures of a statement that has none (api/README.md, step 9). */
  public static void requireNone(List<Bytes> disclosures) {
    if (!disclosures.isEmpty()) { // step 9: nothing binds them to the signature
      throw Rule.DISCLOSURE_INVALID.broken(
          "only the statement of a record or of a restricted event has disclosures");
    }
  }
}
