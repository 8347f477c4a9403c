package dev.nameplate.trust.statement;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleProof;
import dev.nameplate.trust.note.SignedNote;
import java.util.List;

/**
 * A node's statement of what it answered to a trace or a recall. It proves that a kept answer is
 * the whole answer, and each row by itself; not that the node told the truth. Immutable.
 *
 * @param authority the prefix of the node that answered
 * @param answer the kind of question
 * @param question hash of the bytes of the question, {@value HashFunction#SIZE} bytes, in the hash
 *     of the signing suite
 * @param view the events that the caller may see
 * @param position number of statements in the node's log that the answer is based on, 0 or more
 * @param checkpoint the newest checkpoint of the node's log
 * @param rows number of rows, 0 or more
 * @param root root of the Merkle tree over the rows, {@value HashFunction#SIZE} bytes, in the hash
 *     of the signing suite
 * @param complete true if the node calls the answer complete
 * @param newest true if the position was the newest when the question was asked; false if the
 *     question is about an earlier state of the log
 */
public record Certificate(
    Prefix authority,
    Answer answer,
    Bytes question,
    View view,
    long position,
    SignedNote checkpoint,
    long rows,
    Bytes root,
    boolean complete,
    boolean newest) {
  /** Checks the ranges. */
  public Certificate {
    if (question.size() != HashFunction.SIZE
        || root.size() != HashFunction.SIZE
        || position < 0
        || rows < 0) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "the certificate has a question of %d bytes, a root of %d bytes, the position %d or %d rows"
                  .formatted(question.size(), root.size(), position, rows)
              + " (expected: %d bytes each, and numbers of 0 or more)"
                  .formatted(HashFunction.SIZE));
    }
  }

  /**
   * Checks that a kept answer is the certified answer (api/README.md, section 16).
   *
   * @param hash the hash of the signing suite
   * @param asked the exact bytes of the question
   * @param kept number of kept rows
   * @param keptRoot root of the tree over the kept rows
   * @throws dev.nameplate.trust.BrokenRuleException {@link Rule#ANSWER_DIFFERS} if it is not
   */
  public void requireAnswer(HashFunction hash, Bytes asked, long kept, Bytes keptRoot) {
    requireQuestion(hash, asked);
    if (kept != rows) {
      throw Rule.ANSWER_DIFFERS.broken(
          "the certificate is of an answer of %d rows, and %d are here".formatted(rows, kept));
    }
    if (!keptRoot.equals(root)) {
      throw Rule.ANSWER_DIFFERS.broken(
          "some of the %d rows are not those of the certificate".formatted(rows)
              + (answer == Answer.TRACE ? ", or not in its order" : ""));
    }
  }

  /**
   * Checks that a question is the certified question.
   *
   * @throws dev.nameplate.trust.BrokenRuleException {@link Rule#ANSWER_DIFFERS} if it is not
   */
  public void requireQuestion(HashFunction hash, Bytes asked) {
    if (!hash.hash(asked).equals(question)) {
      throw Rule.ANSWER_DIFFERS.broken("the certificate is of another question");
    }
  }

  /**
   * Checks that a row is one of the answer.
   *
   * @param index place of the row in the tree, from 0
   * @param path inclusion path, from the row's sibling up to the root's child
   * @throws dev.nameplate.trust.BrokenRuleException {@link Rule#PROOF_INVALID} if it is not
   */
  public void requireRow(HashFunction hash, Bytes row, long index, List<Bytes> path) {
    MerkleProof.requireInclusion(hash, hash.leafHash(row), index, rows, path, root);
  }

  /** A kind of question. */
  public enum Answer {
    /** A trace: rows in the order of the answer. */
    TRACE,
    /** A recall: rows in ascending order of their leaf hashes. */
    RECALL
  }

  /** The events that a caller may see. */
  public enum View {
    /** Public events; restricted ones are gaps. */
    PUBLIC,
    /** All events. */
    ALL
  }
}
