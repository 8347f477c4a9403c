package dev.nameplate.trace.certificate;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.merkle.GrowingRoot;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.Certificate.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of an answer as leaves of the tree of its certificate: of a trace in the order of the
 * answer, of a recall in ascending order of their hashes. Keeps one hash a level of a trace, and
 * about 100 bytes a row of a recall. Used by one thread.
 */
public final class AnswerRows {
  private final HashFunction hash;
  private final GrowingRoot root;
  private final boolean sorted;
  private final List<Bytes> unsorted = new ArrayList<>();

  /** An answer without rows. */
  public AnswerRows(Answer answer, HashFunction hash) {
    this.hash = hash;
    this.root = new GrowingRoot(hash);
    this.sorted = answer == Answer.RECALL;
  }

  /** The leaves of an answer in the order of its tree. */
  public static List<Bytes> inOrder(Answer answer, List<Bytes> leafHashes) {
    return answer == Answer.RECALL ? leafHashes.stream().sorted().toList() : leafHashes;
  }

  /** Adds a row. */
  public void add(Bytes row) {
    Bytes leaf = hash.leafHash(row);
    if (sorted) {
      unsorted.add(leaf);
    } else {
      root.add(leaf);
    }
  }

  /** Number of rows. */
  public long size() {
    return root.size() + unsorted.size();
  }

  /** The root of the tree, once all rows are added. */
  public Bytes root() {
    unsorted.sort(null);
    unsorted.forEach(root::add);
    unsorted.clear();
    return root.root();
  }
}
