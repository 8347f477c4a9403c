package dev.nameplate.store;

import dev.nameplate.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The store of a node's rows. One committer stages rows and moves the head; any number of threads
 * read.
 *
 * <p>Rows are immutable. A row is visible to {@link #read}, {@link #newest} and {@link #scan} if
 * and only if its batch is below {@link Head#batches()} of the committed head. Rows that were
 * staged and never committed are never visible, not even after a crash, and are removed by the
 * adapter in its own time.
 *
 * <p>The versions of a row of {@link Table#STATEMENT} follow each other without gaps. The first is
 * 1, or 2 if version 1 is not a row of its own: version 1 of the record of a range's member is the
 * range's statement. Then there is no version 1 to be read, and no row is visible before version 2
 * is.
 *
 * <p>Thread-safety: {@link #stage} and {@link #commit} are called by one thread at a time;
 * everything else by any thread.
 *
 * <p>Every method that touches the medium may block, and throws {@link
 * dev.nameplate.error.NodeException} with reason {@code STORE_FAILED} when the medium fails, {@code
 * DATA_CORRUPT} when a row is damaged, {@code NODE_STOPPED} after {@link #close}.
 */
public interface RecordStore extends AutoCloseable {
  /** The highest version that a row of {@link Table#STATEMENT} may begin with. */
  long HIGHEST_FIRST_VERSION = 2;

  /** The committed head; {@link Head#NONE} in a new store. Never blocks. */
  Head head();

  /**
   * Stages rows for the next commit. They may already be written but stay invisible.
   *
   * <p>Staging a row again replaces the earlier, uncommitted one.
   */
  void stage(List<Row> rows);

  /**
   * Moves the head and makes everything staged since the last commit durable and visible, all of it
   * or nothing.
   *
   * <p>When this returns, head and rows survive a crash of the process and of the machine. When it
   * fails, the outcome is open until the store is opened again, and the store refuses every further
   * {@link #stage} and {@link #commit}: a failed fsync is never retried. A failure with reason
   * {@code STORE_FULL} is mended by {@link #reopen}.
   *
   * @throws HeadMovedException if the committed head is not {@code expected}: another process owns
   *     the log
   */
  void commit(Head expected, Head next);

  /**
   * Refuses to go on when the medium has less room than is kept in reserve. Cheap enough to be
   * called before each commit.
   *
   * @throws dev.nameplate.error.NodeException {@code STORE_FULL}; nothing changed
   */
  default void requireRoom() {}

  /**
   * Opens the store again, in place, after {@link #stage} or {@link #commit} failed with {@code
   * STORE_FULL}. Then {@link #head} tells whether that commit happened, and writing goes on.
   * Readers wait meanwhile, and open cursors go on where they were. Called by the thread that
   * commits.
   *
   * @throws dev.nameplate.error.NodeException {@code STORE_FULL} if there is still no room, so that
   *     this may be called again; everything else is final
   */
  default void reopen() {
    throw new UnsupportedOperationException("this store never fails for want of room");
  }

  /** The visible row of an unversioned table. */
  Optional<Row> read(RowKey key);

  /**
   * The visible row of {@link Table#STATEMENT} with the highest version.
   *
   * <p>This is the hot path of resolving: one point read.
   */
  Optional<Row> newest(RowKey key);

  /** The visible row of {@link Table#STATEMENT} with exactly this version. */
  Optional<Row> version(RowKey key, long version);

  /**
   * The visible rows with some keys, of {@link Table#STATEMENT} the newest version of each, read
   * together where the medium can. One round trip at most to a store on another machine.
   *
   * @param keys keys of any tables
   * @param mostBytes limit of the values in the answer: once it is reached, no further key is read
   * @return for each key, in order, its row; shorter than {@code keys} if the limit was reached
   */
  default List<Optional<Row>> readAll(List<RowKey> keys, long mostBytes) {
    List<Optional<Row>> rows = new ArrayList<>(keys.size());
    long bytes = 0;
    for (int i = 0; i < keys.size() && bytes < mostBytes; i++) {
      RowKey key = keys.get(i);
      rows.add(key.table() == Table.STATEMENT ? newest(key) : read(key));
      bytes += rows.get(i).map(row -> row.value().size()).orElse(0);
    }
    return rows;
  }

  /** The first row that {@link #scan} would return. */
  default Optional<Row> first(Table table, String partition, Bytes from) {
    try (RowCursor rows = scan(table, partition, from)) {
      return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
    }
  }

  /**
   * Visible rows of one partition in ascending order of their names, from {@code from} inclusive;
   * of {@link Table#STATEMENT} the newest version of each. The cursor sees one moment: rows
   * committed later do not show.
   */
  RowCursor scan(Table table, String partition, Bytes from);

  /**
   * All visible rows of a table, in an order that is the adapter's own; of {@link Table#STATEMENT}
   * every version, each once. The cursor sees one moment. For audits: it reads everything.
   */
  RowCursor scanAll(Table table);

  /**
   * Writes derived rows of committed batches again, and removes surplus rows, atomically. The head
   * does not move. After the return, the change survives a crash of the process and of the machine;
   * a failure is as with {@link #commit}.
   *
   * <p>Nothing may be staged. Called by the committing thread, or while there is none.
   *
   * @param rows each of a batch below the head's. An existing row is replaced. Of {@link
   *     Table#STATEMENT} a version that exists, with the same batch: what its row has besides the
   *     statement is derived, and the caller keeps the statement as it is
   * @param surplus keys of surplus rows of any other table; missing rows are ignored
   * @throws IllegalArgumentException if a row may not be mended; nothing changed
   */
  void mend(List<Row> rows, List<RowKey> surplus);

  /**
   * Drops all rows of a partition of {@link Table#OPERATION}, now or later. Not part of any commit.
   */
  void forget(String operationPartition);

  /** Stops. Waits for calls in progress; later calls fail. */
  @Override
  void close();

  /** The faults injected into this store's writes; for tests. */
  default Failpoints failpoints() {
    return Failpoints.NONE;
  }
}
