package dev.nameplate.resolve;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.log.IndexSearch;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.OwnPrefixes;
import dev.nameplate.log.StatementReader;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.ValueData;
import dev.nameplate.template.ItemType;
import dev.nameplate.template.SearchKey;
import dev.nameplate.trust.Verified;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Lists a node's records page by page. Thread-safe; reads the store. */
public final class Records {
  /** The most entries of a page. */
  public static final int MAX_PAGE_SIZE = 1000;

  private final StatementReader statements;
  private final OwnPrefixes prefixes;

  /** Lists the records under some prefixes. */
  public Records(StatementReader statements, OwnPrefixes prefixes) {
    this.statements = statements;
    this.prefixes = prefixes;
  }

  /**
   * A page of entries.
   *
   * @param entries the entries
   * @param nextToken where the next page begins; empty when this is the last
   */
  public record Page(List<Verified<IdentifierRecord>> entries, String nextToken) {
    /** Copies the list. */
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Which identifiers to list.
   *
   * @param prefix the prefix they stand under
   * @param suffixStart how their suffixes start, compared as suffixes are; empty for all
   * @param includeRetired whether to list retired ones too
   */
  public record Filter(Prefix prefix, String suffixStart, boolean includeRetired) {
    /** All identifiers under a prefix that are not retired. */
    public static Filter under(Prefix prefix) {
      return new Filter(prefix, "", false);
    }
  }

  /**
   * The newest version of the records under a prefix, in canonical order of their suffixes.
   *
   * @param size 1 to {@link #MAX_PAGE_SIZE}
   * @param token the token of the page before; empty for the first page
   * @throws NotAuthoritativeException if the node does not answer for the prefix
   * @throws InvalidInputException if the size or the token is malformed
   */
  public Page list(Filter filter, int size, String token) {
    return list(filter, size, Long.MAX_VALUE, token, unhurried());
  }

  /**
   * The same, of at most so many bytes of statements, but at least one entry if there is one.
   *
   * @param bytes the most bytes of the page's statements
   * @param budget how long it may take
   */
  public Page list(Filter filter, int size, long bytes, String token, Budget budget) {
    requireServed(filter.prefix());
    requireSize(size);
    String start =
        filter.suffixStart().isEmpty() ? "" : Suffix.parse(filter.suffixStart()).canonical();
    String from = token.isEmpty() ? start : decode(token);
    Filling page = new Filling(size, bytes);
    try (StatementReader.Scan<IdentifierRecord> cursor = statements.scan(filter.prefix(), from)) {
      while (cursor.hasNext()) {
        budget.requireTime();
        Verified<IdentifierRecord> next = cursor.next();
        String suffix = next.value().identifier().suffix().canonical();
        if (!suffix.startsWith(start)) {
          break;
        }
        if (next.value().retired() && !filter.includeRetired()) {
          continue;
        }
        if (!page.takes(next)) {
          return new Page(page.entries, encode(suffix));
        }
      }
    }
    return new Page(page.entries, "");
  }

