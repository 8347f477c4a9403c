package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batch headers, signed batches, and what the owner of a log may vouch for. */
class BatchTest {
  private final Example example = new Example(SignatureSuite.SM2_SM3);

  @ParameterizedTest
  @EnumSource
  void a_signed_batch_comes_back_from_its_bytes(SignatureSuite suite) {
    Example own = new Example(suite);
    SignedBatch batch = own.sign(Example.coil()).get(0).signedBatch();

    SignedBatch read = SignedBatch.parse(batch.encoded());

    assertThat(read).isEqualTo(batch);
    assertThat(read.header()).isEqualTo(batch.header());
    assertThat(read.headerBytes()).isEqualTo(batch.header().encoded());
    assertThat(own.signer.signed(read)).isTrue();
    assertThat(new Example(other(suite)).signer.signed(read)).isFalse();
    assertThat(read.logLeafHash()).isEqualTo(HashFunction.SHA256.leafHash(read.header().encoded()));
  }

  @Test
  void the_first_batch_of_a_log_leaves_its_zeros_out_and_comes_back() {
    BatchHeader header =
        new BatchHeader(
            example.log,
            0,
            0,
            0,
            1,
            HashFunction.SM3.hash(Bytes.EMPTY),
            Instant.EPOCH,
            SignatureSuite.SM2_SM3,
            example.key.keyId());

    assertThat(BatchHeader.parse(header.encoded())).isEqualTo(header);
  }

  @Test
  void a_batch_may_hold_the_last_positions_of_a_log() throws InvalidProtocolBufferException {
    BatchHeader last = changed(h -> h.setFirstPosition(Long.MAX_VALUE - 3).setCount(3));

    assertThat(last.firstPosition() + last.count()).isEqualTo(Long.MAX_VALUE);
    assertMalformed(h -> h.setFirstPosition(Long.MAX_VALUE - 3).setCount(4));
  }

  @Test
  void batches_are_equal_if_their_bytes_are_and_shown_as_their_headers() {
    SignedBatch batch = example.sign(Example.coil()).get(0).signedBatch();
    SignedBatch other = example.sign(Example.priced()).get(0).signedBatch();

    assertThat(SignedBatch.parse(batch.encoded())).isEqualTo(batch).hasSameHashCodeAs(batch);
    assertThat(batch).isNotEqualTo(other).doesNotHaveSameHashCodeAs(other);
    assertThat(batch).hasToString(batch.header().toString());
  }

  @Test
  void a_header_out_of_range_is_refused() {
    assertMalformed(h -> h.clearLog());
    assertMalformed(h -> h.setLog("a log"));
    assertMalformed(h -> h.setLog("x".repeat(256)));
    assertMalformed(h -> h.setEpoch(-1));
    assertMalformed(h -> h.setBatch(-1));
    assertMalformed(h -> h.setFirstPosition(-1));
    assertMalformed(h -> h.setFirstPosition(Long.MAX_VALUE));
    assertMalformed(h -> h.setCount(0));
    assertMalformed(h -> h.setCount(-1));
    assertMalformed(h -> h.setRoot(ByteString.copyFrom(new byte[31])));
    assertMalformed(h -> h.setTimeMillis(-1));
    assertMalformed(h -> h.setTimeMillis(Long.MAX_VALUE));
    assertMalformed(h -> h.setSuiteValue(0));
    assertMalformed(h -> h.setSuiteValue(3));
    assertMalformed(h -> h.setKeyId(ByteString.copyFrom(new byte[33])));
    assertMalformed(
        h ->
            h.setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build()));
  }

  @Test
  void another_encoding_of_a_batch_is_refused() {
    SignedBatch batch = example.sign(Example.coil()).get(0).signedBatch();

    assertThatThrownBy(
            () ->
                SignedBatch.parse(
                    Bytes.of(
                        batch.encoded().asByteString().concat(batch.encoded().asByteString()))))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
    assertThatThrownBy(() -> SignedBatch.parse(Bytes.utf8("?")))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }

  @ParameterizedTest
  @EnumSource
  void the_owner_of_a_log_vouches_for_its_own_statements(SignatureSuite suite) {
    Example own = new Example(suite);
    SignedStatement statement = own.sign(Example.coil(), Example.priced()).get(1);

    Verified<IdentifierRecord> vouched = own.signer.vouch(statement, StatementKind.RECORD);

    assertThat(vouched).isEqualTo(own.verifier().verify(statement));
    assertThat(vouched.batch()).isEqualTo(statement.batch());
  }

  @Test
  void the_owner_of_a_log_does_not_vouch_for_others() {
    SignedStatement foreign =
        new Example(SignatureSuite.ED25519_SHA256).sign(Example.coil()).get(0);
    BatchSigner otherLog = new BatchSigner(new LogName("88.118.8/log-2"), example.key);
    StatementBody otherBody =
        StatementBody.of(Example.coil(), otherLog.log(), HashFunction.SM3, example.random);

    assertThatThrownBy(() -> example.signer.vouch(foreign, StatementKind.RECORD))
        .matches(Rule.UNTRUSTED_KEY::isBrokenBy);
    assertThatThrownBy(
            () -> otherLog.vouch(example.sign(Example.coil()).get(0), StatementKind.RECORD))
        .matches(Rule.WRONG_LOG::isBrokenBy);
    assertThatThrownBy(
            () ->
                example.signer.vouch(example.sign(List.of(otherBody)).get(0), StatementKind.RECORD))
        .matches(Rule.WRONG_LOG::isBrokenBy);
  }

  private void assertMalformed(Consumer<dev.nameplate.v1.BatchHeader.Builder> change) {
    assertThatThrownBy(() -> changed(change)).matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }

  private BatchHeader changed(Consumer<dev.nameplate.v1.BatchHeader.Builder> change)
      throws InvalidProtocolBufferException {
    dev.nameplate.v1.BatchHeader.Builder header =
        dev.nameplate.v1.BatchHeader.parseFrom(
            example.sign(Example.coil()).get(0).batch().encoded().asByteString())
            .toBuilder();
    change.accept(header);
    return BatchHeader.parse(Bytes.of(header.build().toByteString()));
  }

  private static SignatureSuite other(SignatureSuite suite) {
    return suite == SignatureSuite.SM2_SM3 ? SignatureSuite.ED25519_SHA256 : SignatureSuite.SM2_SM3;
  }
}
