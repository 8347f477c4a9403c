package dev.nameplate.assign;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.read.Delegations;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.Page;
import dev.nameplate.resolve.Pages;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Delegation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
    List<Verified<Delegation>> entries = new ArrayList<>();
    long room = bytes;
    try (StatementReader.Scan<Delegation> scan = delegations.scan(below, decode(below, token))) {
      while (scan.hasNext()) {
        Verified<Delegation> next = scan.next();
        room -= next.statement().encodedSize();
        if (!entries.isEmpty() && (entries.size() == size || room < 0)) {
          return new Page<>(entries, encode(next.value().prefix()));
        }
        entries.add(next);
      }
    }
    return new Page<>(entries, "");
  }

  private static String encode(Prefix next) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(next.canonical().getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(Prefix below, String token) {
    if (token.isEmpty()) {
      return "";
    }
    try {
      String from = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (from.startsWith(below.canonical() + '.')) {
        return from;
      }
    } catch (IllegalArgumentException e) {
      // falls through: it is refused like the token of another list
    }
    throw InvalidInputException.of(
        "page_token", token, "the next_page_token of the previous page, unchanged");
  }
}
