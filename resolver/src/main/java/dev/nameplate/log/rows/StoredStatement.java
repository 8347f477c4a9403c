package dev.nameplate.log.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.StatementKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement as stored in its row: the exact bytes that were hashed, and the lower part of their
 * proof.
 *
 * <p>The siblings are the hashes beside the path of its leaf, up to the root of its subtree of
 * {@value ProvenBatch#LEAVES} leaves. {@link ProvenBatch} has the rest of the path.
 *
 * <p>Layout: {@code leaf index + 256 x (1 + number of siblings)}, the siblings, 32 bytes each, then
 * body, then each disclosure; lengths and numbers as protobuf varints. A first number below 256 is
 * the leaf index of a row of format 3 or older, which has no siblings.
 *
 * @param leafIndex index of its leaf in the batch, 0 to 255
 * @param siblings 0 to 4 hashes, from the leaf's sibling up; empty in a row of format 3 or older
 * @param body the exact body
 * @param disclosures the exact disclosures of its restricted values
 */
public record StoredStatement(
    int leafIndex, Optional<List<Bytes>> siblings, Bytes body, List<Bytes> disclosures) {
  private static final int MOST_LEAVES = 256;
  private static final int MOST_SIBLINGS = 4;

  /** Checks the ranges. */
  public StoredStatement {
    if (leafIndex < 0 || leafIndex >= MOST_LEAVES) {
      throw new IllegalArgumentException("leafIndex: " + leafIndex + " (expected: 0 to 255)");
    }
    if (siblings.isPresent() && siblings.get().size() > MOST_SIBLINGS) {
      throw new IllegalArgumentException(
          "siblings: " + siblings.get().size() + " (expected: 0 to " + MOST_SIBLINGS + ")");
    }
    disclosures = List.copyOf(disclosures);
  }

  /** Copy of this statement with siblings, which follow from the other leaves of its batch. */
  public StoredStatement withSiblings(List<Bytes> known) {
    return new StoredStatement(leafIndex, Optional.of(known), body, disclosures);
  }

  /** The value of the row. */
  public Bytes encode() {
    int hashes = siblings.map(List::size).orElse(0);
    int first = leafIndex + (siblings.isPresent() ? MOST_LEAVES * (1 + hashes) : 0);
    int size =
        CodedOutputStream.computeUInt32SizeNoTag(first)
            + hashes * HashFunction.SIZE
            + CodedOutputStream.computeBytesSizeNoTag(body.asByteString());
    for (Bytes disclosure : disclosures) {
      size += CodedOutputStream.computeBytesSizeNoTag(disclosure.asByteString());
    }
    return Bytes.written(
        size,
        out -> {
          out.writeUInt32NoTag(first);
          for (Bytes sibling : siblings.orElse(List.of())) {
            out.writeRawBytes(sibling.asByteString());
          }
          out.writeBytesNoTag(body.asByteString());
          for (Bytes disclosure : disclosures) {
            out.writeBytesNoTag(disclosure.asByteString());
          }
        });
  }

  /** The statement in a row. */
  public static StoredStatement decode(Row row) {
    try {
      CodedInputStream in = input(row.value());
      int first = in.readUInt32();
      if (first < 0 || first >= MOST_LEAVES * (2 + MOST_SIBLINGS)) {
        throw corrupt(row, null);
      }
      Optional<List<Bytes>> siblings =
          first < MOST_LEAVES
              ? Optional.empty()
              : Optional.of(hashes(in, row, first / MOST_LEAVES - 1));
      ByteString body = in.readBytes();
      List<Bytes> disclosures = in.isAtEnd() ? List.of() : new ArrayList<>();
      while (!in.isAtEnd()) {
        disclosures.add(Bytes.of(in.readBytes()));
      }
      return new StoredStatement(first % MOST_LEAVES, siblings, Bytes.of(body), disclosures);
    } catch (IOException e) {
      throw corrupt(row, e);
    }
  }

  /** Hashes that stand one after the other, as views of the row. */
  private static List<Bytes> hashes(CodedInputStream in, Row row, int count) throws IOException {
    int from = in.getTotalBytesRead();
    in.skipRawBytes(count * HashFunction.SIZE);
    Bytes[] hashes = new Bytes[count];
    for (int i = 0; i < count; i++) {
      int at = from + i * HashFunction.SIZE;
      hashes[i] = Bytes.of(row.value().asByteString().substring(at, at + HashFunction.SIZE));
    }
    return List.of(hashes);
  }

  /** The content of the statement in a row, with its disclosures. It is read, not verified. */
  public static <T> T read(Row row, StatementKind<T> kind, HashFunction hash) {
    StoredStatement stored = decode(row);
    return read(row, kind, stored.body(), stored.disclosures(), hash);
  }

  /** The public content of the statement in a row. */
  public static <T> T readPublic(Row row, StatementKind<T> kind) {
    return read(row, kind, decode(row).body(), List.of(), HashFunction.SHA256);
  }

  private static <T> T read(
      Row row, StatementKind<T> kind, Bytes body, List<Bytes> disclosures, HashFunction hash) {
    try {
      return kind.read(body, disclosures, hash).value();
    } catch (RejectedStatementException e) { // our own row, so it is the row that is wrong
      throw corrupt(row, e);
    }
  }

  /** The input that reads bytes without copying them. */
  public static CodedInputStream input(Bytes bytes) {
    CodedInputStream in = bytes.asByteString().newCodedInput();
    in.enableAliasing(true);
    return in;
  }

  /** The error of a row that cannot be read. */
  public static NodeException corrupt(Row row, @Nullable Exception cause) {
    return corrupt(row, "damaged", cause);
  }

  /** The error of a row that the node's own keys do not prove. */
  public static NodeException unproven(Row row, Exception cause) {
    return corrupt(row, "it or anchor.txt is damaged", cause);
  }

  private static NodeException corrupt(Row row, String what, @Nullable Exception cause) {
    return new NodeException(
        ErrorReason.DATA_CORRUPT,
        "row %s of batch %s: %s (expected: what the node wrote); restore this node from a backup"
            .formatted(row.key().table(), row.batch(), what),
        cause);
  }
}
