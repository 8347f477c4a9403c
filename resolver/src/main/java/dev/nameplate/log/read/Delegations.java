package dev.nameplate.log.read;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.rows.Standing;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Delegation;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a node's delegations of prefixes below its own. Thread-safe; which ones there are is known
 * from memory, what they say is read from the store.
 */
public final class Delegations {
  private final OwnPrefixes prefixes;
  private final StatementReader statements;

  /** Reads the delegations of a log. */
  public Delegations(OwnPrefixes prefixes, StatementReader statements) {
    this.prefixes = prefixes;
    this.statements = statements;
  }

  /** The newest delegation of exactly this prefix; empty if it was never allotted here. */
  public Optional<Verified<Delegation>> of(Prefix prefix) {
    return prefixes.table().find(prefix).flatMap(this::read);
  }

  /** The number of that version, which is known without reading; empty if it was never allotted. */
  public OptionalLong newestVersion(Prefix prefix) {
    return prefixes
        .table()
        .find(prefix)
        .map(standing -> OptionalLong.of(standing.version()))
        .orElse(OptionalLong.empty());
  }

  /** A version of the delegation of exactly this prefix. */
  public Optional<Verified<Delegation>> version(Prefix prefix, long version) {
    return prefixes
        .table()
        .root(prefix)
        .flatMap(root -> statements.delegation(root, prefix, version));
  }

  /**
   * The newest delegation that decides about a prefix: that of the outermost prefix above it, or of
   * itself, that is suspended, revoked or served by another node. Empty if there is none, so that
   * the node itself answers. At most one read.
   */
  public Optional<Verified<Delegation>> nearest(Prefix prefix) {
    return prefixes
        .table()
        .decisive(prefix)
        .filter(standing -> !standing.active() || !standing.hosted())
        .flatMap(this::read);
  }

  /**
   * The newest delegations of a prefix and those above it, outermost first, as far as they were
   * allotted here: this node's part of a chain. More than one only below a hosted prefix, and none
   * below a prefix served by another node. One read each.
   */
  public List<Verified<Delegation>> path(Prefix prefix) {
    List<Verified<Delegation>> path = new ArrayList<>();
    for (Standing at : prefixes.table().path(prefix)) {
      read(at).ifPresent(path::add);
      if (!at.hosted()) {
        break;
      }
    }
    return List.copyOf(path);
  }

  /**
   * The newest delegations of the prefixes below one, in canonical order.
   *
   * @param below an own prefix of the node, or one below
   * @param from the canonical form of the first prefix to show; empty for the first there is
   * @throws NotAuthoritativeException if the node has no prefix there
   */
  public StatementReader.Scan<Delegation> scan(Prefix below, String from) {
    Prefix root =
        prefixes
            .table()
            .root(below)
            .orElseThrow(() -> new NotAuthoritativeException(below, prefixes.anchors()));
    String start = below.canonical() + '.';
    return new Below(statements.delegations(root, from.isEmpty() ? start : from), below);
  }

  private Optional<Verified<Delegation>> read(Standing standing) {
    return prefixes
        .table()
        .root(standing.prefix())
        .flatMap(root -> statements.newestDelegation(root, standing.prefix()));
  }

  /** A scan that ends where the prefixes below one end. */
  private static final class Below implements StatementReader.Scan<Delegation> {
    private final StatementReader.Scan<Delegation> all;
    private final Prefix above;
    private @Nullable Verified<Delegation> next;

    Below(StatementReader.Scan<Delegation> all, Prefix above) {
      this.all = all;
      this.above = above;
    }

    @Override
    public boolean hasNext() {
      if (next == null && all.hasNext()) {
        next = all.next();
      }
      return next != null && above.contains(next.value().prefix());
    }

    @Override
    public Verified<Delegation> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Verified<Delegation> taken = Objects.requireNonNull(next);
      next = null;
      return taken;
    }

    @Override
    public void close() {
      all.close();
    }
  }
}
