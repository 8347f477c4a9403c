package dev.nameplate.resolve;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.Delegation;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The outcome of resolving one identifier. A missing identifier is an answer, not an error.
 * Immutable.
 */
public sealed interface Resolution {
  /** The record; empty if there is none, or another node has it. */
  default Optional<IdentifierRecord> found() {
    return this instanceof Found found ? Optional.of(found.record()) : Optional.empty();
  }

  /** How long this outcome may be reused; never negative, zero means "do not reuse". */
  Duration timeToLive();

  /** Where it came from. */
  Source source();

  /** The same outcome with another time to live, from another source. */
  Resolution with(Duration timeToLive, Source source);

  /** The same outcome with another time to live. */
  default Resolution withTimeToLive(Duration other) {
    return with(other, source());
  }

  /**
   * There is a record.
   *
   * @param verified the record with its proof
   * @param timeToLive how long the outcome may be reused: the shortest of its values'
   * @param source where it came from
   */
  record Found(Verified<IdentifierRecord> verified, Duration timeToLive, Source source)
      implements Resolution {
    /** The record. */
    public IdentifierRecord record() {
      return verified.value();
    }

    @Override
    public Found with(Duration other, Source from) {
      return new Found(verified, other, from);
    }
  }

  /**
   * The prefix of the identifier, or one above it, is delegated: its holder's node answers. Or it
   * is suspended or revoked, and nobody does.
   *
   * @param to the delegation, of any state
   * @param timeToLive how long the outcome may be reused
   * @param source where it came from
   */
  record Referred(Verified<Delegation> to, Duration timeToLive, Source source)
      implements Resolution {
    @Override
    public Referred with(Duration other, Source from) {
      return new Referred(to, other, from);
    }
  }

  /**
   * There is no such identifier, it was retired, or it did not exist then.
   *
   * @param coveredBy the prefix whose authority says so
   * @param tombstone the proof of the retirement, if the identifier was retired
   * @param denial the proof that the identifier does not exist; empty if it was retired, and for
   *     other versions than the newest
   * @param newest the number of its newest version, if another one was asked for and the identifier
   *     is or was assigned; the word of whoever answers, not proven
   * @param timeToLive how long the outcome may be reused
   * @param source where it came from
   */
  record Absent(
      Prefix coveredBy,
      Optional<Verified<IdentifierRecord>> tombstone,
      Optional<Verified<Absence>> denial,
      OptionalLong newest,
      Duration timeToLive,
      Source source)
      implements Resolution {
    /** The same, if the newest version was asked for. */
    public Absent(
        Prefix coveredBy,
        Optional<Verified<IdentifierRecord>> tombstone,
        Optional<Verified<Absence>> denial,
        Duration timeToLive,
        Source source) {
      this(coveredBy, tombstone, denial, OptionalLong.empty(), timeToLive, source);
    }

    @Override
    public Absent with(Duration other, Source from) {
      return new Absent(coveredBy, tombstone, denial, newest, other, from);
    }
  }
}