  /**
   * By which value to find records: that of an item that their template says is indexed.
   *
   * @param prefix the prefix they stand under
   * @param item the name of the item; ASCII letters compare case-insensitively
   * @param type what kind of data it holds
   * @param value the value; {@link SearchKey} tells when two are the same
   * @param restricted whether to find them by values that not everyone may read, too
   */
  public record Search(
      Prefix prefix, String item, ItemType type, ValueData value, boolean restricted) {
    /** By a text in an item of type string, restricted or not. */
    public static Search text(Prefix prefix, String item, String text) {
      return new Search(prefix, item, ItemType.STRING, ValueData.text(text), true);
    }

    private IndexSearch.Wanted wanted() {
      return new IndexSearch.Wanted(
          prefix,
          item,
          SearchKey.of(type, value)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          ErrorReason.INVALID_ARGUMENT,
                          "value",
                          value instanceof ValueData.Text text ? text.text() : value.toString(),
                          "a " + type.word())),
          restricted);
    }
  }

  /**
   * The records whose newest version has a value, in canonical order of their suffixes. There are
   * none for an item that no template indexes. A page may have fewer entries than asked for, even
   * none, and yet another page behind it.
   *
   * @param size 1 to {@link #MAX_PAGE_SIZE}
   * @param token the token of the page before; empty for the first page
   * @throws NotAuthoritativeException if the node does not answer for the prefix
   * @throws InvalidInputException if value, size or token is malformed
   */
  public Page search(Search search, int size, String token) {
    return search(search, size, Long.MAX_VALUE, token, unhurried());
  }

  /**
   * The same, of at most so many bytes of statements, but at least one entry if there is one.
   *
   * @param bytes the most bytes of the page's statements
   * @param budget how long it may take
   */
  public Page search(Search search, int size, long bytes, String token, Budget budget) {
    requireServed(search.prefix());
    requireSize(size);
    Filling page = new Filling(size, bytes);
    String from = token.isEmpty() ? "" : decode(token);
    try (IndexSearch found = statements.search(search.wanted(), from, budget::requireTime)) {
      while (found.hasNext()) {
        Verified<IdentifierRecord> next = found.next();
        if (!page.takes(next)) {
          return new Page(page.entries, encode(next.value().identifier().suffix().canonical()));
        }
      }
      return new Page(page.entries, found.pausedAt().map(Records::encode).orElse(""));
    }
  }

  /**
   * Every version of one record, newest first; empty if the identifier was never assigned.
   *
   * @param size 1 to {@link #MAX_PAGE_SIZE}
   * @param token the token of the page before; empty for the first page
   * @throws NotAuthoritativeException if the node does not answer for the prefix
   * @throws InvalidInputException if the size or the token is malformed
   */
  public Page versions(Identifier identifier, int size, String token) {
    return versions(identifier, size, Long.MAX_VALUE, token, unhurried());
  }

  /**
   * The same, of at most so many bytes of statements, but at least one entry if there is one.
   *
   * @param bytes the most bytes of the page's statements
   * @param budget how long it may take
   */
  public Page versions(Identifier identifier, int size, long bytes, String token, Budget budget) {
    requireServed(identifier.prefix());
    requireSize(size);
    Optional<Verified<IdentifierRecord>> next =
        token.isEmpty()
            ? statements.newest(identifier)
            : statements.version(identifier, versionIn(token));
    Filling page = new Filling(size, bytes);
    while (next.isPresent()) {
      budget.requireTime();
      long version = next.get().value().version();
      if (!page.takes(next.get())) {
        return new Page(page.entries, encode(Long.toString(version)));
      }
      next = version == 1 ? Optional.empty() : statements.version(identifier, version - 1);
    }
    return new Page(page.entries, "");
  }

  /** A page that is not full yet. */
  private static final class Filling {
    private final List<Verified<IdentifierRecord>> entries = new ArrayList<>();
    private final int size;
    private long room;

    Filling(int size, long bytes) {
      this.size = size;
      this.room = bytes;
    }

    /** Adds an entry if there is room for it; the first always has. */
    boolean takes(Verified<IdentifierRecord> entry) {
      room -= entry.statement().encodedSize();
      if (!entries.isEmpty() && (entries.size() == size || room < 0)) {
        return false;
      }
      entries.add(entry);
      return true;
    }
  }

  /** Ample time, for a caller in this process. */
  private static Budget unhurried() {
    return Budget.of(Budget.Limits.TRACE);
  }

  private void requireServed(Prefix prefix) {
    prefixes.require(prefix);
  }

  private static void requireSize(int size) {
    if (size < 1 || size > MAX_PAGE_SIZE) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "page_size",
          Integer.toString(size),
          "1 to " + MAX_PAGE_SIZE);
    }
  }

  private static String encode(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw badToken(token);
    }
  }

  private static long versionIn(String token) {
    try {
      return Long.parseLong(decode(token));
    } catch (NumberFormatException e) {
      throw badToken(token);
    }
  }

  private static InvalidInputException badToken(String token) {
    return new InvalidInputException(
        ErrorReason.INVALID_ARGUMENT,
        "page_token",
        token,
        "the next_page_token of the page before, unchanged");
  }
}
