package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.Table;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory is audited and rebuilt on the command line. */
final class LogRebuildCommandTest {
  @TempDir private Path directory;
  private Path mill;

  @BeforeEach
  void make_a_node() {
    mill = directory.resolve("mill");
    Run.of("init", "--data", mill, "--prefix", "88.118.8", "--no-passphrase").ok();
    for (int i = 0; i < 3; i++) {
      Run.of("assign", "88.118.8/COIL-" + i, "--value", "1:n=" + i, "--data", mill).ok();
    }
  }

  @Test
  void a_whole_directory_is_said_to_be_whole() throws IOException {
    Run checkpoint = Run.of("log", "checkpoint", "--data", mill).ok();
    Path kept = Files.writeString(directory.resolve("kept"), checkpoint.out());

    Run audit = Run.of("log", "audit", "--data", mill, "--checkpoint", kept).ok();

    assertThat(audit.out()).contains("Everything matches the log: read 3 statements in 3 batches");
  }

  @Test
  void an_index_that_was_deleted_is_named_and_made_again() {
    long deleted = delete(Table.LOG_NODE) + delete(Table.PROOF);

    Run.of("resolve", "88.118.8/COIL-1", "--data", mill).failed(1, "log rebuild");
    Run audit = Run.of("log", "audit", "--data", mill, "--json");
    assertThat(audit.exitCode()).isEqualTo(1);
    assertThat(audit.out())
        .contains(
            "\"verified\":false", "\"differences\":" + deleted, "proof of batch 1 is missing");

    Run.of("log", "rebuild", "--data", mill).ok();

    assertThat(Run.of("log", "audit", "--data", mill, "--json").ok().out())
        .contains("\"verified\":true", "\"differences\":0", "\"findings\":[]");
    Run.of("resolve", "88.118.8/COIL-1", "--data", mill).ok();
  }

  @Test
  void a_checkpoint_of_another_log_is_refused() throws IOException {
    Path other = directory.resolve("other");
    Run.of("init", "--data", other, "--prefix", "88.118.9", "--no-passphrase").ok();
    Path kept =
        Files.writeString(
            directory.resolve("kept"), Run.of("log", "checkpoint", "--data", other).ok().out());

    Run.of("log", "audit", "--data", mill, "--checkpoint", kept).failed(1, "of the log");
    Run.of("log", "audit", "--checkpoint", kept).failed(2, "only with --data");
  }

  private long delete(Table table) {
    try (RecordStore store =
        RocksDbRecordStore.open(NodeDirectory.store(mill), StoreSettings.DEFAULT)) {
      List<RowKey> keys = new ArrayList<>();
      try (RowCursor rows = store.scanAll(table)) {
        rows.forEachRemaining((Row row) -> keys.add(row.key()));
      }
      store.mend(List.of(), keys);
      return keys.size();
    }
  }
}
