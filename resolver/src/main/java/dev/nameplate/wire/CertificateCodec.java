package dev.nameplate.wire;

import dev.nameplate.record.Bytes;
import dev.nameplate.trace.Certification;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.AnswerCertificate;
import java.util.Optional;

/** Certificates of answers: from the wire and to it. */
final class CertificateCodec {
  private CertificateCodec() {}

  static AnswerCertificate toProto(Certification certificate) {
    AnswerCertificate.Builder proto =
        AnswerCertificate.newBuilder()
            .setQuestion(certificate.question().asByteString())
            .setStatement(certificate.statement().toProto());
    certificate.chain().forEach(link -> proto.addChain(link.toProto()));
    return proto.build();
  }

  static Optional<Certification> optional(boolean said, AnswerCertificate proto) {
    return said
        ? Optional.of(
            new Certification(
                Bytes.of(proto.getQuestion()),
                SignedStatement.fromProto(proto.getStatement()),
                proto.getChainList().stream().map(SignedStatement::fromProto).toList()))
        : Optional.empty();
  }
}
