package dev.nameplate.resolve;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.read.IndexSearch;
import dev.nameplate.log.read.IndexedItems;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.template.ItemType;
import dev.nameplate.template.SearchKey;
import dev.nameplate.text.NameText;
import dev.nameplate.trust.chain.Verified;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists a node's records page by page. Thread-safe; reads the store. */
public final class Records {
  /** The most entries of a page. */
  public static final int MAX_PAGE_SIZE = 1000;

  /** The most unlisted records that a page skips. */
  static final int MOST_PASSED_OVER = 2_000;

  /** Begins the token of a search that found nothing, before whether the item is indexed. */
  private static final String LOOKING = "\0"; // no suffix has one

  private final StatementReader statements;
  private final OwnPrefixes prefixes;
  private final IndexedItems indexed;

  /** Lists the records under some prefixes. */
  public Records(StatementReader statements, OwnPrefixes prefixes) {
    this.statements = statements;
    this.prefixes = prefixes;
    this.indexed = statements.indexedItems();
  }

  /**
   * A page of entries.
   *
   * @param entries the entries
   * @param nextToken where the next page begins; empty when this is the last
   * @param partly of a search that finds nothing, the item by each template whose earlier versions
   *     do not index it: records of these may have the value
   */
  public record Page(
      List<Verified<IdentifierRecord>> entries, String nextToken, List<IndexedItems.Item> partly) {
    /** Copies the lists. */
    public Page {
      entries = List.copyOf(entries);
      partly = List.copyOf(partly);
    }

    Page(List<Verified<IdentifierRecord>> entries, String nextToken) {
      this(entries, nextToken, List.of());
    }
  }

  /**
   * Selection of the identifiers to list.
   *
   * @param prefix the prefix of the identifiers
   * @param suffixStart start of their suffixes, compared as suffixes are; empty for all
   * @param includeRetired true to list retired identifiers, too
   */
  public record Filter(Prefix prefix, String suffixStart, boolean includeRetired) {
    /** All identifiers under a prefix that are not retired. */
    public static Filter under(Prefix prefix) {
      return new Filter(prefix, "", false);
    }
  }

  /**
   * All records under a prefix: the entries of each {@link #list(Filter, int, String)}, read page
   * by page. What is written meanwhile is seen by the pages that are yet to be read.
   */
  public Stream<Verified<IdentifierRecord>> list(Filter filter) {
    return entries(token -> list(filter, MAX_PAGE_SIZE, token));
  }

  /** All records that have a value, read page by page; see {@link #search(Search, int, String)}. */
  public Stream<Verified<IdentifierRecord>> search(Search search) {
    return entries(token -> search(search, MAX_PAGE_SIZE, token));
  }

  /** Every version of one record, newest first, read page by page. */
  public Stream<Verified<IdentifierRecord>> versions(Identifier identifier) {
    return entries(token -> versions(identifier, MAX_PAGE_SIZE, token));
  }

  private static Stream<Verified<IdentifierRecord>> entries(Function<String, Page> read) {
    return Pages.entries(read, Page::entries, Page::nextToken);
  }

  /**
   * The newest version of the records under a prefix, in canonical order of their suffixes. A page
   * passes over a bounded number of retired records: it may have fewer entries than asked for, even
   * none, and yet another page behind it.
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
   * Lists a page of bounded size in bytes of statements, but of at least one entry.
   *
   * @param bytes the most bytes of the page's statements
   * @param budget the time allowed
   */
  public Page list(Filter filter, int size, long bytes, String token, Budget budget) {
    Prefix prefix = served(filter.prefix());
    requireSize(size);
    String start = start(prefix, filter.suffixStart());
    String from = token.isEmpty() ? start : decode(token);
    Filling page = new Filling(size, bytes);
    int passedOver = 0;
    try (StatementReader.Scan<IdentifierRecord> cursor = statements.scan(prefix, from)) {
      while (cursor.hasNext()) {
        budget.requireTime();
        Verified<IdentifierRecord> next = cursor.next();
        String suffix = next.value().identifier().suffix().canonical();
        if (!suffix.startsWith(start)) {
          break;
        }
        if (next.value().retired() && !filter.includeRetired()) {
          if (passedOver++ == MOST_PASSED_OVER) {
            return new Page(page.entries, encode(suffix));
          }
          continue;
        }
        if (!page.takes(next)) {
          return new Page(page.entries, encode(suffix));
        }
      }
    }
    return new Page(page.entries, "");
  }

  /** The start of suffixes as written if any match, else as cleaned. */
  private String start(Prefix prefix, String written) {
    String cleaned = NameText.cleaned(written);
    if (written.isEmpty() || cleaned.isEmpty()) {
      return "";
    }
    String exact = NameText.hidden(written).isEmpty() ? "" : canonicalStart(written);
    if (!exact.isEmpty()) {
      try (StatementReader.Scan<IdentifierRecord> cursor = statements.scan(prefix, exact)) {
        if (cursor.hasNext()
            && cursor.next().value().identifier().suffix().canonical().startsWith(exact)) {
          return exact;
        }
      }
    }
    return canonicalStart(cleaned);
  }

  private static String canonicalStart(String text) {
    return Suffix.parse(text).canonical();
  }

