package dev.nameplate.log.commit;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAllottedException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.Delegation;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A change of the delegation of a prefix, decided by the single committing thread in its order, so
 * that it always follows the newest delegation.
 */
public interface DelegationChange {
  /** The content of the change, as bytes, to compare a repeat with. */
  Bytes content();

  /**
   * The next delegation. Does not block, but for {@link Before#occupied}.
   *
   * @throws dev.nameplate.error.NameplateException if there is none; nothing changes
   */
  Delegation next(Before before);

  /**
   * The state before a change.
   *
   * @param prefix the prefix
   * @param newest its newest delegation; empty if it was never allotted
   * @param previous its leaf hash; empty if there is none
   * @param now the time of the batch, in whole milliseconds
   * @param occupied true if an identifier was assigned under exactly this prefix, or a prefix is
   *     allotted below it; reads the store
   */
  record Before(
      Prefix prefix,
      Optional<Delegation> newest,
      Bytes previous,
      Instant now,
      BooleanSupplier occupied) {
    /** The version that comes next. */
    public long nextVersion() {
      return newest.map(Delegation::version).orElse(0L) + 1;
    }

    /**
     * The newest delegation.
     *
     * @throws NotAllottedException if there is none
     */
    public Delegation requireNewest() {
      return newest.orElseThrow(() -> new NotAllottedException(prefix));
    }
  }
}
