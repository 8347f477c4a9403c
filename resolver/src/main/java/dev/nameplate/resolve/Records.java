package dev.nameplate.resolve;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.IndexedItems;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.template.ItemType;
import dev.nameplate.template.SearchKey;
import dev.nameplate.trust.chain.Verified;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lists a node's records, of this process or of another, page by page. Thread-safe. */
public interface Records {
  /**
   * A page of entries.
   *
   * @param entries the entries
   * @param nextToken where the next page begins; empty when this is the last
   * @param partly of a search that finds nothing, the templates whose earlier versions do not index
   *     the item: records of these may have the value
   */
  record Page(List<Verified<IdentifierRecord>> entries, String nextToken, List<Partly> partly) {
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
   * A template of which a search did not look at all records.
   *
   * @param template its identifier
   * @param since its first version that indexes the item
   */
  record Partly(Identifier template, long since) {}

  /**
   * Selection of the identifiers to list.
   *
   * @param prefix the prefix of the identifiers
   * @param suffixStart start of their suffixes, compared as suffixes are; empty for all
   * @param includeRetired true to list retired identifiers, too
   */
  record Filter(Prefix prefix, String suffixStart, boolean includeRetired) {
    /** All identifiers under a prefix that are not retired. */
    public static Filter under(Prefix prefix) {
      return new Filter(prefix, "", false);
    }
  }

  /**
   * Search for records by the value of an item that their template indexes.
   *
   * @param prefix the prefix of the records
   * @param item the name of the item; ASCII letters compare case-insensitively
   * @param type kind of its data; empty for the kinds in the templates, of a value that is a text
   * @param value the value; equality is defined by {@link SearchKey}
   * @param restricted true to include restricted values; another node decides that by itself
   */
  record Search(
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
   * All records under a prefix: the entries of each {@link #list(Filter, int, String)}, read page
   * by page. What is written meanwhile is seen by the pages that are yet to be read.
   */
  default Stream<Verified<IdentifierRecord>> list(Filter filter) {
    return entries(token -> list(filter, Pages.MAX_SIZE, token));
  }

  /** All records that have a value, read page by page; see {@link #search(Search, int, String)}. */
  default Stream<Verified<IdentifierRecord>> search(Search search) {
    return entries(token -> search(search, Pages.MAX_SIZE, token));
  }

  /** Every version of one record, newest first, read page by page. */
  default Stream<Verified<IdentifierRecord>> versions(Identifier identifier) {
    return entries(token -> versions(identifier, Pages.MAX_SIZE, token));
  }

  private static Stream<Verified<IdentifierRecord>> entries(Function<String, Page> read) {
    return Pages.entries(read, Page::entries, Page::nextToken);
  }

  /**
   * The newest version of the records under a prefix, in canonical order of their suffixes. A page
   * passes over a bounded number of retired records: it may have fewer entries than asked for, even
   * none, and yet another page behind it.
   *
   * @param size 1 to {@link Pages#MAX_SIZE}
   * @param token the token of the previous page; empty for the first page
   * @throws dev.nameplate.error.PreconditionException {@code NOT_AUTHORITATIVE} if the node does
   *     not answer for the prefix
   * @throws InvalidInputException if the size or the token is malformed
   */
  Page list(Filter filter, int size, String token);

  /**
   * The records whose newest version has a value, in canonical order of their suffixes. A page may
   * have fewer entries than asked for, even none, and yet another page behind it: also while it is
   * found out, some records a page, whether anything indexes an item by which nothing was found.
   *
   * @param size 1 to {@link Pages#MAX_SIZE}
   * @param token the token of the previous page; empty for the first page
   * @throws dev.nameplate.error.PreconditionException {@code NOT_AUTHORITATIVE} if the node does
   *     not answer for the prefix; {@code NOT_INDEXED} if no template of a record under it indexes
   *     the item
   * @throws InvalidInputException if value, size or token is malformed
   */
  Page search(Search search, int size, String token);

  /**
   * Every version of one record, newest first; empty if the identifier was never assigned.
   *
   * @param size 1 to {@link Pages#MAX_SIZE}
   * @param token the token of the previous page; empty for the first page
   * @throws dev.nameplate.error.PreconditionException {@code NOT_AUTHORITATIVE} if the node does
   *     not answer for the prefix
   * @throws InvalidInputException if the size or the token is malformed
   */
  Page versions(Identifier identifier, int size, String token);
}
