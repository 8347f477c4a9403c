package dev.nameplate.log.commit;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.VersionMismatchException;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.rows.PrefixTable;
import dev.nameplate.log.rows.Standing;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Delegation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The delegations of writes that are committed together. Decides against what is committed and what
 * stands before in the group. Used by one thread.
 */
final class DelegationGroup {
  private final StatementReader committed;
  private final Drafter drafter;
  private final Instant now;
  private final PrefixTable table;
  private final Map<Prefix, Pending> pending = new HashMap<>();
  private final List<Standing> standings = new ArrayList<>();

  DelegationGroup(
      StatementReader committed, OwnPrefixes prefixes, Drafter drafter, long nowMillis) {
    this.committed = committed;
    this.drafter = drafter;
    this.now = Instant.ofEpochMilli(nowMillis);
    this.table = prefixes.table().over();
  }

  /** A delegation, and the leaf hash of its body. */
  private record Pending(Delegation delegation, Bytes leafHash) {}

  /** Changes of the group, in order. */
  List<Standing> standings() {
    return standings;
  }

  /** Refuses a write under a prefix that the node does not serve at this point of the log. */
  void requireInUse(Prefix prefix) {
    if (!table.isInUse(prefix)) {
      table.requireNotBarred(prefix);
      throw newest(table.decisive(prefix).map(Standing::prefix).orElse(prefix))
          .map(to -> new NotAuthoritativeException(prefix, table.anchors(), to.delegation()))
          .orElseGet(() -> new NotAuthoritativeException(prefix, table.anchors()));
    }
  }

  Supplier<Receipt> decide(PendingWrite pending, Write.Delegate write, CommitGroup group) {
    return group.accept(new AcceptedDelegation(pending, next(write, group::holdsRecords)));
  }

  /**
   * The delegation after a write.
   *
   * @param holdsRecords true if an identifier was ever assigned under exactly a prefix
   */
  private Draft next(Write.Delegate write, Predicate<Prefix> holdsRecords) {
    Prefix prefix = write.prefix();
    Optional<Pending> newest = newest(prefix);
    newest.ifPresent(existing -> requireVersion(write, existing.delegation().version()));
    Delegation next =
        write
            .change()
            .next(
                new DelegationChange.Before(
                    prefix,
                    newest.map(Pending::delegation),
                    newest.map(Pending::leafHash).orElse(Bytes.EMPTY),
                    now,
                    () -> holdsRecords.test(prefix) || holdsAllotted(prefix)));
    if (newest.isEmpty()) {
      table.requireFree(prefix);
    }
    Draft draft = drafter.delegation(root(prefix), next);
    pending.put(prefix, new Pending(next, draft.leafHash()));
    Standing standing = Standing.of(next);
    table.put(standing);
    standings.add(standing);
    return draft;
  }

  private static void requireVersion(Write.Delegate write, long newest) {
    if (write.expectedVersion() != 0 && write.expectedVersion() != newest) {
      throw new VersionMismatchException(write.identifier(), write.expectedVersion(), newest);
    }
  }

  private boolean holdsAllotted(Prefix prefix) {
    return table.below(prefix).anyMatch(standing -> !standing.revoked());
  }

  private Optional<Pending> newest(Prefix prefix) {
    Pending sibling = pending.get(prefix);
    if (sibling != null) {
      return Optional.of(sibling);
    }
    return table
        .find(prefix)
        .flatMap(standing -> committed.newestDelegation(root(prefix), prefix))
        .map(this::pending);
  }

  private Pending pending(Verified<Delegation> statement) {
    return new Pending(statement.value(), drafter.hash().leafHash(statement.statement().body()));
  }

  private Prefix root(Prefix prefix) {
    return table
        .root(prefix)
        .orElseThrow(() -> new NotAuthoritativeException(prefix, table.anchors()));
  }
}
