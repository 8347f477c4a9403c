package dev.nameplate.log.read;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.rows.PrefixTable;
import dev.nameplate.log.rows.Standing;
import dev.nameplate.store.RowCursor;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The prefixes that a node serves: its own, and the hosted prefixes below them that are in use.
 * Kept in memory, about 300 bytes for each prefix ever allotted.
 *
 * <p>Thread-safe. The log updates it with each commit, before the writes are acknowledged.
 */
public final class OwnPrefixes {
  private static final Comparator<Standing> BY_DUE_TIME =
      Comparator.comparingLong(Standing::dueMillis)
          .thenComparing(standing -> standing.prefix().canonical());

  private final PrefixTable table;
  private final Set<Prefix> hostedInUse = ConcurrentHashMap.newKeySet();
  private final NavigableSet<Standing> renewals = new ConcurrentSkipListSet<>(BY_DUE_TIME);

  private OwnPrefixes(Collection<Prefix> own) {
    this.table = new PrefixTable(own);
  }

  /**
   * A delegation whose validity is running out.
   *
   * @param prefix the prefix
   * @param version the newest version
   */
  public record Renewal(Prefix prefix, long version) {}

  /**
   * Reads the prefixes from a log. Scans all delegations.
   *
   * @param own the node's own prefixes: those of its trust anchor
   * @param statements the reader of the log
   */
  public static OwnPrefixes load(Collection<Prefix> own, StatementReader statements) {
    OwnPrefixes prefixes = new OwnPrefixes(own);
    for (Prefix root : prefixes.table.roots()) {
      try (RowCursor rows = statements.delegationRows(root)) {
        rows.forEachRemaining(row -> prefixes.apply(Standing.of(row)));
      }
    }
    return prefixes;
  }

  /** A prefix that was ever allotted, if there is any. */
  public Optional<Prefix> anyAllotted() {
    return table.anchors().stream().flatMap(table::below).map(Standing::prefix).findFirst();
  }

  /** True if the node serves exactly this prefix. Never blocks; two look-ups in memory. */
  public boolean contains(Prefix prefix) {
    return table.anchors().contains(prefix) || hostedInUse.contains(prefix);
  }

  /** The prefixes of the node's anchor, without those that it hosts. */
  public Set<Prefix> anchors() {
    return table.anchors();
  }

  /** Refuses a prefix that the node does not answer for. */
  public void require(Prefix prefix) {
    if (!contains(prefix)) {
      table.requireNotBarred(prefix);
      throw new NotAuthoritativeException(prefix, anchors());
    }
  }

  /** True if the node serves the prefix, or did so before. */
  public boolean served(Prefix prefix) {
    return table.anchors().contains(prefix) || table.find(prefix).isPresent();
  }

  /** True for an own prefix, and every prefix below it. */
  public boolean covers(Prefix prefix) {
    return table.root(prefix).isPresent();
  }

  /** The delegations of which less than half of their validity is left, the most urgent first. */
  public List<Renewal> dueForRenewal(Instant now) {
    return renewals.stream()
        .takeWhile(standing -> standing.dueMillis() < now.toEpochMilli())
        .map(standing -> new Renewal(standing.prefix(), standing.version()))
        .toList();
  }

  /** The prefixes according to the log. Changed only by its commit thread. */
  public PrefixTable table() {
    return table;
  }

  /** Applies a committed delegation. */
  public void apply(Standing standing) {
    Optional<Standing> before = table.find(standing.prefix());
    before.ifPresent(renewals::remove);
    table.put(standing);
    refresh(standing);
    if (before.isEmpty() || !before.get().sameUse(standing)) {
      table.below(standing.prefix()).forEach(this::refresh);
    }
  }

  private void refresh(Standing standing) {
    List<Standing> path = table.path(standing.prefix());
    if (standing.hosted() && path.stream().allMatch(Standing::active)) {
      hostedInUse.add(standing.prefix());
    } else {
      hostedInUse.remove(standing.prefix());
    }
    if (path.stream().anyMatch(Standing::revoked)) {
      renewals.remove(standing);
    } else {
      renewals.add(standing);
    }
  }
}
