package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.SignedStatement;
import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example of api/README.md. */
class OfflineVerificationTest {
  @ParameterizedTest
  @EnumSource
  void a_statement_is_checked_with_an_anchor_alone(SignatureSuite suite) {
    Example example = new Example(suite);
    String anchorFile = example.anchor.toString();
    Bytes received = example.sign(Example.coil()).get(0).encoded();

    // region readme
    TrustAnchors anchors = TrustAnchors.parse(anchorFile, "anchor.txt");
    StatementVerifier verifier = new StatementVerifier(anchors, Clock.systemUTC());

    Identifier asked = Identifier.parse("88.118.8/COIL-2026-000451");
    Verified<IdentifierRecord> verified = verifier.verify(SignedStatement.parse(received), asked);
    verified.value().values(); // signed by the authority of 88.118.8, or the line above threw
    // endregion

    assertThat(verified.value()).isEqualTo(Example.coil());
  }
}
