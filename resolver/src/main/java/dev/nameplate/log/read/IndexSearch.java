package dev.nameplate.log.read;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.log.rows.IndexCursor;
import dev.nameplate.log.rows.IndexEntry;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.store.RecordStore;
import dev.nameplate.template.SearchKey;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.StatementKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records under a prefix whose newest version has a value of an indexed item, in canonical
 * order. Looks at a bounded number of rows, since the ones of superseded versions stay. Used by one
 * thread; must be closed.
 */
public final class IndexSearch implements StatementReader.Scan<IdentifierRecord> {
  /** The most rows that are read before a search pauses. */
  static final int MOST_READ = 10_000;

  private final Wanted wanted;
  private final Runnable beforeEach;
  private final List<Cursor> cursors = new ArrayList<>();
  private @Nullable Verified<IdentifierRecord> next;
  private Optional<String> pausedAt = Optional.empty();

  /** A store to search. No record is in two of them. */
  record Rows(RecordStore store, Prover prover) {}

  private record Cursor(Rows rows, IndexCursor at) {}

  /**
   * The search condition.
   *
   * @param prefix the prefix of the identifiers
   * @param item the type of the value
   * @param keys the accepted values
   * @param restricted true to include restricted values
   */
  public record Wanted(Prefix prefix, String item, Set<SearchKey> keys, boolean restricted) {
    /** Copies the keys. */
    public Wanted {
      keys = Set.copyOf(keys);
    }
  }

  /**
   * Begins at a suffix.
   *
   * @param beforeEach called before each record is read; its exception ends the search
   */
  IndexSearch(List<Rows> where, Wanted wanted, String fromSuffix, Runnable beforeEach) {
    this.wanted = wanted;
    this.beforeEach = beforeEach;
    try {
      where.forEach(rows -> addCursors(rows, fromSuffix));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void addCursors(Rows rows, String fromSuffix) {
    RecordStore store = rows.store();
    for (SearchKey key : wanted.keys()) {
      var digest = IndexEntry.of(wanted.item(), key, false).digest();
      cursors.add(
          new Cursor(rows, new IndexCursor(store, wanted.prefix(), digest, false, fromSuffix)));
      if (wanted.restricted()) {
        cursors.add(
            new Cursor(rows, new IndexCursor(store, wanted.prefix(), digest, true, fromSuffix)));
      }
    }
  }

  /** The canonical suffix to continue from when the search paused; empty at the end. */
  public Optional<String> pausedAt() {
    return pausedAt;
  }

  @Override
  public boolean hasNext() {
    while (next == null && pausedAt.isEmpty()) {
      Optional<String> suffix =
          cursors.stream()
              .flatMap(cursor -> cursor.at().peek().stream())
              .map(IndexCursor.Found::suffix)
              .min(Comparator.comparing(Suffix::parse));
      if (suffix.isEmpty()) {
        return false;
      }
      if (cursors.stream().mapToLong(cursor -> cursor.at().read()).sum() > MOST_READ) {
        pausedAt = suffix;
        return false;
      }
      look(suffix.get());
    }
    return next != null;
  }

  private void look(String suffix) {
    beforeEach.run();
    Identifier identifier = Identifier.of(wanted.prefix(), Suffix.parse(suffix));
    for (Cursor cursor : cursors) {
      Optional<IndexCursor.Found> found =
          cursor.at().peek().filter(here -> here.suffix().equals(suffix));
      if (found.isPresent()) {
        cursor
            .rows()
            .store()
            .newest(RowKeys.statement(identifier))
            .filter(row -> row.version() == found.get().version())
            .map(row -> cursor.rows().prover().prove(row, StatementKind.RECORD))
            .filter(this::isWanted)
            .ifPresent(record -> next = record);
        cursor.at().advance();
      }
    }
  }

  private boolean isWanted(Verified<IdentifierRecord> record) {
    return wanted.keys().stream()
        .anyMatch(key -> IndexEntry.isOf(record.value(), wanted.item(), key, wanted.restricted()));
  }

  @Override
  public Verified<IdentifierRecord> next() {
    Verified<IdentifierRecord> record = hasNext() ? next : null;
    if (record == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return record;
  }

  @Override
  public void close() {
    cursors.forEach(cursor -> cursor.at().close());
  }
}
