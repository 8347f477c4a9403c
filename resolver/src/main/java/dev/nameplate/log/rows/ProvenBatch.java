package dev.nameplate.log.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.SignedBatch;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A signed batch with the upper part of its tree: all that the proofs of its statements share.
 * Immutable.
 *
 * <p>{@value #LEAVES} aligned leaves, or the rest of them at the end, are a subtree of the batch's
 * tree (RFC 9162, section 2.1.1). The path of a leaf is therefore its path inside the subtree,
 * which its own row has ({@link StoredStatement#siblings}), followed by the path of the subtree's
 * root, which is here.
 *
 * <p>Layout of the row: signed batch (varint length, bytes), then the root of each subtree, 32
 * bytes each; none if there is only one, whose root is in the header.
 */
public final class ProvenBatch {
  /** Leaves of a full subtree. */
  public static final int LEAVES = 16;

  private static final int LEVELS_BELOW = 4;

  /** Estimated heap of the objects of a signed batch besides its bytes, in bytes. */
  private static final int OBJECTS = 700;

  private final SignedBatch batch;
  private final int subtrees;

  /** The nodes above the subtrees but for the root, level by level from the subtrees' roots up. */
  private final byte[] nodes;

  private ProvenBatch(SignedBatch batch, byte[] nodes) {
    this.batch = batch;
    this.subtrees = subtrees(batch.header().count());
    this.nodes = nodes;
  }

  private static int subtrees(int leaves) {
    return (leaves + LEAVES - 1) / LEAVES;
  }

  /** The row of a batch, from its whole tree. */
  public static Row row(SignedBatch batch, MerkleTree tree) {
    int subtrees = subtrees(batch.header().count());
    List<Bytes> roots = new ArrayList<>(subtrees);
    for (int subtree = 0; subtree < subtrees && subtrees > 1; subtree++) {
      roots.add(tree.subtree(LEVELS_BELOW, subtree));
    }
    return new Row(
        RowKeys.proof(batch.header().batch()), 0, batch.header().batch(), encode(batch, roots));
  }

  /** The hashes of a leaf's path inside its subtree, from the whole tree of a batch. */
  static List<Bytes> siblings(MerkleTree tree, int leaf) {
    List<Bytes> siblings = new ArrayList<>(LEVELS_BELOW);
    for (int level = 0; level < LEVELS_BELOW; level++) {
      int sibling = leaf >> level ^ 1;
      if (1L << level < tree.size() && sibling < tree.subtrees(level)) {
        siblings.add(tree.subtree(level, sibling));
      }
    }
    return siblings;
  }

  private static Bytes encode(SignedBatch batch, List<Bytes> roots) {
    ByteString signed = batch.encoded().asByteString();
    return Bytes.written(
        CodedOutputStream.computeBytesSizeNoTag(signed) + roots.size() * HashFunction.SIZE,
        out -> {
          out.writeBytesNoTag(signed);
          for (Bytes root : roots) {
            out.writeRawBytes(root.asByteString());
          }
        });
  }

  /**
   * The batch in a row. The roots of its subtrees lead to the root of its header; the signature is
   * not checked.
   *
   * @throws dev.nameplate.error.NodeException {@code DATA_CORRUPT} if the row is damaged
   */
  public static ProvenBatch decode(Row row) {
    try {
      CodedInputStream in = StoredStatement.input(row.value());
      SignedBatch batch = SignedBatch.parse(Bytes.of(in.readBytes()));
      int subtrees = subtrees(batch.header().count());
      List<Bytes> roots = new ArrayList<>(subtrees);
      while (!in.isAtEnd()) {
        roots.add(Bytes.wrap(in.readRawBytes(HashFunction.SIZE)));
      }
      if (batch.header().batch() != row.batch() || roots.size() != (subtrees == 1 ? 0 : subtrees)) {
        throw StoredStatement.corrupt(row, null);
      }
      return new ProvenBatch(batch, nodes(row, batch, roots));
    } catch (IOException | IllegalArgumentException | RejectedStatementException e) {
      throw StoredStatement.corrupt(row, e);
    }
  }

  /** Hashes the roots of subtrees pair by pair; the last of an odd number moves up as it is. */
  private static byte[] nodes(Row row, SignedBatch batch, List<Bytes> roots) {
    HashFunction hash = batch.header().suite().hash();
    byte[] nodes = new byte[sizeOfNodes(roots.size())];
    int at = 0;
    List<Bytes> level = roots;
    while (level.size() > 1) {
      List<Bytes> above = new ArrayList<>((level.size() + 1) / 2);
      for (int i = 0; i < level.size(); i++) {
        level.get(i).asByteString().copyTo(nodes, at);
        at += HashFunction.SIZE;
        if ((i & 1) == 1) {
          above.add(hash.nodeHash(level.get(i - 1), level.get(i)));
        } else if (i == level.size() - 1) {
          above.add(level.get(i));
        }
      }
      level = above;
    }
    if (!level.isEmpty() && !level.get(0).equals(batch.header().root())) {
      throw StoredStatement.corrupt(row, null);
    }
    return nodes;
  }

  private static int sizeOfNodes(int subtrees) {
    int size = 0;
    for (int width = subtrees; width > 1; width = (width + 1) / 2) {
      size += width * HashFunction.SIZE;
    }
    return size;
  }

  /** The signed batch. */
  public SignedBatch signed() {
    return batch;
  }

  /**
   * The inclusion path of a statement, without hashing: a view, whose hashes are read when they are
   * asked for.
   *
   * @param leaf index of its leaf
   * @param siblings the hashes beside its path inside its subtree
   * @throws IndexOutOfBoundsException if the batch has no such leaf, or that leaf has another
   *     number of siblings
   */
  public List<Bytes> path(int leaf, List<Bytes> siblings) {
    requireSiblings(Objects.checkIndex(leaf, batch.header().count()), siblings.size());
    return new Path(siblings, leaf / LEAVES);
  }

  /** The siblings inside a subtree, followed by those of its root. Immutable. */
  private final class Path extends AbstractList<Bytes> {
    private final List<Bytes> siblings;
    private final int subtree;
    private final int size;

    Path(List<Bytes> siblings, int subtree) {
      this.siblings = siblings;
      this.subtree = subtree;
      this.size = siblings.size() + above(Integer.MAX_VALUE);
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Bytes get(int index) {
      Objects.checkIndex(index, size);
      return index < siblings.size() ? siblings.get(index) : node(above(index - siblings.size()));
    }

    /** Number of the node of the n-th sibling above; of siblings above, if n is larger. */
    private int above(int n) {
      int found = 0;
      int level = 0;
      int index = subtree;
      for (int width = subtrees; width > 1; width = (width + 1) / 2) {
        if ((index ^ 1) < width && found++ == n) {
          return level + (index ^ 1);
        }
        level += width;
        index >>= 1;
      }
      return found;
    }
  }

  private void requireSiblings(int leaf, int found) {
    int expected = 0;
    int last = batch.header().count() - 1;
    for (int level = 0; level < LEVELS_BELOW; level++) {
      expected += (leaf >> level ^ 1) <= last >> level ? 1 : 0;
    }
    if (found != expected) {
      throw new IndexOutOfBoundsException(
          "siblings of leaf " + leaf + ": " + found + " (expected: " + expected + ")");
    }
  }

  private Bytes node(int number) {
    return Bytes.of(ByteString.copyFrom(nodes, number * HashFunction.SIZE, HashFunction.SIZE));
  }

  /** Estimated heap, in bytes. */
  public int weight() {
    return OBJECTS + batch.toProto().getSerializedSize() + nodes.length;
  }
}
