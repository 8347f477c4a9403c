package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.assign;
import static dev.nameplate.server.grpc.Wire.refused;
import static dev.nameplate.server.grpc.Wire.restricted;
import static dev.nameplate.server.grpc.Wire.text;
import static dev.nameplate.server.grpc.Wire.withUnknownField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.ByteString;
import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleProof;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.v1.GetCheckpointRequest;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ProveConsistencyRequest;
import dev.nameplate.v1.ProveConsistencyResponse;
import dev.nameplate.v1.ProveInclusionRequest;
import dev.nameplate.v1.ProveInclusionResponse;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogServiceTest {
  private static final int BATCHES = 7;

  private ServedNode served;

  @BeforeAll
  void open(@TempDir Path directory) {
    served = ServedNode.in(directory.resolve("node"));
    fill(served);
  }

  @AfterAll
  void close() {
    served.close();
  }

  /** Writes one after the other, so that each is a batch of its own. */
  private static void fill(ServedNode served) {
    for (int i = 0; i < BATCHES; i++) {
      served
          .registration()
          .assign(assign("88.118.8/C-" + i, text(1, "N", "" + i), restricted(2, "PRICE", "4100")));
    }
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void the_checkpoint_is_signed_by_every_key_of_the_log(
      SignatureSuite suite, @TempDir Path directory) {
    try (ServedNode other =
        ServedNode.open(
            ServedNode.config(directory.resolve("other")).withSuite(suite),
            Caller.STRANGER,
            Runnable::run)) {
      fill(other);

      Checkpoint checkpoint =
          Checkpoint.verify(SignedNote.parse(checkpoint(other)), other.node.anchor());

      assertThat(checkpoint.size()).isEqualTo(BATCHES);
    }
  }

  @Test
  void a_batch_is_proved_to_be_in_the_newest_log_in_both_forms() {
    ProveInclusionResponse proof = served.log().proveInclusion(inclusion(4, 0));
    SignedBatch batch = SignedBatch.fromProto(proof.getBatch());

    assertThat(proof.getTreeSize()).isEqualTo(BATCHES);
    Checkpoint checkpoint =
        TlogProof.parse(proof.getTlogProof()).verify(batch, served.node.anchor());
    assertThatCode(
            () ->
                MerkleProof.requireInclusion(
                    HashFunction.SHA256,
                    batch.logLeafHash(),
                    4,
                    BATCHES,
                    bytes(proof.getPathList()),
                    checkpoint.root()))
        .doesNotThrowAnyException();
  }

  @Test
  void a_proof_for_an_earlier_size_has_no_checkpoint() {
    ProveInclusionResponse proof = served.log().proveInclusion(inclusion(1, 3));

    assertThat(proof.getTreeSize()).isEqualTo(3);
    assertThat(proof.getTlogProof()).isEmpty();
    assertThat(proof.getPathList()).hasSize(2);
  }

  @Test
  void a_larger_log_is_proved_to_extend_a_smaller_one(@TempDir Path directory) {
    try (ServedNode growing = ServedNode.in(directory)) {
      fill(growing);
      Checkpoint small = Checkpoint.parse(SignedNote.parse(checkpoint(growing)).text());
      growing.registration().assign(assign("88.118.8/D"));
      Checkpoint large = Checkpoint.parse(SignedNote.parse(checkpoint(growing)).text());

      ProveConsistencyResponse proof = growing.log().proveConsistency(consistency(small.size(), 0));

      assertThat(proof.getSecondSize()).isEqualTo(large.size());
      assertThatCode(
              () ->
                  MerkleProof.requireConsistency(
                      HashFunction.SHA256,
                      small.size(),
                      small.root(),
                      large.size(),
                      large.root(),
                      bytes(proof.getPathList())))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({"7, 0", "3, 3", "0, 8", "9, 8"})
  void a_batch_or_a_size_that_the_log_never_had_is_out_of_range(long batch, long size) {
    refused(
        () -> served.log().proveInclusion(inclusion(batch, size)),
        Status.Code.OUT_OF_RANGE,
        ErrorReason.OUT_OF_LOG);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "8, 0", "5, 4", "1, 8"})
  void sizes_that_the_log_never_had_are_out_of_range(long first, long second) {
    refused(
        () -> served.log().proveConsistency(consistency(first, second)),
        Status.Code.OUT_OF_RANGE,
        ErrorReason.OUT_OF_LOG);
  }

  @Test
  void numbers_beyond_63_bits_are_refused() {
    refused(
        () -> served.log().proveInclusion(inclusion(-1, 0)),
        Status.Code.INVALID_ARGUMENT,
        ErrorReason.INVALID_ARGUMENT);
  }

  @Test
  void statements_come_in_log_order_without_disclosures() {
    List<ReadStatementsResponse> all = new ArrayList<>();
    served.log().readStatements(read(0, 0)).forEachRemaining(all::add);

    assertThat(all)
        .extracting(ReadStatementsResponse::getPosition)
        .isEqualTo(LongStream.range(0, BATCHES).boxed().toList());
    assertThat(all)
        .allSatisfy(each -> assertThat(each.getStatement().getDisclosuresCount()).isZero());
  }

  @ParameterizedTest
  @CsvSource({"0, 3, 3", "5, 0, 2", "5, 100, 2", "7, 0, 0", "4711, 0, 0"})
  void reading_begins_and_ends_where_it_is_asked_to(long first, long limit, int expected) {
    List<ReadStatementsResponse> all = new ArrayList<>();
    served.log().readStatements(read(first, limit)).forEachRemaining(all::add);

    assertThat(all).hasSize(expected);
    assertThat(all.stream().mapToLong(ReadStatementsResponse::getPosition).min().orElse(first))
        .isEqualTo(first);
  }

  @Test
  void a_reader_gets_no_more_than_it_asks_for_and_then_the_rest() {
    Received<ReadStatementsRequest, ReadStatementsResponse> statements = Received.nothingYet();
    LogServiceGrpc.newStub(served.channel()).readStatements(read(0, 0), statements);

    assertThat(statements.soFar()).isEmpty();
    statements.read(2);
    assertThat(statements.soFar()).hasSize(2);
    statements.read(100);
    assertThat(statements.all()).hasSize(BATCHES);
  }

  @Test
  void reading_stops_when_the_reader_cancels() {
    Received<ReadStatementsRequest, ReadStatementsResponse> statements = Received.nothingYet();
    LogServiceGrpc.newStub(served.channel()).readStatements(read(0, 0), statements);
    statements.read(2);

    statements.call().cancel("enough", null);

    assertThat(statements.end()).isCompletedExceptionally();
    assertThat(statements.soFar()).hasSize(2);
  }

  @Test
  void an_unknown_field_is_refused_also_in_streams() {
    refused(
        () -> served.log().readStatements(withUnknownField(read(0, 0), 3)).hasNext(),
        Status.Code.INVALID_ARGUMENT,
        ErrorReason.INVALID_ARGUMENT);
  }

  private static String checkpoint(ServedNode served) {
    return served.log().getCheckpoint(GetCheckpointRequest.getDefaultInstance()).getCheckpoint();
  }

  private static ProveInclusionRequest inclusion(long batch, long size) {
    return ProveInclusionRequest.newBuilder().setBatch(batch).setTreeSize(size).build();
  }

  private static ProveConsistencyRequest consistency(long first, long second) {
    return ProveConsistencyRequest.newBuilder().setFirstSize(first).setSecondSize(second).build();
  }

  private static ReadStatementsRequest read(long first, long limit) {
    return ReadStatementsRequest.newBuilder().setFirstPosition(first).setLimit(limit).build();
  }

  private static List<Bytes> bytes(List<ByteString> path) {
    return path.stream().map(Bytes::of).toList();
  }
}
