package dev.nameplate.wire;

import dev.nameplate.log.read.LogProofs.Inclusion;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.v1.ProveInclusionRequest;
import dev.nameplate.v1.ProveInclusionResponse;
import java.util.Optional;

/** Proofs that a batch is in a log: from the wire and to it. */
public final class InclusionCodec {
  private InclusionCodec() {}

  /** Asks for the proof of a batch in the newest checkpoint. */
  public static ProveInclusionRequest request(long batch) {
    return ProveInclusionRequest.newBuilder().setBatch(batch).build();
  }

  /**
   * A proof as it is sent.
   *
   * @param portable the same as a C2SP tlog-proof, if it is for the newest checkpoint
   */
  public static ProveInclusionResponse response(Inclusion inclusion, Optional<TlogProof> portable) {
    return ProveInclusionResponse.newBuilder()
        .setBatch(inclusion.batch().toProto())
        .setTreeSize(inclusion.treeSize())
        .addAllPath(inclusion.path().stream().map(Bytes::asByteString).toList())
        .setTlogProof(portable.map(TlogProof::toString).orElse(""))
        .build();
  }

  /**
   * A batch with its place in the log, unverified.
   *
   * @throws dev.nameplate.error.RejectedStatementException if the batch is malformed
   */
  public static Inclusion inclusion(ProveInclusionResponse response) {
    return new Inclusion(
        SignedBatch.fromProto(response.getBatch()),
        response.getTreeSize(),
        response.getPathList().stream().map(Bytes::of).toList());
  }

  /**
   * The proof as a C2SP tlog-proof, unverified.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it is malformed
   */
  public static TlogProof portable(ProveInclusionResponse response) {
    return TlogProof.parse(response.getTlogProof());
  }
}
