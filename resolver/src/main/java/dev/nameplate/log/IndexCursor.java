package dev.nameplate.log;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records that were ever found by a digest, in canonical order, each with the newest version
 * that was: whether that is still the newest of all, the record tells. Used by one thread.
 */
final class IndexCursor implements AutoCloseable {
  private final RowCursor rows;
  private final Bytes digest;
  private @Nullable Found next;
  private long read;

  /**
   * Begins at a canonical suffix.
   *
   * @param restricted whether to look among the values that not everyone may read
   */
  IndexCursor(
      RecordStore store, Prefix prefix, Bytes digest, boolean restricted, String fromSuffix) {
    this.digest = digest;
    this.rows =
        store.scan(
            Table.INDEX,
            RowKeys.index(prefix, restricted),
            Bytes.of(digest.asByteString().concat(Bytes.utf8(fromSuffix).asByteString())));
    advance();
  }

  /** A record that was found: its canonical suffix, and the version. */
  record Found(String suffix, long version) {}

  /** What stands here; empty at the end. */
  Optional<Found> peek() {
    return Optional.ofNullable(next);
  }

  /** How many rows were read so far. */
  long read() {
    return read;
  }

  /** Goes to the next record: versions of one stand together, the newest first. */
  void advance() {
    Found last = next;
    next = null;
    while (next == null && rows.hasNext()) {
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
