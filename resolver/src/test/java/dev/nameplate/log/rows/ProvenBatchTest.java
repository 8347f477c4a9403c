package dev.nameplate.log.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.SignedBatch;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A path is the siblings in the row of a statement, and the rest from the row of its batch. */
final class ProvenBatchTest {
  private static final long NUMBER = 7;
  private static final int MOST = 256;

  private static BatchSigner signer(SignatureSuite suite) {
    return new BatchSigner(
        new LogName("88.118.8/log-0badcafe"), SigningKey.generate(suite, new SecureRandom()));
  }

  private static MerkleTree tree(HashFunction hash, int size) {
    return MerkleTree.ofData(
        hash, IntStream.range(0, size).mapToObj(i -> Bytes.utf8("leaf " + i)).toList());
  }

  @ParameterizedTest
  @EnumSource
  void every_leaf_of_every_size_has_the_path_of_its_whole_tree(SignatureSuite suite) {
    BatchSigner signer = signer(suite);
    for (int size = 1; size <= MOST; size++) {
      MerkleTree tree = tree(suite.hash(), size);
      SignedBatch signed = signer.sign(1, NUMBER, 0, tree, Instant.EPOCH);
      ProvenBatch proven = ProvenBatch.decode(ProvenBatch.row(signed, tree));
      assertThat(proven.signed()).isEqualTo(signed);
      for (int leaf = 0; leaf < size; leaf++) {
        List<Bytes> siblings = ProvenBatch.siblings(tree, leaf);
        assertThat(siblings).hasSizeLessThanOrEqualTo(4);
        assertThat(proven.path(leaf, siblings))
            .as("leaf %d of %d", leaf, size)
            .isEqualTo(tree.inclusionPath(leaf));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void any_flipped_byte_of_the_roots_is_damage(SignatureSuite suite) {
    MerkleTree tree = tree(suite.hash(), 50);
    SignedBatch signed = signer(suite).sign(1, NUMBER, 0, tree, Instant.EPOCH);
    Row row = ProvenBatch.row(signed, tree);
    for (int at = row.value().size() - 4 * HashFunction.SIZE; at < row.value().size(); at++) {
      byte[] value = row.value().toByteArray();
      value[at] ^= 1;
      assertThatThrownBy(() -> ProvenBatch.decode(new Row(row.key(), 0, NUMBER, Bytes.wrap(value))))
          .isInstanceOfSatisfying(
              NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.DATA_CORRUPT));
    }
    assertThatThrownBy(() -> ProvenBatch.decode(new Row(row.key(), 0, NUMBER + 1, row.value())))
        .isInstanceOf(NodeException.class);
  }

  @ParameterizedTest
  @EnumSource
  void a_statement_reads_as_it_was_written_in_either_format(SignatureSuite suite) {
    for (int leaf = 0; leaf < MOST; leaf++) {
      StoredStatement older =
          new StoredStatement(
              leaf,
              Optional.empty(),
              Bytes.utf8("leaf " + leaf),
              leaf % 2 == 0 ? List.of() : List.of(Bytes.utf8("one"), Bytes.utf8("two")));
      for (int size : new int[] {1, 2, 16, 17, MOST}) {
        if (leaf >= size) {
          continue;
        }
        StoredStatement stored =
            older.withSiblings(ProvenBatch.siblings(tree(suite.hash(), size), leaf));
        assertThat(StoredStatement.decode(row(stored))).isEqualTo(stored);
        assertThat(stored.encode().size() - older.encode().size())
            .isBetween(0, 1 + 4 * HashFunction.SIZE);
      }
      assertThat(StoredStatement.decode(row(older))).isEqualTo(older);
    }
  }

  private static Row row(StoredStatement stored) {
    return new Row(
        RowKeys.statement(Identifier.parse("88.118.8/COIL-1")), 1, NUMBER, stored.encode());
  }
}
