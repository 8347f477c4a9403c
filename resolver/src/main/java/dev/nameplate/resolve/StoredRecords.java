package dev.nameplate.resolve;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.log.read.IndexSearch;
import dev.nameplate.log.read.IndexedItems;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.ValueData;
import dev.nameplate.template.SearchKey;
import dev.nameplate.text.NameText;
import dev.nameplate.trust.chain.Verified;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists the records in this node's store. Thread-safe; reads the store. */
public final class StoredRecords implements Records {
  /** The most unlisted records that a page skips. */
  static final int MOST_PASSED_OVER = 2_000;

  /** Begins the token of a search that found nothing, before whether the item is indexed. */
  private static final String LOOKING = "\0"; // no suffix has one

  private final StatementReader statements;
  private final OwnPrefixes prefixes;
  private final IndexedItems indexed;

  /** Lists the records under some prefixes. */
  public StoredRecords(StatementReader statements, OwnPrefixes prefixes) {
    this.statements = statements;
    this.prefixes = prefixes;
    this.indexed = statements.indexedItems();
  }

  @Override
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
    Pages.requireSize(size);
    String start = start(prefix, filter.suffixStart());
    String from = token.isEmpty() ? start : Pages.position(token);
    Filling<IdentifierRecord> page = new Filling<>(size, bytes);
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
            return new Page(page.entries(), Pages.token(suffix));
          }
          continue;
        }
        if (!page.takes(next)) {
          return new Page(page.entries(), Pages.token(suffix));
        }
      }
    }
    return new Page(page.entries(), "");
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

  @Override
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
    Search search = under(served(asked.prefix()), asked);
    Pages.requireSize(size);
    Filling<IdentifierRecord> page = new Filling<>(size, bytes);
    String start = token.isEmpty() ? LOOKING : Pages.position(token);
    boolean looking = start.startsWith(LOOKING); // nothing was found up to here
    String from = looking ? "" : start;
    try (IndexSearch found = statements.search(wanted(search), from, budget::requireTime)) {
      while (found.hasNext()) {
        Verified<IdentifierRecord> next = found.next();
        if (!page.takes(next)) {
          return new Page(
              page.entries(), Pages.token(next.value().identifier().suffix().canonical()));
        }
      }
      if (!looking || !page.entries().isEmpty() || found.pausedAt().isPresent()) {
        return new Page(page.entries(), found.pausedAt().map(Pages::token).orElse(""));
      }
    }
    return none(search, start.substring(LOOKING.length()), budget);
  }

  private static Search under(Prefix prefix, Search asked) {
    return new Search(prefix, asked.item(), asked.type(), asked.value(), asked.restricted());
  }

  private static IndexSearch.Wanted wanted(Search search) {
    Set<SearchKey> keys =
        search
            .type()
            .map(known -> SearchKey.of(known, search.value()).stream().collect(Collectors.toSet()))
            .orElseGet(() -> WrittenValue.keys(text(search)));
    if (keys.isEmpty()) {
      throw InvalidInputException.of(
          "value", text(search), search.type().map(known -> "a " + known.word()).orElse("a value"));
    }
    return new IndexSearch.Wanted(search.prefix(), search.item(), keys, search.restricted());
  }

  private static String text(Search search) {
    return search.value() instanceof ValueData.Text text ? text.text() : search.value().toString();
  }

  /**
   * The page of a search that finds nothing, once it is known that there is an index to find it.
   */
  private Page none(Search search, String from, Budget budget) {
    if (indexed.known(search.prefix()).stream().noneMatch(search::isBy)) {
      Optional<String> more =
          indexed.look(search.prefix(), from, search::isBy, budget::requireTime);
      if (more.isPresent()) {
        return new Page(List.of(), Pages.token(LOOKING + more.get()));
      }
    }
    Collection<IndexedItems.Item> known = indexed.known(search.prefix());
    if (known.stream().noneMatch(search::isBy)) {
      throw new NotIndexedException(search, known);
    }
    List<Partly> partly =
        known.stream()
            .filter(search::isBy)
            .filter(item -> item.since() > 1)
            .map(item -> new Partly(item.template(), item.since()))
            .toList();
    return new Page(List.of(), "", partly);
  }

  @Override
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
    Pages.requireSize(size);
    Optional<Verified<IdentifierRecord>> newest = statements.newest(identifier);
    if (newest.isEmpty() && asked.cleaned().isPresent()) {
      identifier = asked.cleaned().get();
      newest = statements.newest(identifier);
    }
    Optional<Verified<IdentifierRecord>> next =
        token.isEmpty() ? newest : statements.version(identifier, versionIn(token));
    Filling<IdentifierRecord> page = new Filling<>(size, bytes);
    while (next.isPresent()) {
      budget.requireTime();
      long version = next.get().value().version();
      if (!page.takes(next.get())) {
        return new Page(page.entries(), Pages.token(Long.toString(version)));
      }
      next = version == 1 ? Optional.empty() : statements.version(identifier, version - 1);
    }
    return new Page(page.entries(), "");
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

  private static long versionIn(String token) {
    try {
      return Long.parseLong(Pages.position(token));
    } catch (NumberFormatException e) {
      throw Pages.badToken(token);
    }
  }
}
