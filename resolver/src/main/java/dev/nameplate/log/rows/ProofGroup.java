package dev.nameplate.log.rows;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.SignedBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The proofs of up to sixteen neighbouring leaves of a batch: the leaf hashes, and the path of the
 * subtree above them.
 *
 * <p>Sixteen aligned leaves, or the rest of them at the end, are a subtree of the batch's tree (RFC
 * 9162, section 2.1.1), so the path of a leaf is its path inside the group followed by the group's
 * own. In this form a proof costs 32 bytes and a bit for each statement, and is found with one
 * read.
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

  private static final int HASH_BYTES = 32;

  /** A group of a batch, counted from 0. */
  static ProofGroup of(SignedBatch batch, MerkleTree tree, List<Bytes> leafHashes, int group) {
    int first = group * SIZE;
    List<Bytes> leaves = leafHashes.subList(first, Math.min(first + SIZE, leafHashes.size()));
    List<Bytes> path = tree.inclusionPath(first);
    int levelsInside = 32 - Integer.numberOfLeadingZeros(leaves.size() - 1);
    return new ProofGroup(batch, path.subList(levelsInside, path.size()), leaves);
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

  Bytes encode() {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(256 + HASH_BYTES * (path.size() + leaves.size()));
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeBytesNoTag(batch.encoded().asByteString());
      out.writeRawByte(path.size());
      for (Bytes step : path) {
        out.writeRawBytes(step.asByteString());
      }
      for (Bytes leaf : leaves) {
        out.writeRawBytes(leaf.asByteString());
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array takes it all
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /** The group in a row. */
  public static ProofGroup decode(Row row) {
    try {
      CodedInputStream in = StoredStatement.input(row.value());
      SignedBatch batch = SignedBatch.parse(Bytes.of(in.readBytes()));
      int steps = in.readRawByte();
      List<Bytes> path = new ArrayList<>(steps);
      for (int i = 0; i < steps; i++) {
        path.add(Bytes.wrap(in.readRawBytes(HASH_BYTES)));
      }
      List<Bytes> leaves = new ArrayList<>(SIZE);
      while (!in.isAtEnd()) {
        leaves.add(Bytes.wrap(in.readRawBytes(HASH_BYTES)));
      }
      return new ProofGroup(batch, path, leaves);
    } catch (IOException | IllegalArgumentException | RejectedStatementException e) {
      throw StoredStatement.corrupt(row, e);
    }
  }
}
