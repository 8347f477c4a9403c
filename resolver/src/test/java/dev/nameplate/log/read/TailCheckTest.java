package dev.nameplate.log.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.log.CorruptLogException;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Puts wrong rows behind a node's back, as a broken disk or a hand might, and opens it. */
class TailCheckTest {
  @TempDir Path directory;

  @Test
  void a_head_that_claims_more_than_was_written_is_found() {
    grow();
    alter(
        head ->
            new Head(
                head.epoch(),
                head.batches() + 1,
                head.statements() + 1,
                head.timeMillis(),
                head.root()));
    assertFound("is missing");
  }

  @Test
  void a_head_with_another_root_is_found() {
    grow();
    alter(
        head ->
            new Head(
                head.epoch(),
                head.batches(),
                head.statements(),
                head.timeMillis(),
                Bytes.wrap(new byte[32])));
    assertFound("root of the log tree is");
  }

  @Test
  void a_batch_that_is_not_the_one_signed_is_found() {
    grow();
    try (RecordStore store = open()) {
      Head head = store.head();
      Bytes anyHash = Bytes.wrap(new byte[32]);
      Row other = store.read(RowKeys.batch(0)).orElseThrow();
      store.stage(
          List.of(
              new Row(RowKeys.batch(3), 0, 3, other.value()),
              new Row(RowKeys.logNode(2, 0), 0, 3, anyHash)));
      store.commit(head, new Head(head.epoch(), 4, 4, head.timeMillis(), anyHash));
    }
    assertFound("number of batch");
  }

  @Test
  void an_untouched_node_opens() {
    grow();
    try (Node node = Node.open(NodeConfig.in(directory))) {
      assertThat(node.head().statements()).isEqualTo(3);
    }
  }

  private interface Change {
    Head of(Head head);
  }

  private void grow() {
    try (Node node = Node.open(NodeConfig.in(directory).authorityFor("88.118.8"))) {
      for (int i = 0; i < 3; i++) {
        node.registrar().assign(Assignment.of("88.118.8/" + i));
      }
    }
  }

  private void alter(Change change) {
    try (RecordStore store = open()) {
      store.commit(store.head(), change.of(store.head()));
    }
  }

  private RecordStore open() {
    return RocksDbRecordStore.open(directory.resolve("store"), StoreSettings.DEFAULT);
  }

  private void assertFound(String what) {
    assertThatThrownBy(() -> Node.open(NodeConfig.in(directory)))
        .isInstanceOf(CorruptLogException.class)
        .hasMessageContaining(what)
        .hasMessageContaining("restore this node from a backup");
  }
}
