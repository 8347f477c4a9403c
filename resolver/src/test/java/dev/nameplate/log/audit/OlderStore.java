package dev.nameplate.log.audit;

import com.google.protobuf.CodedOutputStream;
import dev.nameplate.log.rows.Manifest;
import dev.nameplate.log.rows.ProofGroup;
import dev.nameplate.log.rows.ProvenBatch;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a store of format 3 of one of format 4, as the versions before wrote it. */
public final class OlderStore {
  private OlderStore() {}

  /** Writes all rows of a closed store in the older format, and marks it. */
  public static void make(Path directory) throws IOException {
    try (RocksDbRecordStore store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT)) {
      for (long batch = 0; batch < store.head().batches(); batch++) {
        makeBatch(store, batch);
      }
    }
    mark(directory, 3);
  }

  /** Marks a store with a version of the format. */
  public static void mark(Path directory, int version) throws IOException {
    Files.writeString(directory.resolve("FORMAT"), "nameplate-store " + version + "\n");
  }

  private static void makeBatch(RocksDbRecordStore store, long batch) throws IOException {
    RowKey proof = RowKeys.proof(batch);
    ProvenBatch proven = ProvenBatch.decode(store.read(proof).orElseThrow());
    HashFunction hash = proven.signed().header().suite().hash();
    List<Row> rows = new ArrayList<>();
    List<Bytes> leaves = new ArrayList<>();
    for (Manifest.Entry entry :
        Manifest.decode(store.read(RowKeys.manifest(batch)).orElseThrow()).entries()) {
      Row row = store.version(entry.key(), entry.version()).orElseThrow();
      StoredStatement stored = StoredStatement.decode(row);
      leaves.add(hash.leafHash(stored.body()));
      StoredStatement older =
          new StoredStatement(
              stored.leafIndex(), Optional.empty(), stored.body(), stored.disclosures());
      rows.add(new Row(row.key(), row.version(), batch, older.encode()));
    }
    MerkleTree tree = MerkleTree.ofLeafHashes(hash, leaves);
    for (int group = 0; group < ProofGroup.groups(leaves.size()); group++) {
      Bytes value = group(proven, tree, leaves, group * ProofGroup.SIZE);
      rows.add(new Row(RowKeys.proofGroup(batch, group), 0, batch, value));
    }
    store.mend(rows, List.of(proof));
  }

  private static Bytes group(ProvenBatch proven, MerkleTree tree, List<Bytes> leaves, int first)
      throws IOException {
    List<Bytes> own = leaves.subList(first, Math.min(first + ProofGroup.SIZE, leaves.size()));
    List<Bytes> whole = tree.inclusionPath(first);
    int inside = 32 - Integer.numberOfLeadingZeros(own.size() - 1);
    List<Bytes> path = whole.subList(inside, whole.size());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeBytesNoTag(proven.signed().encoded().asByteString());
    out.writeRawByte(path.size());
    for (Bytes step : path) {
      out.writeRawBytes(step.asByteString());
    }
    for (Bytes leaf : own) {
      out.writeRawBytes(leaf.asByteString());
    }
    out.flush();
    return Bytes.wrap(bytes.toByteArray());
  }
}
