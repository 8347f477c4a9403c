package dev.nameplate.log.rows;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueReference;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.template.MetadataTemplate;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.statement.StatementKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The templates in a store, and the rows by which the records that name them are found. Keeps in
 * memory the templates that were last asked for. Used by one thread.
 */
public final class Templates {
  private static final int MOST_KEPT = 256;

  private final RecordStore store;
  private final NewestTemplates newest;
  private final Map<Identifier, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identifier, Kept> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /** Templates of statements that are not committed yet, each with the statement's version. */
  private final Map<Identifier, TemplateRecord> expected = new HashMap<>();

  /** The templates in a store. */
  public Templates(RecordStore store) {
    this(store, new NewestTemplates());
  }

  /** The templates in a store, with a cache of the newest. */
  public Templates(RecordStore store, NewestTemplates newest) {
    this.store = store;
    this.newest = newest;
  }

  /** The cache of newest versions. */
  public NewestTemplates newest() {
    return newest;
  }

  /** A template as stored in a committed row. */
  private record Kept(long batch, long version, TemplateRecord template) {}

  /** Knows of a template that is about to be committed. */
  void expect(Identifier identifier, TemplateRecord template) {
    expected.put(identifier, template);
  }

  /** Knows of the template that a record publishes, if it does. */
  void expect(IdentifierRecord record) {
    if (record.values().stream().anyMatch(MetadataTemplate::isOne)) {
      expect(record.identifier(), TemplateRecord.of(record.values(), false));
    }
  }

  /** Clears registered templates, which are committed or never will be. */
  void settle() {
    expected.clear();
  }

  /** The template of an identifier; empty if it was never assigned, or has no template. */
  public Optional<TemplateRecord> find(Identifier identifier) {
    TemplateRecord soon = expected.get(identifier);
    return (soon == null ? committed(identifier) : Optional.of(soon))
        .filter(template -> template.newest() > 0);
  }

  private Optional<TemplateRecord> committed(Identifier identifier) {
    Optional<Row> row = store.newest(RowKeys.statement(identifier));
    if (row.isEmpty()) {
      return Optional.empty();
    }
    Kept known = kept.get(identifier);
    if (known == null
        || known.batch() != row.get().batch()
        || known.version() != row.get().version()) {
      known = new Kept(row.get().batch(), row.get().version(), read(row.get()));
      kept.put(identifier, known);
    }
    return Optional.of(known.template());
  }

  private TemplateRecord read(Row row) {
    IdentifierRecord record = StoredStatement.readPublic(row, StatementKind.RECORD);
    if (!record.retired()) {
      return TemplateRecord.of(record.values(), false);
    }
    return TemplateRecord.of(
        store
            .version(row.key(), row.version() - 1)
            .map(before -> StoredStatement.readPublic(before, StatementKind.RECORD).values())
            .orElse(List.of()),
        true);
  }

  /** The rows by which a version of a record is found; from its values that are seen here. */
  public List<Row> rows(IdentifierRecord record, long batch) {
    return RowKeys.indexRows(
        record.identifier(), record.version(), entries(record.values()), batch);
  }

  private List<IndexEntry> entries(List<RecordValue> values) {
    Optional<ValueReference> named = TemplateValue.named(values);
    if (named.isEmpty()) {
      return List.of();
    }
    Optional<MetadataTemplate> template =
        find(named.get().identifier()).map(found -> found.versions().get(named.get().index()));
    return template.map(found -> IndexEntry.of(values, found)).orElse(List.of());
  }
}
