package dev.nameplate.log.rows;

import com.google.protobuf.CodedInputStream;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.SignedBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The proofs of up to sixteen neighbouring leaves of a batch in a store of format 3 or older: the
 * leaf hashes, and the path of the subtree above them. Only read: format 4 has {@link ProvenBatch}
 * and the siblings of {@link StoredStatement}.
 *
 * <p>Layout: signed batch (varint length, bytes), number of hashes of the path (one byte), path,
 * leaf hashes.
 *
 * @param batch the signed batch
 * @param path from the group's subtree up to the root's child
 * @param leaves the leaf hashes
 */
public record ProofGroup(SignedBatch batch, List<Bytes> path, List<Bytes> leaves) {
  /** Leaves in a full group. */
  public static final int SIZE = 16;

  /** Number of groups of a batch of some leaves. */
  public static int groups(int leaves) {
    return (leaves + SIZE - 1) / SIZE;
  }

  /** The subtree of the group, which finds the path of each of its leaves. */
  public MerkleTree subtree(HashFunction hash) {
    return MerkleTree.ofLeafHashes(hash, leaves);
  }

  /** The inclusion path of a leaf of the batch, found with the group's subtree. */
  public List<Bytes> pathOf(int leafIndex, MerkleTree subtree) {
    List<Bytes> inside = subtree.inclusionPath(leafIndex % SIZE);
    return Stream.concat(inside.stream(), path.stream()).toList();
  }

  /** The group in a row. */
  public static ProofGroup decode(Row row) {
    try {
      CodedInputStream in = StoredStatement.input(row.value());
      SignedBatch batch = SignedBatch.parse(Bytes.of(in.readBytes()));
      int steps = in.readRawByte();
      List<Bytes> path = new ArrayList<>(steps);
      for (int i = 0; i < steps; i++) {
        path.add(Bytes.wrap(in.readRawBytes(HashFunction.SIZE)));
      }
      List<Bytes> leaves = new ArrayList<>(SIZE);
      while (!in.isAtEnd()) {
        leaves.add(Bytes.wrap(in.readRawBytes(HashFunction.SIZE)));
      }
      return new ProofGroup(batch, path, leaves);
    } catch (IOException | IllegalArgumentException | RejectedStatementException e) {
      throw StoredStatement.corrupt(row, e);
    }
  }
}
