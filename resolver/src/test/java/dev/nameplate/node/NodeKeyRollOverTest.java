package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.audit.LogAudit;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.signing.KeyRollOver;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.signing.Passphrase;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedStatement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node that goes over to another authority key, with records before and after. */
final class NodeKeyRollOverTest {
  private static final Instant START = Instant.parse("2026-07-01T08:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path directory;

  private NodeConfig at(Duration later) {
    return NodeConfig.in(directory).withClock(clock(later));
  }

  private static Clock clock(Duration later) {
    return Clock.fixed(START.plus(later), ZoneOffset.UTC);
  }

  private static Identifier coil(int number) {
    return Identifier.parse("88.118.8/COIL-" + number);
  }

  private static void assign(Node node, int number) {
    node.registrar().assign(Assignment.of(coil(number).toString()).value(1, "NO", "" + number));
  }

  private static SignedStatement answer(Node node, int number) {
    return ((Resolution.Found) node.resolver().resolve(coil(number))).verified().statement();
  }

  private void makeNode(SignatureSuite suite) {
    try (Node node = Node.open(at(Duration.ZERO).authorityFor("88.118.8").withSuite(suite))) {
      assign(node, 0);
      assign(node, 1);
    }
  }

  private void roll(Duration later) {
    KeyRollOver.in(directory).prepare(Passphrase.NONE);
    Node.activateNextKey(at(later), DAY);
  }

  private static List<SignedStatement> log(Node node) {
    List<SignedStatement> log = new ArrayList<>();
    try (StatementReader.Cursor cursor = node.statements().fromPosition(0)) {
      cursor.forEachRemaining(verified -> log.add(verified.statement()));
    }
    return log;
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void records_from_before_and_after_resolve_and_verify_offline(SignatureSuite suite) {
    makeNode(suite);
    for (int i = 1; i <= 3; i++) {
      roll(DAY.multipliedBy(10L * i));
      try (Node node = Node.open(at(DAY.multipliedBy(10L * i)))) {
        node.registrar()
            .update(coil(0), i, List.of(RecordValue.text(1, "NO", "v" + i)), OperationId.NONE);
        assign(node, i + 1);
      }
    }
    try (Node node = Node.open(at(DAY.multipliedBy(40)))) {
      TrustAnchors file =
          TrustAnchors.parse(NodeDirectory.anchorsIn(directory).toString(), "anchor.txt");
      StatementVerifier verifier = new StatementVerifier(file, clock(DAY.multipliedBy(40)));
      for (int i = 0; i <= 4; i++) {
        assertThat(verifier.verify(answer(node, i), coil(i)).value().identifier())
            .isEqualTo(coil(i));
      }
      assertThat(log(node).stream().map(each -> each.batch().keyId()).distinct()).hasSize(4);
      assertThat(node.anchors().list()).hasSize(4);
      assertThat(node.anchor()).isEqualTo(file.list().get(0));
    }
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void the_log_of_two_keys_is_audited_and_its_proofs_hold(SignatureSuite suite) {
    makeNode(suite);
    SignedNote older;
    try (Node node = Node.open(at(DAY))) {
      older = node.proofs().checkpoint();
    }
    roll(DAY);
    try (Node node = Node.open(at(DAY))) {
      assign(node, 2);
      SignedNote checkpoint = node.proofs().checkpoint();

      assertThat(
              LogAudit.run(
                      log(node).iterator(), checkpoint, node.anchors(), clock(DAY), checked -> {})
                  .statements())
          .isEqualTo(3);
      assertThat(
              LogAudit.run(log(node).iterator(), older, node.anchors(), clock(DAY), checked -> {})
                  .statements())
          .isEqualTo(2);
      assertThat(Checkpoint.verify(older, node.anchors()).size()).isEqualTo(2);
      TlogProof proof = TlogProof.parse(node.proofs().exportProof(0).toString());
      assertThat(proof.verify(log(node).get(0).signedBatch(), node.anchors()).size()).isEqualTo(3);
      TrustAnchors former = TrustAnchors.of(node.anchors().list().subList(1, 2));
      if (suite == SignatureSuite.SM2_SM3) {
        assertThatThrownBy(() -> Checkpoint.verify(checkpoint, former))
            .matches(Rule.CHECKPOINT_REJECTED::isBrokenBy);
      }
      assertThatThrownBy(
              () ->
                  LogAudit.run(
                      log(node).iterator(),
                      older,
                      TrustAnchors.of(List.of(node.anchor())),
                      clock(DAY),
                      checked -> {}))
          .isInstanceOf(RejectedStatementException.class);
    }
  }

  @Test
  void whoever_has_the_former_anchor_alone_must_get_the_new_one() {
    makeNode(SignatureSuite.ED25519_SHA256);
    TrustAnchors former = NodeDirectory.anchorsIn(directory);
    roll(DAY);
    try (Node node = Node.open(at(DAY))) {
      assign(node, 2);
      StatementVerifier verifier = new StatementVerifier(former, clock(DAY));

      assertThat(verifier.verify(answer(node, 1), coil(1)).value().version()).isEqualTo(1);
      assertThatThrownBy(() -> verifier.verify(answer(node, 2), coil(2)))
          .matches(Rule.UNTRUSTED_KEY::isBrokenBy);
    }
  }

  @Test
  void what_the_former_key_signs_behind_its_end_is_refused() {
    makeNode(SignatureSuite.ED25519_SHA256);
    SignedStatement late;
    Duration inTime = DAY.multipliedBy(2).minusMillis(1);
    Path stolen = directory.resolveSibling(directory.getFileName() + "-stolen");
    try (Node thief = Node.open(copyOf(stolen).withClock(clock(DAY.multipliedBy(2))))) {
      assign(thief, 2);
      late = answer(thief, 2);
    }
    SignedStatement overlapping;
    Path slow = directory.resolveSibling(directory.getFileName() + "-slow");
    try (Node other = Node.open(copyOf(slow).withClock(clock(inTime)))) {
      assign(other, 2);
      overlapping = answer(other, 2);
    }
    roll(DAY);

    StatementVerifier verifier =
        new StatementVerifier(NodeDirectory.anchorsIn(directory), clock(DAY.multipliedBy(3)));
    assertThat(verifier.verify(overlapping, coil(2)).value().version()).isEqualTo(1);
    assertThatThrownBy(() -> verifier.verify(late, coil(2)))
        .matches(Rule.KEY_NOT_VALID::isBrokenBy);
  }

  private NodeConfig copyOf(Path copy) {
    try (var files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(directory.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return NodeConfig.in(copy);
  }

  @Test
  void no_moment_is_without_a_key_also_when_the_clock_is_set_back() {
    makeNode(SignatureSuite.ED25519_SHA256);
    roll(DAY);
    try (Node node = Node.open(at(DAY.minusMinutes(4)))) {
      assign(node, 2);
      assertThat(
              new StatementVerifier(node.anchors(), clock(DAY))
                  .verify(answer(node, 2), coil(2))
                  .value()
                  .version())
          .isEqualTo(1);
      TrustAnchor now = node.anchors().list().get(0);
      TrustAnchor former = node.anchors().list().get(1);
      assertThat(former.authority().validity().until())
          .isAfterOrEqualTo(now.authority().validity().from())
          .isEqualTo(START.plus(DAY).plus(DAY));
    }
  }

  @Test
  void batches_dated_ahead_by_a_wrong_clock_still_count() {
    makeNode(SignatureSuite.ED25519_SHA256);
    Duration ahead = DAY.multipliedBy(30);
    try (Node node = Node.open(at(ahead))) {
      assign(node, 2);
    }
    KeyRollOver.in(directory).prepare(Passphrase.NONE);
    Node.activateNextKey(at(DAY), Duration.ZERO);
    try (Node node = Node.open(at(DAY))) {
      assign(node, 3);
      StatementVerifier verifier = new StatementVerifier(node.anchors(), clock(ahead));
      for (int i = 0; i <= 3; i++) {
        assertThat(verifier.verify(answer(node, i), coil(i)).value().version()).isEqualTo(1);
      }
    }
  }

  @Test
  void the_key_of_an_open_node_is_not_exchanged() {
    makeNode(SignatureSuite.ED25519_SHA256);
    KeyRollOver.in(directory).prepare(Passphrase.NONE); // that may be done at any time
    TrustAnchor before = NodeDirectory.anchorIn(directory);
    try (Node node = Node.open(at(DAY))) {
      assertThatThrownBy(() -> Node.activateNextKey(at(DAY), DAY))
          .isInstanceOfSatisfying(
              NodeException.class,
              e -> assertThat(e.reason()).isEqualTo(ErrorReason.DIRECTORY_IN_USE));
      assertThat(node.prefixes()).isEqualTo(Set.copyOf(before.prefixes()));
    }
    assertThat(NodeDirectory.anchorIn(directory)).isEqualTo(before);
  }

  @Test
  void an_overlap_out_of_its_range_is_refused_and_changes_nothing() {
    makeNode(SignatureSuite.ED25519_SHA256);
    KeyRollOver.in(directory).prepare(Passphrase.NONE);
    String before = NodeDirectory.anchorsIn(directory).toString();

    for (Duration overlap : List.of(Duration.ofMillis(-1), Duration.ofDays(367))) {
      assertThatThrownBy(() -> Node.activateNextKey(at(DAY), overlap))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("overlap");
    }
    assertThat(NodeDirectory.anchorsIn(directory)).hasToString(before);
  }
}