  /**
   * Search for records by the value of an item that their template indexes.
   *
   * @param prefix the prefix of the records
   * @param item the name of the item; ASCII letters compare case-insensitively
   * @param type kind of its data; empty for the kinds in the templates, of a value that is a text
   * @param value the value; equality is defined by {@link SearchKey}
   * @param restricted true to include restricted values
   */
  public record Search(
      Prefix prefix, String item, Optional<ItemType> type, ValueData value, boolean restricted) {
    /** A search by a value of an item of a type. */
    public Search(Prefix prefix, String item, ItemType type, ValueData value, boolean restricted) {
      this(prefix, item, Optional.of(type), value, restricted);
    }

    /** A search by a text in an item of type string, restricted or not. */
    public static Search text(Prefix prefix, String item, String text) {
      return new Search(prefix, item, ItemType.STRING, ValueData.text(text), true);
    }

    /**
     * A search by a value in an item of any type, as written: a number in decimal, a reference as
     * {@code prefix/suffix} or with its index, bytes in Base64.
     */
    public static Search written(Prefix prefix, String item, String text, boolean restricted) {
      return new Search(prefix, item, Optional.empty(), ValueData.text(text), restricted);
    }

    private Search under(Prefix other) {
      return new Search(other, item, type, value, restricted);
    }

    private IndexSearch.Wanted wanted() {
      Set<SearchKey> keys =
          type.map(known -> SearchKey.of(known, value).stream().collect(Collectors.toSet()))
              .orElseGet(() -> WrittenValue.keys(text()));
      if (keys.isEmpty()) {
        throw InvalidInputException.of(
            "value", text(), type.map(known -> "a " + known.word()).orElse("a value"));
      }
      return new IndexSearch.Wanted(prefix, item, keys, restricted);
    }

    private String text() {
      return value instanceof ValueData.Text text ? text.text() : value.toString();
    }

    /** True if the search is for an item. */
    boolean isBy(IndexedItems.Item other) {
      return hasName(other) && type.map(other.type()::equals).orElse(true);
    }

    boolean hasName(IndexedItems.Item other) {
      return RecordValue.text(1, other.name(), "").hasType(item)
          && other.name().length() == item.length();
    }
  }

  /**
   * The records whose newest version has a value, in canonical order of their suffixes. A page may
   * have fewer entries than asked for, even none, and yet another page behind it: also while it is
   * found out, some records a page, whether anything indexes an item by which nothing was found.
   *
   * @param size 1 to {@link #MAX_PAGE_SIZE}
   * @param token the token of the page before; empty for the first page
   * @throws NotAuthoritativeException if the node does not answer for the prefix
   * @throws InvalidInputException if value, size or token is malformed
   * @throws NotIndexedException if no template of a record under the prefix indexes the item
   */
  public Page search(Search search, int size, String token) {
    return search(search, size, Long.MAX_VALUE, token, unhurried());
  }

  /**
   * Searches a page of bounded size in bytes of statements, but of at least one entry.
   *
   * @param bytes the most bytes of the page's statements
   * @param budget the time allowed
   */
  public Page search(Search asked, int size, long bytes, String token, Budget budget) {
    Search search = asked.under(served(asked.prefix()));
    requireSize(size);
    Filling page = new Filling(size, bytes);
    String start = token.isEmpty() ? LOOKING : decode(token);
    boolean looking = start.startsWith(LOOKING); // nothing was found up to here
    String from = looking ? "" : start;
    try (IndexSearch found = statements.search(search.wanted(), from, budget::requireTime)) {
      while (found.hasNext()) {
        Verified<IdentifierRecord> next = found.next();
        if (!page.takes(next)) {
          return new Page(page.entries, encode(next.value().identifier().suffix().canonical()));
        }
      }
      if (!looking || !page.entries.isEmpty() || found.pausedAt().isPresent()) {
        return new Page(page.entries, found.pausedAt().map(Records::encode).orElse(""));
      }
    }
    return none(search, start.substring(LOOKING.length()), budget);
  }

  /**
   * The page of a search that finds nothing, once it is known that there is an index to find it.
   */
  private Page none(Search search, String from, Budget budget) {
    if (indexed.known(search.prefix()).stream().noneMatch(search::isBy)) {
      Optional<String> more =
          indexed.look(search.prefix(), from, search::isBy, budget::requireTime);
      if (more.isPresent()) {
        return new Page(List.of(), encode(LOOKING + more.get()));
      }
    }
    Collection<IndexedItems.Item> known = indexed.known(search.prefix());
    if (known.stream().noneMatch(search::isBy)) {
      throw new NotIndexedException(search, known);
    }
    List<IndexedItems.Item> partly =
        known.stream().filter(search::isBy).filter(item -> item.since() > 1).toList();
    return new Page(List.of(), "", partly);
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
   * Lists versions, a page of bounded size in bytes of statements, but of at least one entry.
   *
   * @param bytes the most bytes of the page's statements
   * @param budget the time allowed
   */
  public Page versions(Identifier asked, int size, long bytes, String token, Budget budget) {
    Identifier identifier = Identifier.of(served(asked.prefix()), asked.suffix());
    requireSize(size);
    if (statements.newest(identifier).isEmpty()) {
      identifier = asked.cleaned().orElse(identifier);
    }
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

  /** The prefix as written if the node serves it, else as cleaned. */
  private Prefix served(Prefix asked) {
    Prefix prefix = asked.asKnown(prefixes::contains);
    prefixes.require(prefix);
    return prefix;
  }

  private static void requireSize(int size) {
    if (size < 1 || size > MAX_PAGE_SIZE) {
      throw InvalidInputException.of("page_size", size, "1 to " + MAX_PAGE_SIZE);
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
    return InvalidInputException.of(
        "page_token", token, "the next_page_token of the previous page, unchanged");
  }
}
