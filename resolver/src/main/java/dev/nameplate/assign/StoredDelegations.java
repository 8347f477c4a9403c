package dev.nameplate.assign;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.read.Delegations;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.Filling;
import dev.nameplate.resolve.Page;
import dev.nameplate.resolve.Pages;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Delegation;
import java.util.Optional;

/** The newest delegations in this node's store. Thread-safe; reads the store. */
public final class StoredDelegations implements Allotments.Reader {
  private final Delegations delegations;

  /** Lists the delegations of a log. */
  public StoredDelegations(Delegations delegations) {
    this.delegations = delegations;
  }

  @Override
  public Optional<Verified<Delegation>> newest(Prefix prefix) {
    return delegations.of(prefix);
  }

  @Override
  public Page<Verified<Delegation>> list(Prefix below, int size, String token) {
    return list(below, size, Long.MAX_VALUE, token);
  }

  /**
   * Lists a page of bounded size in bytes of statements, but of at least one entry.
   *
   * @param bytes the most bytes of the page's statements
   * @throws NotAuthoritativeException if the node has no prefix there
   */
  public Page<Verified<Delegation>> list(Prefix below, int size, long bytes, String token) {
    Pages.requireSize(size);
    Filling<Delegation> page = new Filling<>(size, bytes);
    try (StatementReader.Scan<Delegation> scan = delegations.scan(below, start(below, token))) {
      while (scan.hasNext()) {
        Verified<Delegation> next = scan.next();
        if (!page.takes(next)) {
          return new Page<>(page.entries(), Pages.token(next.value().prefix().canonical()));
        }
      }
    }
    return new Page<>(page.entries(), "");
  }

  /** The prefix to start from, which must be of this list; empty for the first. */
  private static String start(Prefix below, String token) {
    String from = token.isEmpty() ? "" : Pages.position(token);
    if (!token.isEmpty() && !from.startsWith(below.canonical() + '.')) {
      throw Pages.badToken(token);
    }
    return from;
  }
}
