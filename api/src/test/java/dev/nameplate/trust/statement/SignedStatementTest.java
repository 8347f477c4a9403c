package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.v1.BatchProof;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SignedStatementTest {
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  private final Example example = new Example(SignatureSuite.ED25519_SHA256);
  private final List<SignedStatement> batch = example.sign(Example.coil(), Example.priced());
  private final SignedStatement statement = batch.get(1);

  @Test
  void a_statement_comes_back_from_its_bytes_and_its_message() {
    assertThat(SignedStatement.parse(statement.encoded())).isEqualTo(statement);
    assertThat(SignedStatement.fromProto(statement.toProto())).isEqualTo(statement);
    assertThat(statement.path()).hasSize(1);
    assertThat(statement.leafIndex()).isEqualTo(1);
    assertThat(statement.position()).isEqualTo(8);
    assertThat(batch.get(0).position()).isEqualTo(7);
    assertThat(statement.encodedSize()).isEqualTo(statement.encoded().size());
    assertThat(SignedStatement.fromProto(statement.toProto()).batch()).isEqualTo(statement.batch());
  }

  @Test
  void a_statement_claims_to_be_of_one_kind() {
    assertThat(statement.is(StatementKind.RECORD)).isTrue();
    assertThat(statement.is(StatementKind.EVENT)).isFalse();
    assertThatThrownBy(statement::recorder).matches(Rule.WRONG_KIND::isBrokenBy);
  }

  @Test
  void caps_are_checked_before_anything_else() {
    // All of these have garbage for a header and a signature: whoever looked at those first would
    // say so.
    Bytes huge = Bytes.copyOf(new byte[SignedStatement.MAX_BYTES + 1]);
    assertTooLarge(() -> SignedStatement.parse(huge));
    assertTooLarge(
        garbage(s -> s.setBody(ByteString.copyFrom(new byte[SignedStatement.MAX_BODY_BYTES + 1]))));
    assertTooLarge(
        garbage(
            s ->
                s.getProofBuilder()
                    .addAllPath(Collections.nCopies(41, ByteString.copyFrom(new byte[32])))));
    assertTooLarge(garbage(s -> s.addAllDisclosures(Collections.nCopies(2049, ByteString.EMPTY))));
    assertTooLarge(
        garbage(s -> s.addDisclosures(ByteString.copyFrom(new byte[SignedStatement.MAX_BYTES]))));
  }

  @Test
  void what_is_just_within_the_caps_is_taken() {
    SignedStatement largest =
        SignedStatement.of(
            Bytes.copyOf(new byte[SignedStatement.MAX_BODY_BYTES]),
            Collections.nCopies(2048, Bytes.utf8("x")),
            0,
            Collections.nCopies(40, statement.batch().root()),
            statement.signedBatch());

    assertThat(SignedStatement.parse(largest.encoded())).isEqualTo(largest);
  }

  @Test
  void unknown_fields_are_refused_wherever_they_stand() {
    assertMalformed(changed(s -> s.setUnknownFields(UNKNOWN)));
    assertMalformed(changed(s -> s.getProofBuilder().setUnknownFields(UNKNOWN)));
    assertMalformed(changed(s -> s.getProofBuilder().getBatchBuilder().setUnknownFields(UNKNOWN)));
  }

  @Test
  void missing_or_misshapen_parts_are_refused() {
    assertMalformed(changed(s -> s.clearBody()));
    assertMalformed(changed(s -> s.clearProof()));
    assertMalformed(changed(s -> s.getProofBuilder().clearBatch()));
    assertMalformed(
        changed(s -> s.getProofBuilder().setPath(0, ByteString.copyFrom(new byte[31]))));
    assertMalformed(
        changed(
            s ->
                s.getProofBuilder()
                    .getBatchBuilder()
                    .setSignature(ByteString.copyFrom(new byte[63]))));
    assertMalformed(changed(s -> s.getProofBuilder().getBatchBuilder().clearHeader()));
    assertMalformed(
        changed(
            s -> s.getProofBuilder().getBatchBuilder().setHeader(ByteString.copyFromUtf8("?"))));
  }

  @Test
  void other_encodings_of_the_same_message_are_refused() {
    ByteString encoded = statement.encoded().asByteString();
    ByteString body =
        dev.nameplate.v1.SignedStatement.newBuilder()
            .setBody(statement.toProto().getBody())
            .build()
            .toByteString();
    ByteString rest = encoded.substring(body.size());
    ByteString emptyProof =
        dev.nameplate.v1.SignedStatement.newBuilder()
            .setProof(BatchProof.getDefaultInstance())
            .build()
            .toByteString();

    for (ByteString other :
        List.of(
            rest.concat(body),
            body.concat(encoded),
            encoded.concat(body),
            encoded.concat(emptyProof))) {
      assertThatThrownBy(() -> SignedStatement.parse(Bytes.of(other)))
          .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
    }
  }

  @Test
  void a_leaf_beyond_the_batch_has_no_position() {
    for (int leaf : new int[] {2, -1}) {
      SignedStatement beyond =
          SignedStatement.of(statement.body(), List.of(), leaf, List.of(), statement.signedBatch());

      assertThatThrownBy(beyond::position).matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
    }
  }

  @Test
  void text_shows_sizes_and_nothing_that_is_not_believed() {
    assertThat(statement.toString())
        .startsWith("signed statement with a body of ")
        .endsWith(" and 1 disclosures")
        .doesNotContain("3870")
        .doesNotContain("SLAB");
  }

  @Test
  void statements_are_equal_if_all_their_bytes_are() {
    SignedStatement same = SignedStatement.parse(statement.encoded());

    assertThat(same).isEqualTo(statement).hasSameHashCodeAs(statement);
    assertThat(statement.withoutDisclosures())
        .isNotEqualTo(statement)
        .doesNotHaveSameHashCodeAs(statement);
  }

  private dev.nameplate.v1.SignedStatement changed(
      Consumer<dev.nameplate.v1.SignedStatement.Builder> change) {
    dev.nameplate.v1.SignedStatement.Builder builder = statement.toProto().toBuilder();
    change.accept(builder);
    return builder.build();
  }

  private Runnable garbage(Consumer<dev.nameplate.v1.SignedStatement.Builder> change) {
    return () ->
        SignedStatement.fromProto(
            changed(
                s -> {
                  s.getProofBuilder().getBatchBuilder().setHeader(ByteString.copyFromUtf8("?"));
                  s.getProofBuilder().getBatchBuilder().setSignature(ByteString.copyFromUtf8("?"));
                  change.accept(s);
                }));
  }

  private static void assertTooLarge(Runnable attempt) {
    assertThatThrownBy(attempt::run).matches(Rule.STATEMENT_TOO_LARGE::isBrokenBy);
  }

  private static void assertMalformed(dev.nameplate.v1.SignedStatement proto) {
    assertThatThrownBy(() -> SignedStatement.fromProto(proto).batch())
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }
}
