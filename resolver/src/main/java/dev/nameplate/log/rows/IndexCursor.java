package dev.nameplate.log.rows;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records ever indexed by a digest, in canonical order, each with its newest indexed version,
 * which may be outdated: compare it with the record. Used by one thread.
 */
public final class IndexCursor implements AutoCloseable {
  /** Versions of one record that are read one by one before the cursor seeks past the rest. */
  private static final int MOST_VERSIONS = 8;

  private final RecordStore store;
  private final String partition;
  private final Bytes digest;
  private RowCursor rows;
  private @Nullable Found next;
  private long read;

  /**
   * Begins at a canonical suffix.
   *
   * @param restricted whether to look among the values that not everyone may read
   */
  public IndexCursor(
      RecordStore store, Prefix prefix, Bytes digest, boolean restricted, String fromSuffix) {
    this.store = store;
    this.partition = RowKeys.index(prefix, restricted);
    this.digest = digest;
    this.rows = from(fromSuffix);
    try {
      advance();
    } catch (RuntimeException | Error e) {
      rows.close();
      throw e;
    }
  }

  private RowCursor from(String suffix) {
    return store.scan(
        Table.INDEX,
        partition,
        Bytes.of(digest.asByteString().concat(Bytes.utf8(suffix).asByteString())));
  }

  /** A record that was found: its canonical suffix, and the version. */
  public record Found(String suffix, long version) {}

  /** The current record; empty at the end. */
  public Optional<Found> peek() {
    return Optional.ofNullable(next);
  }

  /** Number of rows read so far. */
  public long read() {
    return read;
  }

  /** Moves to the next record; versions of a record are adjacent, the newest first. */
  public void advance() {
    Found last = next;
    next = null;
    int versions = 0;
    while (next == null && rows.hasNext()) {
      if (last != null && versions++ == MOST_VERSIONS) {
        rows.close();
        rows = from(last.suffix() + '\u0001'); // a version follows a 0, a longer suffix a character
        continue;
      }
      Row row = rows.next();
      read++;
      if (!row.key().name().asByteString().startsWith(digest.asByteString())) {
        return;
      }
      Found found = RowKeys.found(row.key());
      if (!found.suffix().isEmpty() && (last == null || !found.suffix().equals(last.suffix()))) {
        next = found;
      }
    }
  }

  @Override
  public void close() {
    rows.close();
  }
}
