package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.CertificateBody;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.CertifiedAnswer;
import dev.nameplate.v1.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateVerificationTest {
  private static final HashFunction HASH = HashFunction.SHA256;
  private static final Bytes QUESTION = Bytes.utf8("question");

  private final Party root = Party.root();
  private final Party county = Party.county();
  private final Party mill = Party.mill();
  private final SignedStatement toCounty = root.delegates(county.delegated());
  private final SignedStatement toMill = county.delegates(mill.delegated());
  private final StatementVerifier verifier = Party.at(Duration.ofMinutes(1), root);
  private final Authority ofCounty = verifier.authority(List.of(toCounty), mill.prefix);
  private final Authority ofMill = verifier.authority(List.of(toCounty, toMill), mill.prefix);

  private static MerkleTree rows(HashFunction hash) {
    return MerkleTree.ofData(
        hash, IntStream.range(0, 5).mapToObj(row -> Bytes.utf8("row " + row)).toList());
  }

  private static Certificate certificate(Party of, SignedNote checkpoint) {
    HashFunction hash = of.key.suite().hash();
    return new Certificate(
        of.prefix,
        Certificate.Answer.TRACE,
        hash.hash(QUESTION),
        Certificate.View.PUBLIC,
        7,
        checkpoint,
        5,
        rows(hash).root(),
        true,
        true);
  }

  private static SignedNote checkpoint(Party of, NoteSigner... signers) {
    return Checkpoint.of(of.log, 3, HASH.hash(QUESTION)).sign(List.of(signers));
  }

  private static SignedNote checkpoint(Party of) {
    return of.key.suite() == SignatureSuite.SM2_SM3
        ? checkpoint(of, of.logSigner(), new NoteSigner(of.log.text(), of.key))
        : checkpoint(of, of.logSigner());
  }

  private static SignedStatement signed(Party by, Certificate certificate) {
    return UnloggedSigner.ofAnswers(by.log, by.key).sign(certificate, Example.TIME).statement();
  }

  private static SignedStatement signed(Party by) {
    return signed(by, certificate(by, checkpoint(by)));
  }

  @Test
  void the_authority_of_a_node_certifies_its_answer() {
    Verified<Certificate> verified = verifier.verifyCertificate(signed(mill), ofMill);

    assertThat(verified.value()).isEqualTo(certificate(mill, checkpoint(mill)));
    assertThat(verified.chain()).isEqualTo(ofMill.chain());
    assertThat(verified.batch().log().text()).isEqualTo(mill.log + "/answer");
    assertThat(verifier.verifyCertificate(signed(county), ofCounty).value().authority())
        .isEqualTo(county.prefix);
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_is_the_certified_one_or_refused(SignatureSuite suite) {
    HashFunction hash = suite.hash();
    Certificate certificate =
        new Certificate(
            mill.prefix,
            Certificate.Answer.RECALL,
            hash.hash(QUESTION),
            Certificate.View.ALL,
            7,
            checkpoint(mill),
            5,
            rows(hash).root(),
            false,
            false);
    certificate.requireAnswer(hash, QUESTION, 5, rows(hash).root());
    differs(() -> certificate.requireAnswer(hash, Bytes.utf8("other"), 5, rows(hash).root()));
    differs(() -> certificate.requireAnswer(hash, QUESTION, 4, rows(hash).root()));
    differs(() -> certificate.requireAnswer(hash, QUESTION, 5, hash.hash(QUESTION)));
    for (int row = 0; row < 5; row++) {
      Bytes content = Bytes.utf8("row " + row);
      List<Bytes> path = rows(hash).inclusionPath(row);
      certificate.requireRow(hash, content, row, path);
      int other = (row + 1) % 5;
      assertThatThrownBy(() -> certificate.requireRow(hash, content, other, path))
          .matches(Rule.PROOF_INVALID::isBrokenBy);
    }
  }

  private static void differs(Runnable check) {
    assertThatThrownBy(check::run).matches(Rule.ANSWER_DIFFERS::isBrokenBy);
  }

  @Test
  void the_certificate_of_another_authority_is_refused() {
    rejected(signed(county), ofMill, Rule.UNTRUSTED_KEY);
    rejected(signed(mill, certificate(county, checkpoint(mill))), ofMill, Rule.PREFIX_NOT_COVERED);
    SignedStatement hosted = county.delegates(DelegationOf.hosted("88.118.7"));
    Prefix pears = Prefix.parse("88.118.7");
    rejected(
        signed(county),
        verifier.authority(List.of(toCounty, hosted), pears),
        Rule.PREFIX_NOT_COVERED);
  }

  @Test
  void a_checkpoint_of_another_log_or_without_a_signature_is_refused() {
    rejected(signed(mill, certificate(mill, checkpoint(county))), ofMill, Rule.CHECKPOINT_REJECTED);
    rejected(
        signed(mill, certificate(mill, checkpoint(mill, new NoteSigner("stranger", mill.key)))),
        ofMill,
        Rule.SIGNATURE_INVALID);
    rejected(
        signed(county, certificate(county, checkpoint(county, county.logSigner()))),
        ofCounty,
        Rule.CHECKPOINT_REJECTED);
  }

  @Test
  void certificates_absences_and_statements_of_the_log_do_not_pass_for_each_other() {
    Bytes body =
        CertificateBody.of(certificate(mill, checkpoint(mill)), mill.log.answers()).encoded();
    Identifier coil = Identifier.parse("88.118.8/COIL-2");

    rejected(mill.sign(body, mill.log, Example.TIME, 0), ofMill, Rule.WRONG_LOG);
    rejected(mill.sign(body, mill.log.absences(), Example.TIME, 0), ofMill, Rule.WRONG_LOG);
    rejected(
        mill.sign(mill.absence("88.118.8/COIL-2").body(), mill.log.answers(), Example.TIME, 0),
        ofMill,
        Rule.WRONG_KIND);
    rejected(mill.record("88.118.8/COIL-2"), ofMill, Rule.WRONG_LOG);
    assertThatThrownBy(() -> verifier.verifyAbsence(signed(mill), coil, ofMill))
        .matches(Rule.WRONG_LOG::isBrokenBy);
    assertThatThrownBy(() -> verifier.verify(signed(mill), coil, ofMill))
        .matches(Rule.WRONG_LOG::isBrokenBy);
    assertThatThrownBy(() -> verifier.verifyEvent(signed(mill), ofMill))
        .matches(Rule.WRONG_LOG::isBrokenBy);
  }

  @Test
  void a_revoked_key_certifies_nothing() {
    SignedStatement revoked =
        county.delegates(mill.delegated().keys(mill.authorityKey().revokedFrom(Long.MAX_VALUE)));

    rejected(
        signed(mill),
        verifier.authority(List.of(toCounty, revoked), mill.prefix),
        Rule.KEY_REVOKED);
  }

  @Test
  void a_forged_or_a_disclosing_certificate_is_refused() {
    SignedStatement statement = signed(mill);
    rejected(
        SignedStatement.of(
            statement.body(),
            List.of(),
            0,
            List.of(),
            SignedBatch.sign(statement.batch(), mill.successor("thief").key)),
        ofMill,
        Rule.SIGNATURE_INVALID);
    rejected(statement.withDisclosures(List.of(toMill.body())), ofMill, Rule.DISCLOSURE_INVALID);
  }

  @Test
  void malformed_bodies_are_refused() {
    malformed(body -> body.setSuffix("COIL"));
    malformed(body -> body.setPrefix("no prefix"));
    malformed(body -> body.getCertificateBuilder().setQuestion(QUESTION.asByteString()));
    malformed(body -> body.getCertificateBuilder().clearRoot());
    malformed(body -> body.getCertificateBuilder().clearView());
    malformed(body -> body.getCertificateBuilder().setViewValue(9));
    malformed(body -> body.getCertificateBuilder().clearAnswer());
    malformed(body -> body.getCertificateBuilder().setAnswerValue(9));
    malformed(body -> body.getCertificateBuilder().setRows(-1));
    malformed(body -> body.getCertificateBuilder().setPosition(-1));
    malformed(
        body ->
            body.getCertificateBuilder()
                .setUnknownFields(
                    UnknownFieldSet.newBuilder()
                        .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build()));
    assertThatThrownBy(
            () -> changed(body -> body.getCertificateBuilder().setCheckpoint("no checkpoint")))
        .matches(Rule.MALFORMED_NOTE::isBrokenBy);
    assertThat(
            changed(
                    body ->
                        body.getCertificateBuilder()
                            .setAnswer(CertifiedAnswer.CERTIFIED_ANSWER_RECALL))
                .certificate()
                .answer())
        .isEqualTo(Certificate.Answer.RECALL);
  }

  private void malformed(Consumer<Statement.Builder> change) {
    assertThatThrownBy(() -> changed(change))
        .isInstanceOf(BrokenRuleException.class)
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }

  private CertificateBody changed(Consumer<Statement.Builder> change) {
    Bytes body =
        CertificateBody.of(certificate(mill, checkpoint(mill)), mill.log.answers()).encoded();
    try {
      Statement.Builder builder = Statement.parseFrom(body.asByteString()).toBuilder();
      change.accept(builder);
      return CertificateBody.parse(Bytes.of(builder.build().toByteString()));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void rejected(SignedStatement statement, Authority authority, Rule rule) {
    assertThatThrownBy(() -> verifier.verifyCertificate(statement, authority))
        .matches(rule::isBrokenBy, rule.toString());
  }
}
