package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No bit of a signed statement can be changed, wherever it stands. */
class BitFlipTest {
  @ParameterizedTest
  @EnumSource
  void flipping_any_bit_of_a_lone_statement_is_noticed(SignatureSuite suite) {
    Example example = new Example(suite);

    assertEveryFlipIsNoticed(example, example.sign(Example.coil()).get(0));
  }

  @ParameterizedTest
  @EnumSource
  void flipping_any_bit_of_a_statement_with_a_path_and_a_disclosure_is_noticed(
      SignatureSuite suite) {
    Example example = new Example(suite);
    List<SignedStatement> batch =
        example.sign(
            Example.coil(),
            Example.priced(),
            Example.plain("88.118.8/3"),
            Example.plain("88.118.8/4"));

    assertThat(batch.get(1).path()).hasSize(2);
    assertThat(batch.get(1).disclosures()).hasSize(1);
    assertEveryFlipIsNoticed(example, batch.get(1));
  }

  @ParameterizedTest
  @EnumSource
  void cutting_a_statement_off_anywhere_is_noticed(SignatureSuite suite) {
    Example example = new Example(suite);
    StatementVerifier verifier = example.verifier();
    Bytes encoded = example.sign(Example.coil(), Example.priced()).get(1).encoded();
    for (int size = 0; size < encoded.size(); size++) {
      assertRejected(
          verifier, Bytes.of(encoded.asByteString().substring(0, size)), "cut to " + size);
      assertRejected(
          verifier,
          Bytes.of(encoded.asByteString().substring(encoded.size() - size)),
          "last " + size);
    }
  }

  private static void assertEveryFlipIsNoticed(Example example, SignedStatement statement) {
    StatementVerifier verifier = example.verifier();
    Bytes encoded = statement.encoded();
    assertThat(verifier.verify(SignedStatement.parse(encoded)).statement()).isEqualTo(statement);
    for (int bit = 0; bit < 8 * encoded.size(); bit++) {
      assertRejected(verifier, Bits.flip(encoded, bit), "bit " + bit);
    }
  }

  /** Also with the verifier that takes the identifier out of the statement: even that notices. */
  private static void assertRejected(StatementVerifier verifier, Bytes encoded, String what) {
    try {
      verifier.verify(SignedStatement.parse(encoded));
    } catch (RejectedStatementException expected) {
      return;
    }
    fail(what + " went unnoticed: " + encoded.toHex());
  }
}
