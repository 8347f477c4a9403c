package dev.nameplate.log.read;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.chain.UnloggedSigner;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Absence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Signs that identifiers do not exist. What it costs is bounded by {@link UnloggedSigner}.
 * Thread-safe.
 */
public final class Denials {
  private final Optional<UnloggedSigner<Absence>> signer;
  private final RecordStore store;
  private final Clock clock;

  /** Signs for the log in a store. */
  public Denials(UnloggedSigner<Absence> signer, RecordStore store, Clock clock) {
    this(Optional.of(signer), store, clock);
  }

  private Denials(Optional<UnloggedSigner<Absence>> signer, RecordStore store, Clock clock) {
    this.signer = signer;
    this.store = store;
    this.clock = clock;
  }

  /** Signs nothing, for who keeps a log without its key. */
  public static Denials none(RecordStore store, Clock clock) {
    return new Denials(Optional.empty(), store, clock);
  }

  /** Number of committed statements, to be read before an identifier is looked up. */
  public long logSize() {
    return store.head().statements();
  }

  /**
   * Signs that an identifier does not exist, after the caller's look-up; empty without a signing
   * key.
   *
   * @param logSize number of statements committed before the look-up
   * @param authority the node's prefix whose authority signs
   * @param timeToLive its validity, at most {@link Absence#LONGEST}
   */
  public Optional<Verified<Absence>> sign(
      Identifier identifier, Prefix authority, long logSize, Duration timeToLive) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Duration seconds = timeToLive.truncatedTo(ChronoUnit.SECONDS);
    return signer.map(key -> key.sign(new Absence(identifier, authority, logSize, seconds), now));
  }
}
