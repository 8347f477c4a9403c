package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.FixedRandom;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.v1.Statement;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatementVerifierTest {
  private final Example example = new Example(SignatureSuite.ED25519_SHA256);
  private final AtomicInteger signatureChecks = new AtomicInteger();
  private final StatementVerifier verifier = counting(example, Example.CLOCK, 4);

  @ParameterizedTest
  @EnumSource
  void every_statement_of_batches_of_all_small_sizes_is_believed(SignatureSuite suite) {
    Example other = new Example(suite);
    StatementVerifier verifier = other.verifier();
    for (int size = 1; size <= 20; size++) {
      IdentifierRecord[] records =
          IntStream.range(0, size)
              .mapToObj(i -> Example.plain("88.118.8/" + i))
              .toArray(IdentifierRecord[]::new);
      List<SignedStatement> batch = other.sign(records);
      for (int i = 0; i < size; i++) {
        Verified<IdentifierRecord> verified =
            verifier.verify(batch.get(i), records[i].identifier());

        assertThat(verified.value()).isEqualTo(records[i]);
        assertThat(verified.statement()).isSameAs(batch.get(i));
        assertThat(verified.position()).isEqualTo(7 + i);
        assertThat(verified.time()).isEqualTo(Example.TIME);
        assertThat(verified.keyId()).isEqualTo(other.key.keyId());
      }
    }
  }

  @Test
  void an_identifier_is_asked_for_in_any_case_and_keeps_the_form_assigned() {
    SignedStatement statement = example.sign(Example.coil()).get(0);

    assertThat(
            verifier
                .verify(statement, Identifier.parse("88.118.8/coil-2026-000451"))
                .value()
                .identifier())
        .hasToString("88.118.8/COIL-2026-000451");
  }

  @Test
  void the_signature_of_a_batch_is_checked_once() {
    for (SignedStatement statement :
        example.sign(Example.coil(), Example.priced(), Example.plain("88.118.8/3"))) {
      verifier.verify(statement);
      verifier.verify(SignedStatement.parse(statement.encoded()));
    }

    assertThat(signatureChecks).hasValue(1);
  }

  @Test
  void only_so_many_batches_are_remembered() {
    List<SignedStatement> statements = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      statements.add(example.sign(Example.plain("88.118.8/" + i)).get(0));
    }
    statements.forEach(verifier::verify);
    statements.subList(1, 5).forEach(verifier::verify);
    assertThat(signatureChecks).hasValue(5);

    verifier.verify(
        statements.get(0)); // the least recently used of five, where four are remembered
    assertThat(signatureChecks).hasValue(6);
  }

  @Test
  void a_wrong_signature_is_never_remembered_as_right() {
    SignedStatement forged = withSignature(example.sign(Example.coil()).get(0), new byte[64]);

    for (int i = 1; i <= 2; i++) {
      assertRejected(() -> verifier.verify(forged), Rule.SIGNATURE_INVALID);
      assertThat(signatureChecks).hasValue(i);
    }
  }

  @Test
  void a_true_header_with_another_signature_is_refused_though_the_batch_is_known() {
    SignedStatement statement = example.sign(Example.coil()).get(0);
    verifier.verify(statement);

    assertRejected(
        () -> verifier.verify(withSignature(statement, new byte[64])), Rule.SIGNATURE_INVALID);
  }

  @Test
  void a_statement_under_another_identifier_is_refused() {
    SignedStatement statement = example.sign(Example.coil()).get(0);

    assertRejected(
        () -> verifier.verify(statement, Identifier.parse("88.118.8/COIL-2026-000452")),
        Rule.WRONG_SUBJECT);
    assertRejected(
        () -> verifier.verify(statement, Identifier.parse("88.118.9/COIL-2026-000451")),
        Rule.WRONG_SUBJECT);
    assertThat(signatureChecks).hasValue(0);
  }

  @Test
  void a_statement_of_another_namespace_is_refused() {
    Statement.Builder body = parsed(example.body(Example.coil())).setNamespace("gs1");

    assertRejected(() -> verifier.verify(signed(body)), Rule.WRONG_SUBJECT);
  }

  @Test
  void a_statement_about_a_prefix_that_the_anchor_does_not_list_is_refused() {
    for (String identifier : List.of("88.118.9/1", "88.118/1", "88.118.8.1/1", "88.118.80/1")) {
      SignedStatement statement = example.sign(Example.plain(identifier)).get(0);

      assertRejected(
          () -> verifier.verify(statement, Identifier.parse(identifier)), Rule.PREFIX_NOT_COVERED);
      assertRejected(() -> verifier.verify(statement), Rule.PREFIX_NOT_COVERED);
    }
    assertThat(signatureChecks).hasValue(0);
  }

  @Test
  void a_statement_of_another_or_of_no_kind_is_refused() {
    Statement.Builder none = parsed(example.body(Example.coil())).clearRecord();
    Statement.Builder other =
        none.clone()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        17,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.EMPTY)
                            .build())
                    .build());

    assertRejected(() -> verifier.verify(signed(none)), Rule.WRONG_KIND);
    assertRejected(() -> verifier.verify(signed(other)), Rule.WRONG_KIND);
  }

  @Test
  void a_batch_of_another_log_is_refused_though_the_key_is_right() {
    LogName otherLog = new LogName("88.118.8/log-2");
    MerkleTree tree =
        MerkleTree.ofData(HashFunction.SHA256, List.of(example.body(Example.coil()).encoded()));
    SignedBatch batch = new BatchSigner(otherLog, example.key).sign(1, 2, 7, tree, Example.TIME);
    SignedStatement statement =
        SignedStatement.of(example.body(Example.coil()).encoded(), List.of(), 0, List.of(), batch);

    assertRejected(() -> verifier.verify(statement), Rule.WRONG_LOG);
  }

  @Test
  void a_body_of_another_log_is_refused_though_the_batch_is_right() {
    StatementBody body =
        StatementBody.of(
            Example.coil(), new LogName("88.118.8/log-2"), HashFunction.SHA256, example.random);
    SignedStatement statement = example.sign(List.of(body)).get(0);

    assertRejected(() -> verifier.verify(statement), Rule.WRONG_LOG);
    assertRejected(() -> verifier.verify(statement, Example.coil().identifier()), Rule.WRONG_LOG);
    assertThat(signatureChecks).hasValue(0);
  }

  @Test
  void a_key_that_no_anchor_names_is_refused() {
    SignedStatement statement = new Example(SignatureSuite.SM2_SM3).sign(Example.coil()).get(0);

    assertThatThrownBy(() -> verifier.verify(statement))
        .matches(Rule.UNTRUSTED_KEY::isBrokenBy)
        .hasMessageContaining(" " + statement.batch().keyId() + " ");
  }

  @Test
  void a_batch_that_names_a_trusted_key_but_is_signed_with_another_is_refused() {
    SigningKey attacker = SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom());
    SignedStatement statement = example.sign(Example.coil()).get(0);
    SignedBatch forged = SignedBatch.sign(statement.batch(), attacker);

    assertRejected(
        () ->
            verifier.verify(SignedStatement.of(statement.body(), List.of(), 0, List.of(), forged)),
        Rule.SIGNATURE_INVALID);
  }

  @ParameterizedTest
  @EnumSource
  void a_batch_that_names_another_suite_than_its_key_is_refused(SignatureSuite suite) {
    Example own = new Example(suite);
    SignatureSuite other =
        suite == SignatureSuite.SM2_SM3 ? SignatureSuite.ED25519_SHA256 : SignatureSuite.SM2_SM3;
    Bytes body = own.body(Example.coil()).encoded();
    BatchHeader header =
        new BatchHeader(
            own.log, 1, 2, 7, 1, other.hash().leafHash(body), Example.TIME, other, own.key.keyId());
    SignedStatement statement =
        SignedStatement.of(body, List.of(), 0, List.of(), SignedBatch.sign(header, own.key));

    assertRejected(() -> own.verifier().verify(statement), Rule.SUITE_MISMATCH);
  }

  @Test
  void a_batch_from_the_future_is_refused_beyond_five_minutes() {
    SignedStatement statement = example.sign(Example.coil()).get(0);
    Clock slow = Clock.offset(Example.CLOCK, Duration.ofMinutes(-6));
    Clock slower = Clock.offset(Example.CLOCK, Duration.ofMinutes(-6).minusMillis(1));

    assertThat(counting(example, slow, 1).verify(statement).value()).isEqualTo(Example.coil());
    assertRejected(() -> counting(example, slower, 1).verify(statement), Rule.FUTURE_BATCH);
    assertThat(signatureChecks).hasValue(1);
  }

  @Test
  void a_statement_is_no_other_leaf_of_its_batch() {
    List<SignedStatement> batch =
        example.sign(Example.coil(), Example.priced(), Example.plain("88.118.8/3"));
    SignedStatement first = batch.get(0);

    for (int leaf : new int[] {1, 2, 3, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertRejected(() -> verifier.verify(replaced(first, leaf, first.path())), Rule.NOT_IN_BATCH);
    }
    assertRejected(
        () -> verifier.verify(replaced(first, 0, batch.get(1).path())), Rule.NOT_IN_BATCH);
    assertRejected(() -> verifier.verify(replaced(first, 0, List.of())), Rule.NOT_IN_BATCH);
    List<Bytes> longer = new ArrayList<>(first.path());
    longer.add(first.batch().root());
    assertRejected(() -> verifier.verify(replaced(first, 0, longer)), Rule.NOT_IN_BATCH);
    assertThat(signatureChecks).hasValue(0);
  }

  @Test
  void an_inner_node_of_the_batch_tree_is_no_statement() {
    List<SignedStatement> batch =
        example.sign(Example.coil(), Example.priced(), Example.plain("88.118.8/3"));
    Bytes node =
        Bytes.of(
            HashFunction.SHA256
                .leafHash(batch.get(0).body())
                .asByteString()
                .concat(HashFunction.SHA256.leafHash(batch.get(1).body()).asByteString()));
    SignedStatement forged =
        SignedStatement.of(
            node, List.of(), 0, batch.get(0).path().subList(1, 2), batch.get(0).signedBatch());

    assertThatThrownBy(() -> verifier.verify(forged))
        .isInstanceOf(RejectedStatementException.class);
  }

  @Test
  void a_withheld_value_leaves_the_statement_valid() {
    SignedStatement full = example.sign(Example.priced()).get(0);

    IdentifierRecord withheld = verifier.verify(full.withDisclosures(List.of())).value();

    assertThat(verifier.verify(full).value()).isEqualTo(Example.priced());
    assertThat(withheld.values()).containsExactly(Example.priced().values().get(0));
    assertThat(withheld.withheld()).containsExactly(2L);
  }

  @Test
  void a_forged_disclosure_is_refused() {
    SignedStatement statement = example.sign(Example.priced(), Example.coil()).get(0);
    Bytes disclosure = statement.disclosures().get(0);
    Bytes cheaper =
        Bytes.fromHex(
            disclosure.toHex().replace(Bytes.utf8("3870").toHex(), Bytes.utf8("1000").toHex()));
    Bytes otherSalt =
        StatementBody.of(
                Example.priced(), example.log, example.suite.hash(), new FixedRandom(new byte[16]))
            .disclosures()
            .get(0);

    for (List<Bytes> forged :
        List.of(List.of(cheaper), List.of(otherSalt), Collections.nCopies(2, disclosure))) {
      assertRejected(
          () -> verifier.verify(statement.withDisclosures(forged)), Rule.DISCLOSURE_INVALID);
    }
    SignedStatement without =
        example.sign(Example.coil()).get(0).withDisclosures(List.of(disclosure));
    assertRejected(() -> verifier.verify(without), Rule.DISCLOSURE_INVALID);
    assertRejected(
        () -> verifier.verify(statement.withDisclosures(List.of(Bytes.utf8("?")))),
        Rule.MALFORMED_STATEMENT);
  }

  @Test
  void a_verifier_needs_room_for_one_batch() {
    assertThatThrownBy(() -> new StatementVerifier(TrustAnchors.of(List.of()), Example.CLOCK, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void many_threads_share_a_verifier() {
    IdentifierRecord[] records =
        IntStream.range(0, 100)
            .mapToObj(i -> Example.plain("88.118.8/" + i))
            .toArray(IdentifierRecord[]::new);
    List<SignedStatement> batch = example.sign(records);

    assertThat(
            IntStream.range(0, 2000)
                .parallel()
                .allMatch(
                    i -> verifier.verify(batch.get(i % 100)).value().equals(records[i % 100])))
        .isTrue();
  }

  @Test
  void several_anchors_are_told_apart_by_key() {
    Example sm2 = new Example(SignatureSuite.SM2_SM3);
    StatementVerifier both =
        new StatementVerifier(TrustAnchors.of(List.of(example.anchor, sm2.anchor)), Example.CLOCK);

    assertThat(both.verify(example.sign(Example.coil()).get(0)).keyId())
        .isEqualTo(example.key.keyId());
    assertThat(both.verify(sm2.sign(Example.coil()).get(0)).keyId()).isEqualTo(sm2.key.keyId());
    assertThat(sm2.anchor.covers(Prefix.parse("88.118.8"))).isTrue();
  }

  private StatementVerifier counting(Example trusted, Clock clock, int remembered) {
    return new StatementVerifier(
        TrustAnchors.of(List.of(trusted.anchor)),
        clock,
        remembered,
        (key, message, signature) -> {
          signatureChecks.incrementAndGet();
          return key.verifies(message, signature);
        });
  }

  private static void assertRejected(Runnable attempt, Rule rule) {
    assertThatThrownBy(attempt::run).matches(rule::isBrokenBy).message().doesNotContain("\n");
  }

  private static Statement.Builder parsed(StatementBody body) {
    try {
      return Statement.parseFrom(body.encoded().asByteString()).toBuilder();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** The owner of the key signs whatever body it likes. */
  private SignedStatement signed(Statement.Builder body) {
    Bytes encoded = Bytes.of(body.build().toByteString());
    MerkleTree tree = MerkleTree.ofData(HashFunction.SHA256, List.of(encoded));
    return SignedStatement.of(
        encoded, List.of(), 0, List.of(), example.signer.sign(1, 2, 7, tree, Example.TIME));
  }

  private static SignedStatement replaced(SignedStatement statement, int leaf, List<Bytes> path) {
    return SignedStatement.of(
        statement.body(), statement.disclosures(), leaf, path, statement.signedBatch());
  }

  private static SignedStatement withSignature(SignedStatement statement, byte[] signature) {
    dev.nameplate.v1.SignedStatement.Builder proto = statement.toProto().toBuilder();
    proto.getProofBuilder().getBatchBuilder().setSignature(ByteString.copyFrom(signature));
    return SignedStatement.fromProto(proto.build());
  }
}
