package dev.nameplate.log.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.log.OutOfLogException;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleProof;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogProofsTest {
  private static final int BATCHES = 21;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void every_batch_proves_its_place_in_the_newest_checkpoint(SignatureSuite suite) {
    try (Node node = grown(suite)) {
      Checkpoint checkpoint = Checkpoint.verify(node.proofs().checkpoint(), node.anchor());
      assertThat(checkpoint.size()).isEqualTo(BATCHES);
      for (long batch = 0; batch < BATCHES; batch++) {
        LogProofs.Inclusion inclusion = node.proofs().proveInclusion(batch, 0);
        MerkleProof.requireInclusion(
            HashFunction.SHA256,
            inclusion.batch().logLeafHash(),
            batch,
            BATCHES,
            inclusion.path(),
            checkpoint.root());
        String exported = node.proofs().exportProof(batch).toString();
        assertThat(TlogProof.parse(exported).verify(inclusion.batch(), node.anchor()))
            .isEqualTo(checkpoint);
      }
    }
  }

  @Test
  void every_size_the_log_had_is_proven_to_be_its_beginning() {
    List<Bytes> roots = new ArrayList<>();
    try (Node node = Node.open(config(SignatureSuite.ED25519_SHA256))) {
      for (int i = 0; i < BATCHES; i++) {
        node.registrar().assign(Assignment.of("88.118.8/" + i));
        roots.add(node.head().root());
      }
      for (int first = 1; first <= BATCHES; first++) {
        for (int second = first; second <= BATCHES; second++) {
          MerkleProof.requireConsistency(
              HashFunction.SHA256,
              first,
              roots.get(first - 1),
              second,
              roots.get(second - 1),
              node.proofs().proveConsistency(first, second));
        }
      }
    }
  }

  @Test
  void the_log_tree_grows_on_where_it_was_after_reopening() {
    Head before;
    try (Node node = grown(SignatureSuite.ED25519_SHA256)) {
      before = node.head();
    }
    try (Node node = Node.open(NodeConfig.in(directory))) {
      node.registrar().assign(Assignment.of("88.118.8/more"));
      MerkleProof.requireConsistency(
          HashFunction.SHA256,
          before.batches(),
          before.root(),
          before.batches() + 1,
          node.head().root(),
          node.proofs().proveConsistency(before.batches(), 0));
    }
  }

  @Test
  void what_the_log_does_not_hold_cannot_be_proven() {
    try (Node node = Node.open(config(SignatureSuite.ED25519_SHA256))) {
      assertThatThrownBy(() -> node.proofs().proveInclusion(0, 0))
          .isInstanceOf(OutOfLogException.class)
          .hasMessage("batch: \"0\" (expected: the log is still empty)");
      node.registrar().assign(Assignment.of("88.118.8/1"));
      assertThatThrownBy(() -> node.proofs().proveInclusion(1, 0))
          .isInstanceOf(OutOfLogException.class);
      assertThatThrownBy(() -> node.proofs().proveInclusion(0, 2))
          .isInstanceOf(OutOfLogException.class);
      assertThatThrownBy(() -> node.proofs().proveConsistency(2, 1))
          .isInstanceOf(OutOfLogException.class);
      assertThatThrownBy(() -> node.proofs().proveConsistency(0, 1))
          .isInstanceOf(OutOfLogException.class);
    }
  }

  @Test
  void the_log_is_read_in_order_from_any_position() {
    try (Node node = Node.open(config(SignatureSuite.ED25519_SHA256))) {
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 700; i++) {
        receipts.add(node.registrar().assignAsync(Assignment.of("88.118.8/" + i)));
      }
      receipts.forEach(CompletableFuture::join);
      for (long first : new long[] {0, 1, 255, 256, 257, 600, 699, 700, 5000}) {
        long position = first;
        try (StatementReader.Cursor cursor = node.statements().fromPosition(first)) {
          while (cursor.hasNext()) {
            assertThat(cursor.next().position()).isEqualTo(position++);
          }
        }
        assertThat(position).isEqualTo(Math.max(first, 700));
      }
    }
  }

  private Node grown(SignatureSuite suite) {
    Node node = Node.open(config(suite));
    for (int i = 0; i < BATCHES; i++) {
      node.registrar().assign(Assignment.of("88.118.8/" + i));
    }
    return node;
  }

  private NodeConfig config(SignatureSuite suite) {
    return NodeConfig.in(directory).authorityFor("88.118.8").withSuite(suite);
  }
}
