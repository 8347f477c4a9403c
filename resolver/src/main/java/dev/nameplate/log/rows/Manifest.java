package dev.nameplate.log.rows;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The row keys of a batch's statements, in the order of its leaves, so that the log can be read by
 * position.
 *
 * <p>Layout: for each statement its partition, name (varint length, bytes) and version (varint).
 *
 * @param entries the statements
 */
public record Manifest(List<Entry> entries) {
  /**
   * A statement of the batch.
   *
   * @param key its row key
   * @param version its version
   */
  public record Entry(RowKey key, long version) {}

  Bytes encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 * entries.size());
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (Entry entry : entries) {
        out.writeStringNoTag(entry.key().partition());
        out.writeBytesNoTag(entry.key().name().asByteString());
        out.writeUInt64NoTag(entry.version());
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array takes it all
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /** The manifest in a row. */
  public static Manifest decode(Row row) {
    try {
      CodedInputStream in = StoredStatement.input(row.value());
      List<Entry> entries = new ArrayList<>();
      while (!in.isAtEnd()) {
        String partition = in.readStringRequireUtf8();
        Bytes name = Bytes.of(in.readBytes());
        entries.add(new Entry(new RowKey(Table.STATEMENT, partition, name), in.readUInt64()));
      }
      return new Manifest(entries);
    } catch (IOException e) {
      throw StoredStatement.corrupt(row, e);
    }
  }
}
