package dev.nameplate.log.commit;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAllottedException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.Delegation;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a write makes of the delegation of a prefix. The one thread that commits decides, in its
 * order, so that a change always follows the newest delegation.
 */
public interface DelegationChange {
  /** What the change says, as bytes, to tell whether its repeat says the same. */
  Bytes content();

  /**
   * The next delegation. Does not block, but for {@link Before#occupied}.
   *
   * @throws dev.nameplate.error.NameplateException if there is none; nothing changes
   */
  Delegation next(Before before);

  /**
   * What a change starts from.
   *
   * @param prefix the prefix
   * @param newest its newest delegation; empty if it was never allotted
   * @param previous leaf hash of that; empty if there is none
   * @param now the time of the batch, in whole milliseconds
   * @param occupied whether an identifier was assigned under exactly this prefix, or a prefix is
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
