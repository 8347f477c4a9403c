package dev.nameplate.log.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.log.AuditFailedException;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedStatement;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LogAuditTest {
  private static final int STATEMENTS = 23;

  @TempDir private Path directory;
  private Node node;
  private List<SignedStatement> log;
  private SignedNote checkpoint;
  private TrustAnchors anchors;

  @BeforeEach
  void fill_a_log_with_batches_of_one_and_of_many() {
    fill("node", SignatureSuite.ED25519_SHA256);
  }

  private void fill(String name, SignatureSuite suite) {
    node =
        Node.open(NodeConfig.in(directory.resolve(name)).authorityFor("88.118.8").withSuite(suite));
    for (int i = 0; i < 3; i++) {
      node.registrar()
          .assign(
              Assignment.of("88.118.8/alone-" + i).value(1, "URL", "https://mill.example/" + i));
    }
    CompletableFuture.allOf(
            IntStream.range(3, STATEMENTS)
                .mapToObj(
                    i ->
                        node.registrar()
                            .assignAsync(Assignment.of("88.118.8/many-" + i).value(1, "n", "" + i)))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    log = new ArrayList<>();
    try (StatementReader.Cursor cursor = node.statements().fromPosition(0)) {
      cursor.forEachRemaining(verified -> log.add(verified.statement()));
    }
    checkpoint = node.proofs().checkpoint();
    anchors = node.anchors();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private LogAudit.Report audit(List<SignedStatement> statements) {
    return LogAudit.run(
        statements.iterator(), checkpoint, anchors, Clock.systemUTC(), checked -> {});
  }

  private void isFound(List<SignedStatement> statements, long position) {
    assertThatThrownBy(() -> audit(statements))
        .isInstanceOfSatisfying(
            AuditFailedException.class, found -> assertThat(found.position()).isEqualTo(position))
        .hasMessageStartingWith("log: at position " + position + ": ");
  }

  @ParameterizedTest
  @EnumSource
  void a_whole_log_agrees_with_its_checkpoint(SignatureSuite suite) {
    node.close();
    fill("node-" + suite, suite);
    AtomicLong told = new AtomicLong();

    LogAudit.Report report =
        LogAudit.run(log.iterator(), checkpoint, anchors, Clock.systemUTC(), told::set);

    assertThat(report.statements()).isEqualTo(STATEMENTS);
    assertThat(report.checkpoint().size()).isEqualTo(node.head().batches()).isGreaterThan(3);
    assertThat(told).hasValue(STATEMENTS);
  }

  @Test
  void what_was_written_after_the_checkpoint_is_not_read() {
    node.registrar().assign(Assignment.of("88.118.8/later"));
    try (StatementReader.Cursor cursor = node.statements().fromPosition(STATEMENTS)) {
      cursor.forEachRemaining(verified -> log.add(verified.statement()));
    }

    assertThat(audit(log).statements()).isEqualTo(STATEMENTS);
  }

  @Test
  void a_flipped_byte_is_found_wherever_it_is() {
    for (int position = 0; position < STATEMENTS; position++) {
      SignedStatement original = log.get(position);
      byte[] body = original.body().toByteArray();
      body[body.length - 1] ^= 1;
      List<SignedStatement> changed = new ArrayList<>(log);
      changed.set(
          position,
          SignedStatement.of(
              Bytes.wrap(body),
              original.disclosures(),
              original.leafIndex(),
              original.path(),
              original.signedBatch()));

      isFound(changed, position);
    }
  }

  @Test
  void a_missing_statement_is_found_wherever_it_is() {
    for (int position = 0; position < STATEMENTS; position++) {
      List<SignedStatement> shorter = new ArrayList<>(log);
      shorter.remove(position);

      isFound(shorter, position);
    }
  }

  @Test
  void a_doubled_statement_is_found() {
    List<SignedStatement> longer = new ArrayList<>(log);
    longer.add(5, log.get(4));

    isFound(longer, 5);
  }

  @Test
  void exchanged_statements_are_found() {
    List<SignedStatement> exchanged = new ArrayList<>(log);
    Collections.swap(exchanged, 1, 2);

    isFound(exchanged, 1);
  }

  @Test
  void a_shortened_log_is_found_also_where_a_batch_ends() {
    isFound(log.subList(0, STATEMENTS - 1), STATEMENTS - 1);
    isFound(log.subList(0, 2), 2);
    isFound(List.of(), 0);
  }

  @Test
  void an_older_checkpoint_does_not_cover_a_log_that_was_rewritten_since() {
    node.close();
    SignedNote before = checkpoint;
    TrustAnchors anchorsBefore = anchors;
    fill("rewritten", SignatureSuite.ED25519_SHA256);

    assertThatThrownBy(
            () ->
                LogAudit.run(
                    log.iterator(), before, anchorsBefore, Clock.systemUTC(), checked -> {}))
        .isInstanceOf(AuditFailedException.class);
    assertThatThrownBy(
            () -> LogAudit.run(log.iterator(), before, anchors, Clock.systemUTC(), checked -> {}))
        .isInstanceOf(RejectedStatementException.class);
  }

  @Test
  void a_growing_tree_has_the_root_of_the_whole_one_at_every_size() {
    RightEdge edge = new RightEdge(HashFunction.SHA256);
    List<Bytes> leaves = new ArrayList<>();
    for (int size = 0; size < 200; size++) {
      assertThat(edge.root())
          .isEqualTo(MerkleTree.ofLeafHashes(HashFunction.SHA256, leaves).root());
      Bytes leaf = HashFunction.SHA256.leafHash(Bytes.utf8("leaf " + size));
      edge.add(leaf);
      leaves.add(leaf);
    }
  }
}
