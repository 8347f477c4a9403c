package dev.nameplate.trust.statement;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.v1.CertifiedAnswer;
import dev.nameplate.v1.CertifiedView;
import dev.nameplate.v1.Statement;

/**
 * The bytes of the certificate of an answer, and their content. Immutable.
 *
 * <p>Parsing verifies nothing; a {@link dev.nameplate.trust.chain.StatementVerifier} does.
 *
 * @param log the log of answers, {@link LogName#answers}, that the statement belongs to
 * @param certificate the content
 * @param encoded the exact bytes
 */
public record CertificateBody(LogName log, Certificate certificate, Bytes encoded)
    implements UnloggedBody<Certificate> {
  /** Encodes a certificate as a statement of a log. */
  public static CertificateBody of(Certificate certificate, LogName log) {
    Statement statement =
        Statement.newBuilder()
            .setPrefix(certificate.authority().toString())
            .setLog(log.text())
            .setCertificate(
                dev.nameplate.v1.CertificateBody.newBuilder()
                    .setAnswer(
                        switch (certificate.answer()) {
                          case TRACE -> CertifiedAnswer.CERTIFIED_ANSWER_TRACE;
                          case RECALL -> CertifiedAnswer.CERTIFIED_ANSWER_RECALL;
                        })
                    .setQuestion(certificate.question().asByteString())
                    .setView(
                        switch (certificate.view()) {
                          case PUBLIC -> CertifiedView.CERTIFIED_VIEW_PUBLIC;
                          case ALL -> CertifiedView.CERTIFIED_VIEW_ALL;
                        })
                    .setPosition(certificate.position())
                    .setCheckpoint(certificate.checkpoint().toString())
                    .setRows(certificate.rows())
                    .setRoot(certificate.root().asByteString())
                    .setComplete(certificate.complete())
                    .setNewest(certificate.newest()))
            .build();
    return new CertificateBody(log, certificate, Bytes.of(statement.toByteString()));
  }

  /** Reads a certificate; refuses what {@link DelegationBody#parse} would refuse. */
  public static CertificateBody parse(Bytes encoded) {
    Statement statement = StatementFrame.read(encoded, Statement.KindCase.CERTIFICATE);
    dev.nameplate.v1.CertificateBody body = statement.getCertificate();
    try {
      RecordValues.requireKnownFields("statement", statement);
      RecordValues.requireKnownFields("certificate", body);
      if (!statement.getSuffix().isEmpty()) {
        throw Rule.MALFORMED_STATEMENT.broken("the certificate has a suffix");
      }
      return new CertificateBody(
          new LogName(statement.getLog()),
          new Certificate(
              Prefix.parse(statement.getPrefix()),
              answer(body.getAnswer()),
              Bytes.of(body.getQuestion()),
              view(body.getView()),
              body.getPosition(),
              SignedNote.parse(body.getCheckpoint()),
              body.getRows(),
              Bytes.of(body.getRoot()),
              body.getComplete(),
              body.getNewest()),
          encoded);
    } catch (InvalidInputException e) {
      throw Rule.MALFORMED_STATEMENT.broken("the certificate is malformed: " + e.getMessage());
    }
  }

  private static Certificate.Answer answer(CertifiedAnswer proto) {
    return switch (proto) {
      case CERTIFIED_ANSWER_TRACE -> Certificate.Answer.TRACE;
      case CERTIFIED_ANSWER_RECALL -> Certificate.Answer.RECALL;
      case CERTIFIED_ANSWER_UNSPECIFIED, UNRECOGNIZED ->
          throw Rule.MALFORMED_STATEMENT.broken("the certificate is of an unknown kind of answer");
    };
  }

  private static Certificate.View view(CertifiedView proto) {
    return switch (proto) {
      case CERTIFIED_VIEW_PUBLIC -> Certificate.View.PUBLIC;
      case CERTIFIED_VIEW_ALL -> Certificate.View.ALL;
      case CERTIFIED_VIEW_UNSPECIFIED, UNRECOGNIZED ->
          throw Rule.MALFORMED_STATEMENT.broken("the certificate is of an unknown view");
    };
  }

  @Override
  public Certificate content() {
    return certificate;
  }
}
