package dev.nameplate.store.rocksdb;

import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Failpoint;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that opens a store, waits for the end of its input, and commits until its count is
 * reached or a commit fails.
 */
final class CommitLoop {
  private CommitLoop() {}

  /** Arguments: directory, number of commits, size of contents. */
  public static void main(String[] arguments) throws IOException {
    Items items = new Items(Integer.parseInt(arguments[2]));
    try (RocksDbRecordStore store =
        RocksDbRecordStore.open(Path.of(arguments[0]), StoreSettings.DEFAULT)) {
      System.out.println("open");
      while (System.in.read() >= 0) {
        // the other process is not done yet
      }
      commit(store, items, Integer.parseInt(arguments[1]));
      for (Failpoint point : Failpoint.values()) {
        System.out.println("hits " + point + " " + store.failpoints().hits(point));
      }
    } catch (NodeException e) {
      System.out.println(e.reason() + " " + e.getMessage());
    }
  }

  private static void commit(RocksDbRecordStore store, Items items, int commits) {
    try {
      for (int i = 0; i < commits; i++) {
        items.commitNext(store);
        System.out.println("committed " + store.head().batches());
      }
    } catch (NodeException e) {
      System.out.println("failed " + e.reason() + " " + e.getMessage());
      System.out.println("head " + store.head().batches());
      System.out.println(
          "newest " + store.newest(items.statement(0, 1).key()).map(Row::version).orElse(0L));
      try (RowCursor cursor = store.scan(Table.STATEMENT, Items.PARTITION, Bytes.EMPTY)) {
        System.out.println("scanned " + (cursor.hasNext() ? cursor.next().version() : 0));
      }
      refused("stage", () -> store.stage(List.of()));
      refused("commit", () -> store.commit(store.head(), Items.next(store.head())));
      refused("forget", () -> store.forget("any"));
    }
  }

  private static void refused(String what, Runnable write) {
    try {
      write.run();
      System.out.println(what + " accepted");
    } catch (NodeException e) {
      System.out.println(what + " refused " + e.reason());
    }
  }
}
