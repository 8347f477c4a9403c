package dev.nameplate.resolve;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.error.Spelling;
import dev.nameplate.log.read.IndexedItems;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The searched item is not indexed as requested by a template of any record under the prefix. */
public final class NotIndexedException extends PreconditionException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_NAMED = 12;

  private final transient List<IndexedItems.Item> indexed;

  NotIndexedException(Records.Search search, Collection<IndexedItems.Item> indexed) {
    super(ErrorReason.NOT_INDEXED, message(search, indexed));
    this.indexed = indexed.stream().sorted(Comparator.comparing(IndexedItems.Item::name)).toList();
  }

  /** The items by which records under the prefix can be found, by name. */
  public List<IndexedItems.Item> indexed() {
    return indexed;
  }

  private static String message(Records.Search search, Collection<IndexedItems.Item> indexed) {
    return "item: \""
        + search.item()
        + "\""
        + meant(search, indexed)
        + " (expected: "
        + (indexed.isEmpty()
            ? "an indexed item; no template of a record under " + search.prefix() + " has any"
            : "an item that a template of records under "
                + search.prefix()
                + " indexes: "
                + named(indexed))
        + ")";
  }

  private static String meant(Records.Search search, Collection<IndexedItems.Item> indexed) {
    Optional<IndexedItems.Item> other = indexed.stream().filter(search::hasName).findFirst();
    if (other.isPresent()) {
      return " is a " + other.get().type().word() + ", not a " + search.type().orElseThrow().word();
    }
    return Spelling.hint(search.item(), indexed.stream().map(IndexedItems.Item::name).toList());
  }

  private static String named(Collection<IndexedItems.Item> indexed) {
    List<String> names =
        indexed.stream()
            .map(item -> item.name() + " (" + item.type().word() + ")")
            .distinct()
            .sorted()
            .toList();
    return String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
        + (names.size() > MOST_NAMED ? ", and " + (names.size() - MOST_NAMED) + " more" : "");
  }
}
