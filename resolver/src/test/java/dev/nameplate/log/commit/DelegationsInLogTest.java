package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.AuditFailedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.audit.LogAudit;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.Standing;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that holds delegations among its records. */
class DelegationsInLogTest {
  private static final Prefix STEEL = Prefix.parse("88.118.8");

  @TempDir Path directory;
  private Node node;
  private List<SignedStatement> log;

  @BeforeEach
  void write_both_kinds() {
    node =
        Node.open(
            NodeConfig.in(directory)
                .authorityFor("88.118")
                .withSuite(SignatureSuite.ED25519_SHA256));
    node.allotments().allot(Allotment.hosted(STEEL, "Steel"));
    node.registrar().assign(Assignment.of("88.118.8/COIL-1"));
    node.allotments().suspend(STEEL, 0, OperationId.NONE);
    node.allotments().revoke(STEEL, 0, OperationId.NONE);
    node.registrar().assign(Assignment.of("88.118/COUNTY"));
    log = read();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private List<SignedStatement> read() {
    List<SignedStatement> statements = new ArrayList<>();
    try (StatementReader.Cursor cursor = node.statements().fromPosition(0)) {
      cursor.forEachRemaining(verified -> statements.add(verified.statement()));
    }
    return statements;
  }

  private LogAudit.Report audit(List<SignedStatement> statements) {
    return LogAudit.run(
        statements.iterator(),
        node.proofs().checkpoint(),
        node.anchors(),
        Clock.systemUTC(),
        checked -> {});
  }

  @Test
  void both_kinds_are_read_in_the_order_in_which_they_were_written() {
    List<Class<?>> kinds = new ArrayList<>();
    try (StatementReader.Cursor cursor = node.statements().fromPosition(0)) {
      cursor.forEachRemaining(verified -> kinds.add(verified.value().getClass()));
    }

    assertThat(kinds)
        .containsExactly(
            Delegation.class,
            IdentifierRecord.class,
            Delegation.class,
            Delegation.class,
            IdentifierRecord.class);
  }

  @Test
  void an_audit_finds_it_whole_although_the_prefix_is_revoked_since() {
    assertThat(audit(log).statements()).isEqualTo(5);
  }

  @Test
  void an_audit_finds_a_delegation_that_was_changed_or_taken_out() {
    SignedStatement suspension = log.get(2);
    byte[] body = suspension.body().toByteArray();
    body[body.length - 1] ^= 1;
    List<SignedStatement> changed = new ArrayList<>(log);
    changed.set(
        2,
        SignedStatement.of(
            Bytes.wrap(body),
            suspension.disclosures(),
            suspension.leafIndex(),
            suspension.path(),
            suspension.signedBatch()));
    assertThatThrownBy(() -> audit(changed)).isInstanceOf(AuditFailedException.class);

    List<SignedStatement> shorter = new ArrayList<>(log);
    shorter.remove(2);
    assertThatThrownBy(() -> audit(shorter)).isInstanceOf(AuditFailedException.class);
  }

  @Test
  void a_log_that_ends_with_a_delegation_opens_again() {
    node.allotments().allot(Allotment.hosted(Prefix.parse("88.118.9"), "Weaving"));
    node.close();

    node = Node.open(NodeConfig.in(directory));

    assertThat(audit(read()).statements()).isEqualTo(6);
    node.registrar().assign(Assignment.of("88.118.9/CONE-1"));
  }

  @Test
  void a_proof_of_a_delegation_s_batch_is_given_as_for_any_other() {
    long batch = log.get(2).batch().batch();

    assertThat(node.proofs().proveInclusion(batch, node.proofs().size()).batch())
        .isEqualTo(log.get(2).signedBatch());
  }

  @Test
  void a_damaged_delegation_is_damage_and_nothing_else() {
    RowKey key = RowKeys.delegation(Prefix.parse("88.118"), STEEL);
    for (String hex : List.of("00", "000100", "00020801", "0004880a0112")) {
      Row row = new Row(key, 1, 0, Bytes.fromHex(hex));
      assertThatThrownBy(() -> Standing.of(row))
          .as(hex)
          .isInstanceOfSatisfying(
              NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.DATA_CORRUPT));
    }
  }
}
