package dev.nameplate.trust.statement;

import com.google.protobuf.CodedOutputStream;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.trust.note.LogName;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;

/**
 * Bytes of records and their values, field by field, without a message in between: a bulk load
 * spends much of its time here. The bytes equal those of the generated messages.
 *
 * <p><b>Source:</b> api/README.md, sections 1 and 4; statement.proto ({@code Statement}, {@code
 * RecordBody}, {@code RecordValue}, {@code Reference}).
 */
public final class RecordBytes {
  private RecordBytes() {}

  /** The bytes of a value; what equals its default is left out. */
  public static Bytes of(RecordValue value) {
    return Bytes.written(size(value), out -> write(value, out));
  }

  /**
   * The bytes of the statement of a record.
   *
   * @param digests the digests that replace restricted values, by index
   */
  static Bytes of(IdentifierRecord record, LogName log, SortedMap<Long, Bytes> digests) {
    int[] sizes = new int[record.values().size()];
    int bodySize = bodySize(record, digests, sizes);
    String prefix = record.identifier().prefix().toString();
    String suffix = record.identifier().suffix().toString();
    int size =
        CodedOutputStream.computeStringSize(2, prefix)
            + CodedOutputStream.computeStringSize(3, suffix)
            + CodedOutputStream.computeStringSize(4, log.text())
            + partSize(16, bodySize);
    return Bytes.written(
        size,
        out -> {
          out.writeString(2, prefix);
          out.writeString(3, suffix);
          out.writeString(4, log.text());
          begin(16, bodySize, out);
          writeBody(record, digests, sizes, out);
        });
  }

  private static int bodySize(
      IdentifierRecord record, SortedMap<Long, Bytes> digests, int[] sizes) {
    int size = CodedOutputStream.computeUInt64Size(1, record.version());
    if (!record.previous().isEmpty()) {
      size += CodedOutputStream.computeBytesSize(2, record.previous().asByteString());
    }
    if (record.retired()) {
      size += CodedOutputStream.computeBoolSize(3, true);
    }
    for (int i = 0; i < sizes.length; i++) {
      RecordValue value = record.values().get(i);
      if (!digests.containsKey(value.index())) {
        sizes[i] = size(value);
        size += partSize(4, sizes[i]);
      }
    }
    for (Map.Entry<Long, Bytes> each : digests.entrySet()) {
      size += partSize(5, restrictedSize(each.getKey(), each.getValue()));
    }
    return size;
  }

  private static void writeBody(
      IdentifierRecord record, SortedMap<Long, Bytes> digests, int[] sizes, CodedOutputStream out)
      throws IOException {
    out.writeUInt64(1, record.version());
    if (!record.previous().isEmpty()) {
      out.writeBytes(2, record.previous().asByteString());
    }
    if (record.retired()) {
      out.writeBool(3, true);
    }
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] > 0) {
        begin(4, sizes[i], out);
        write(record.values().get(i), out);
      }
    }
    for (Map.Entry<Long, Bytes> each : digests.entrySet()) {
      begin(5, restrictedSize(each.getKey(), each.getValue()), out);
      out.writeUInt32(1, each.getKey().intValue());
      out.writeBytes(2, each.getValue().asByteString());
    }
  }

  private static int restrictedSize(long index, Bytes digest) {
    return CodedOutputStream.computeUInt32Size(1, (int) index)
        + CodedOutputStream.computeBytesSize(2, digest.asByteString());
  }

  private static int size(RecordValue value) {
    int size =
        CodedOutputStream.computeUInt32Size(1, (int) value.index())
            + CodedOutputStream.computeStringSize(2, value.type())
            + size(value.data());
    if (value.timeToLive() instanceof TimeToLive.Until until) {
      size += CodedOutputStream.computeUInt64Size(9, until.moment().getEpochSecond());
    } else if (hasSeconds(value)) {
      size += CodedOutputStream.computeUInt32Size(8, seconds(value));
    }
    if (value.timestamp().isPresent()) {
      size += CodedOutputStream.computeUInt64Size(10, value.timestamp().get().getEpochSecond());
    }
    if (!value.permissions().equals(Permissions.DEFAULT)) {
      size += CodedOutputStream.computeUInt32Size(11, value.permissions().bits());
    }
    for (ValueReference reference : value.references()) {
      size += partSize(12, size(reference));
    }
    return size;
  }

  private static void write(RecordValue value, CodedOutputStream out) throws IOException {
    out.writeUInt32(1, (int) value.index());
    out.writeString(2, value.type());
    write(value.data(), out);
    if (value.timeToLive() instanceof TimeToLive.Until until) {
      out.writeUInt64(9, until.moment().getEpochSecond());
    } else if (hasSeconds(value)) {
      out.writeUInt32(8, seconds(value));
    }
    if (value.timestamp().isPresent()) {
      out.writeUInt64(10, value.timestamp().get().getEpochSecond());
    }
    if (!value.permissions().equals(Permissions.DEFAULT)) {
      out.writeUInt32(11, value.permissions().bits());
    }
    for (ValueReference reference : value.references()) {
      write(12, reference, out);
    }
  }

  private static boolean hasSeconds(RecordValue value) {
    return !value.timeToLive().equals(TimeToLive.DEFAULT);
  }

  private static int seconds(RecordValue value) {
    return (int) ((TimeToLive.Relative) value.timeToLive()).duration().toSeconds();
  }

  private static int size(ValueData data) {
    if (data instanceof ValueData.Binary binary) {
      return CodedOutputStream.computeBytesSize(3, binary.bytes().asByteString());
    } else if (data instanceof ValueData.Reference reference) {
      return partSize(5, size(reference.to()));
    }
    return CodedOutputStream.computeStringSize(field(data), data.text());
  }

  private static void write(ValueData data, CodedOutputStream out) throws IOException {
    if (data instanceof ValueData.Binary binary) {
      out.writeBytes(3, binary.bytes().asByteString());
    } else if (data instanceof ValueData.Reference reference) {
      write(5, reference.to(), out);
    } else {
      out.writeString(field(data), data.text());
    }
  }

  /** The field of a form that is written as its text. */
  private static int field(ValueData data) {
    return data instanceof ValueData.Text ? 4 : data instanceof ValueData.Json ? 6 : 7;
  }

  private static int size(ValueReference reference) {
    int size = CodedOutputStream.computeStringSize(1, reference.identifier().toString());
    return reference.index() == 0
        ? size
        : size + CodedOutputStream.computeUInt32Size(2, (int) reference.index());
  }

  private static void write(int field, ValueReference reference, CodedOutputStream out)
      throws IOException {
    begin(field, size(reference), out);
    out.writeString(1, reference.identifier().toString());
    if (reference.index() != 0) {
      out.writeUInt32(2, (int) reference.index());
    }
  }

  /** Size of a field that holds a message of a size. */
  private static int partSize(int field, int size) {
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt32SizeNoTag(size)
        + size;
  }

  private static void begin(int field, int size, CodedOutputStream out) throws IOException {
    out.writeTag(field, 2); // length-delimited
    out.writeUInt32NoTag(size);
  }
}
