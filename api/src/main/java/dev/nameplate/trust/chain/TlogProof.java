package dev.nameplate.trust.chain;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.StrictBase64;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleProof;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A text that proves offline that a batch is in a log: number of the batch, inclusion path, signed
 * checkpoint. Immutable.
 *
 * <p><b>Source:</b> C2SP tlog-proof@v1.
 *
 * @param extra unsigned bytes, for the application
 * @param index number of the leaf in the log, from 0
 * @param path inclusion path from the leaf's sibling up to the root's child, 32 bytes each, at most
 *     {@link #MAX_PATH}
 * @param checkpoint the signed checkpoint, as the log issued it
 */
public record TlogProof(
    Optional<Bytes> extra, long index, List<Bytes> path, SignedNote checkpoint) {
  /** The most hashes of a path: a log has fewer than 2^63 leaves. */
  public static final int MAX_PATH = 63;

  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  /** Checks the parts. */
  public TlogProof {
    if (index < 0
        || path.size() > MAX_PATH
        || path.stream().anyMatch(hash -> hash.size() != HashFunction.SIZE)) {
      throw Rule.MALFORMED_NOTE.broken(
          "a proof has the index "
              + index
              + " or a path that is not at most "
              + MAX_PATH
              + " hashes of 32 bytes");
    }
    path = List.copyOf(path);
  }

  /**
   * Reads a proof, without believing it.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_NOTE} if it is none
   */
  public static TlogProof parse(String text) {
    int blank = text.indexOf("\n\n");
    if (blank < 0 || blank > SignedNote.MAX_CHARACTERS) {
      throw Rule.MALFORMED_NOTE.broken("a proof lacks the blank line before its checkpoint");
    }
    List<String> lines = new ArrayList<>(List.of(text.substring(0, blank).split("\n", -1)));
    if (!lines.remove(0).equals(HEADER)) {
      throw Rule.MALFORMED_NOTE.broken("a proof does not begin with the line " + HEADER);
    }
    Optional<Bytes> extra = Optional.empty();
    if (!lines.isEmpty() && lines.get(0).startsWith(EXTRA)) {
      extra = Optional.of(decode(lines.remove(0).substring(EXTRA.length())));
    }
    if (lines.isEmpty() || !lines.get(0).startsWith(INDEX) || lines.size() > 1 + MAX_PATH) {
      throw Rule.MALFORMED_NOTE.broken("a proof lacks its index, or its path is too long");
    }
    long index = Checkpoint.number(lines.remove(0).substring(INDEX.length()));
    List<Bytes> path = lines.stream().map(TlogProof::decode).toList();
    return new TlogProof(extra, index, path, SignedNote.parse(text.substring(blank + 2)));
  }

  private static Bytes decode(String base64) {
    return StrictBase64.decode(base64)
        .orElseThrow(
            () -> Rule.MALFORMED_NOTE.broken("\"" + base64 + "\" in a proof is not Base64"));
  }

  /**
   * Checks that a batch is in the log of an anchor.
   *
   * @param batch the batch; its own signature is not checked here
   * @return the checkpoint of the log that the batch is in
   * @throws BrokenRuleException {@link Rule#CHECKPOINT_REJECTED} if the checkpoint is not one of
   *     the anchor's log
   * @throws BrokenRuleException {@link Rule#SIGNATURE_INVALID} if its signature is wrong
   * @throws BrokenRuleException {@link Rule#PROOF_INVALID} if the batch is not the leaf of that
   *     tree that has its number
   */
  public Checkpoint verify(SignedBatch batch, TrustAnchor anchor) {
    return verify(batch, TrustAnchors.of(List.of(anchor)));
  }

  /**
   * Checks that a batch is in its log, whose authority key may have changed since.
   *
   * @param batch the batch; its own signature is not checked here
   * @return the checkpoint of the log that the batch is in
   * @throws BrokenRuleException {@link Rule#CHECKPOINT_REJECTED} if the checkpoint is not one of an
   *     anchor's log, or of another log than the batch
   * @throws BrokenRuleException {@link Rule#SIGNATURE_INVALID} if its signature is wrong
   * @throws BrokenRuleException {@link Rule#PROOF_INVALID} if the batch is not the leaf of that
   *     tree that has its number
   */
  public Checkpoint verify(SignedBatch batch, TrustAnchors anchors) {
    Checkpoint verified = Checkpoint.verify(checkpoint, anchors);
    if (!verified.origin().equals(batch.header().log())) {
      throw Rule.CHECKPOINT_REJECTED.broken(
          "the checkpoint is of the log "
              + verified.origin()
              + ", and the batch of "
              + batch.header().log());
    }
    if (index != batch.header().batch()) {
      throw Rule.PROOF_INVALID.broken(
          "the proof is of leaf " + index + " of the log, not of batch " + batch.header().batch());
    }
    MerkleProof.requireInclusion(
        HashFunction.SHA256, batch.logLeafHash(), index, verified.size(), path, verified.root());
    return verified;
  }

  /** The proof as text; files of it are named {@code *.tlog-proof}. */
  @Override
  public String toString() {
    return HEADER
        + "\n"
        + extra.map(bytes -> EXTRA + StrictBase64.encode(bytes) + "\n").orElse("")
        + INDEX
        + index
        + "\n"
        + path.stream().map(hash -> StrictBase64.encode(hash) + "\n").collect(Collectors.joining())
        + "\n"
        + checkpoint;
  }
}
