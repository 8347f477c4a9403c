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
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement as stored in its row: the exact bytes that were hashed, and the data needed to find
 * their proof.
 *
 * <p>Layout: leaf index, then body, then each disclosure; lengths and numbers as protobuf varints.
 *
 * @param leafIndex index of its leaf in the batch
 * @param body the exact body
 * @param disclosures the exact disclosures of its restricted values
 */
public record StoredStatement(int leafIndex, Bytes body, List<Bytes> disclosures) {
  public StoredStatement {
    disclosures = List.copyOf(disclosures);
  }

  /** The value of the row. */
  public Bytes encode() {
    int size =
        CodedOutputStream.computeUInt32SizeNoTag(leafIndex)
            + CodedOutputStream.computeBytesSizeNoTag(body.asByteString());
    for (Bytes disclosure : disclosures) {
      size += CodedOutputStream.computeBytesSizeNoTag(disclosure.asByteString());
    }
    byte[] row = new byte[size];
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(row);
      out.writeUInt32NoTag(leafIndex);
      out.writeBytesNoTag(body.asByteString());
      for (Bytes disclosure : disclosures) {
        out.writeBytesNoTag(disclosure.asByteString());
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array of the computed size takes it all
    }
    return Bytes.wrap(row);
  }

  /** The statement in a row. */
  public static StoredStatement decode(Row row) {
    try {
      CodedInputStream in = input(row.value());
      int leafIndex = in.readUInt32();
      ByteString body = in.readBytes();
      List<Bytes> disclosures = in.isAtEnd() ? List.of() : new ArrayList<>();
      while (!in.isAtEnd()) {
        disclosures.add(Bytes.of(in.readBytes()));
      }
      return new StoredStatement(leafIndex, Bytes.of(body), disclosures);
    } catch (IOException e) {
      throw corrupt(row, e);
    }
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
  public static NodeException corrupt(Row row, Exception cause) {
    return corrupt(row, "damaged", cause);
  }

  /** The error of a row that the node's own keys do not prove. */
  public static NodeException unproven(Row row, Exception cause) {
    return corrupt(row, "it or anchor.txt is damaged", cause);
  }

  private static NodeException corrupt(Row row, String what, Exception cause) {
    return new NodeException(
        ErrorReason.DATA_CORRUPT,
        "row %s of batch %s: %s (expected: what the node wrote); restore this node from a backup"
            .formatted(row.key().table(), row.batch(), what),
        cause);
  }
}
