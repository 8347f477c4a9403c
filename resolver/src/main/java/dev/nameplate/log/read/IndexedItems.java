package dev.nameplate.log.read;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.log.rows.TemplateRecord;
import dev.nameplate.log.rows.Templates;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueReference;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.Table;
import dev.nameplate.template.ItemType;
import dev.nameplate.template.MetadataTemplate;
import dev.nameplate.template.TemplateItem;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.statement.StatementKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The items by which records under a prefix can be found: those indexed by the templates that the
 * records name, and by templates under the prefix. No row lists them, so they are collected by
 * reading the records, in portions, and cached. Thread-safe; reads the store.
 */
public final class IndexedItems {
  /** The most records that are read before the question must be repeated. */
  static final int MOST_READ = 5_000;

  private final List<RecordStore> stores;
  private final Map<Prefix, Map<Item, Boolean>> known = new ConcurrentHashMap<>();

  /** Reads the records of logs that have none in common. */
  IndexedItems(List<RecordStore> stores) {
    this.stores = List.copyOf(stores);
  }

  /**
   * An item by which records can be found.
   *
   * @param name its name
   * @param type the kind of its data
   * @param template the template that indexes it
   * @param since the first version of the template that indexes it: records of earlier versions are
   *     not found
   */
  public record Item(String name, ItemType type, Identifier template, long since) {}

  /** The items that were found so far. */
  public Collection<Item> known(Prefix prefix) {
    return List.copyOf(known.getOrDefault(prefix, Map.of()).keySet());
  }

  /**
   * Reads records until one is found by which some items are indexed.
   *
   * @param fromSuffix the canonical suffix to begin at
   * @param wanted whether an item is sought
   * @param beforeEach is run before each record is read, and may throw to end it
   * @return the canonical suffix to go on from; empty if one was found, or behind the last record
   */
  public Optional<String> look(
      Prefix prefix, String fromSuffix, Predicate<Item> wanted, Runnable beforeEach) {
    Optional<String> paused = Optional.empty();
    for (RecordStore store : stores) {
      Optional<String> here = look(store, prefix, fromSuffix, wanted, beforeEach);
      if (known(prefix).stream().anyMatch(wanted)) {
        return Optional.empty();
      }
      paused =
          Stream.concat(paused.stream(), here.stream()).min(Comparator.comparing(Suffix::parse));
    }
    return paused;
  }

  private Optional<String> look(
      RecordStore store,
      Prefix prefix,
      String fromSuffix,
      Predicate<Item> wanted,
      Runnable beforeEach) {
    Map<Item, Boolean> found = known.computeIfAbsent(prefix, any -> new ConcurrentHashMap<>());
    Templates templates = new Templates(store);
    Set<ValueReference> seen = new HashSet<>();
    int read = 0;
    try (RowCursor rows =
        store.scan(Table.STATEMENT, RowKeys.statements(prefix), Bytes.utf8(fromSuffix))) {
      while (rows.hasNext()) {
        beforeEach.run();
        Row row = rows.next();
        if (read++ == MOST_READ) {
          return Optional.of(row.key().name().toUtf8());
        }
        if (add(StoredStatement.readPublic(row, StatementKind.RECORD), templates, seen, found)
            && found.keySet().stream().anyMatch(wanted)) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Adds the indexed items of a record; false if there are certainly none. */
  private static boolean add(
      IdentifierRecord record,
      Templates templates,
      Set<ValueReference> seen,
      Map<Item, Boolean> found) {
    List<RecordValue> values = record.values();
    if (values.stream().anyMatch(MetadataTemplate::isOne)
        && seen.add(new ValueReference(record.identifier(), 0))) {
      SortedMap<Long, MetadataTemplate> versions = TemplateRecord.of(values, false).versions();
      versions.values().forEach(version -> add(record.identifier(), versions, version, found));
      return true;
    }
    return TemplateValue.named(values)
        .filter(named -> seen.add(named))
        .flatMap(
            named ->
                templates
                    .find(named.identifier())
                    .map(
                        template -> {
                          Optional.ofNullable(template.versions().get(named.index()))
                              .ifPresent(
                                  version ->
                                      add(named.identifier(), template.versions(), version, found));
                          return true;
                        }))
        .orElse(false);
  }

  private static void add(
      Identifier template,
      SortedMap<Long, MetadataTemplate> versions,
      MetadataTemplate version,
      Map<Item, Boolean> found) {
    for (TemplateItem item : version.items()) {
      if (item.indexed()) {
        found.put(new Item(item.name(), item.type(), template, since(item.name(), versions)), true);
      }
    }
  }

  /** The first version from which on an item is indexed. */
  private static long since(String item, SortedMap<Long, MetadataTemplate> versions) {
    return versions.entrySet().stream()
        .filter(version -> version.getValue().item(item).filter(TemplateItem::indexed).isPresent())
        .mapToLong(Map.Entry::getKey)
        .min()
        .orElseThrow();
  }
}
