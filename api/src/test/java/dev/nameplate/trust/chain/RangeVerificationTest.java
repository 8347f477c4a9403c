package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.RangeBody;
import dev.nameplate.v1.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The statement of a range proves its members, as it was signed, and nothing else. */
final class RangeVerificationTest {
  private static final Identifier MEMBER = Identifier.parse("88.118.8/coil-2026-000451");

  private final Example example = new Example(SignatureSuite.ED25519_SHA256);
  private final Bytes body =
      dev.nameplate.trust.statement.RangeBody.of(Example.coils(), example.log).encoded();
  private final MerkleTree tree = MerkleTree.ofData(example.suite.hash(), List.of(body));
  private final SignedBatch batch = example.signer.sign(1, 0, 0, tree, Example.TIME);
  private final StatementVerifier verifier =
      new StatementVerifier(TrustAnchors.of(List.of(example.anchor)), Example.CLOCK);

  private SignedStatement signed(Bytes content) {
    return SignedStatement.of(content, List.of(), 0, tree.inclusionPath(0), batch);
  }

  @Test
  void a_member_is_believed_with_its_values_filled_in() {
    Verified<IdentifierRecord> coil = verifier.verify(signed(body), MEMBER);

    assertThat(coil.value().identifier()).hasToString("88.118.8/COIL-2026-000451");
    assertThat(coil.value().version()).isEqualTo(1);
    assertThat(coil.value().values().get(0).data().toString())
        .contains("https://mill.example/coils/451");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "88.118.8/COIL-2026-000000",
        "88.118.8/COIL-2026-100001",
        "88.118.8/COIL-2026-451",
        "88.118.8/COIL-2026-0004510",
        "88.118.8/COIL-2026-",
        "88.118.9/COIL-2026-000451",
      })
  void it_says_nothing_about_what_is_no_member(String other) {
    assertThatThrownBy(() -> verifier.verify(signed(body), Identifier.parse(other)))
        .matches(Rule.WRONG_SUBJECT::isBrokenBy);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("first", range -> range.setFirst(0)),
        change("last", range -> range.setLast(200_000)),
        change("pattern", range -> range.setPattern("COIL-2026-{seq:6}{check}")),
        change("value", range -> range.getValuesBuilder(0).setText("https://thief.example/{n}")));
  }

  private static Arguments change(String name, Consumer<RangeBody.Builder> change) {
    return Arguments.of(Named.of(name, change));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void whatever_of_it_is_changed_the_signature_is_for_something_else(
      Consumer<RangeBody.Builder> change) throws InvalidProtocolBufferException {
    Statement.Builder statement = Statement.parseFrom(body.asByteString()).toBuilder();
    change.accept(statement.getRangeBuilder());
    Bytes changed = Bytes.of(statement.build().toByteString());
    Identifier member =
        dev.nameplate.trust.statement.RangeBody.parse(changed).range().identifier(451);

    assertThatThrownBy(() -> verifier.verify(signed(changed), member))
        .matches(Rule.NOT_IN_BATCH::isBrokenBy);
  }
}
