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

  /** Time for which this outcome may be reused; never negative, zero means "do not reuse". */
  Duration timeToLive();

  /** The origin of the answer. */
  Source source();

  /** Copy of this outcome with another time to live and source. */
  Resolution with(Duration timeToLive, Source source);

  /** Copy of this outcome with another time to live. */
  default Resolution withTimeToLive(Duration other) {
    return with(other, source());
  }

  /**
   * An existing record.
   *
   * @param verified the record with its proof
   * @param timeToLive time for which the outcome may be reused: the shortest of its values'
   * @param source its origin
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
   * A missing identifier: never assigned, retired, or not assigned at the requested time.
   *
   * @param coveredBy the prefix of the answering authority
   * @param tombstone the proof of the retirement, if the identifier was retired
   * @param denial the proof that the identifier does not exist; empty if it was retired, and for
   *     other versions than the newest
   * @param newest the number of its newest version, if another version was requested and the
   *     identifier is or was assigned; stated by the answering node without proof
   * @param timeToLive time for which the outcome may be reused
   * @param source its origin
   */
  record Absent(
      Prefix coveredBy,
      Optional<Verified<IdentifierRecord>> tombstone,
      Optional<Verified<Absence>> denial,
      OptionalLong newest,
      Duration timeToLive,
      Source source)
      implements Resolution {
    /** An absence for a question about the newest version. */
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
