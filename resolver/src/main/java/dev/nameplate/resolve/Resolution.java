package dev.nameplate.resolve;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.Verified;
import java.time.Duration;
import java.util.Optional;

/**
 * The outcome of resolving one identifier. A missing identifier is an answer, not an error.
 * Immutable.
 */
public sealed interface Resolution {
  /** How long this outcome may be reused; never negative, zero means "do not reuse". */
  Duration timeToLive();

  /** The same outcome with another time to live. */
  Resolution withTimeToLive(Duration other);

  /**
   * There is a record.
   *
   * @param verified the record with its proof
   * @param timeToLive how long the outcome may be reused: the shortest of its values'
   */
  record Found(Verified<IdentifierRecord> verified, Duration timeToLive) implements Resolution {
    /** The record. */
    public IdentifierRecord record() {
      return verified.value();
    }

    @Override
    public Found withTimeToLive(Duration other) {
      return new Found(verified, other);
    }
  }

  /**
   * There is no such identifier, it was retired, or it did not exist then.
   *
   * @param coveredBy the prefix whose authority says so
   * @param tombstone the proof of the retirement, if the identifier was retired
   * @param timeToLive how long the outcome may be reused
   */
  record Absent(
      Prefix coveredBy, Optional<Verified<IdentifierRecord>> tombstone, Duration timeToLive)
      implements Resolution {
    @Override
    public Absent withTimeToLive(Duration other) {
      return new Absent(coveredBy, tombstone, other);
    }
  }
}
