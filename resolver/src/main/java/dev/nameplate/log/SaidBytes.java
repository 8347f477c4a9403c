package dev.nameplate.log;

import com.google.protobuf.CodedOutputStream;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.HashFunction;
import dev.nameplate.trust.IdentifierRange;
import dev.nameplate.trust.LogName;
import dev.nameplate.trust.RangeBody;
import dev.nameplate.trust.RecordValues;
import dev.nameplate.trust.ValueTemplate;
import dev.nameplate.v1.Reference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The bytes of what a write says, whose digest tells its repeat from another write. They are laid
 * out here, field by field, and not by a library that may do it otherwise tomorrow: digests are
 * stored. The layout is that of an {@code UpdateRequest} on the wire, with a qualifier behind it.
 */
final class SaidBytes {
  private final LogName log;
  private final boolean forEveryone;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private boolean retirement;

  private SaidBytes(LogName log, boolean forEveryone) {
    this.log = log;
    this.forEveryone = forEveryone;
  }

  /** The digests of a write to a log. */
  static WriteDigest digest(Write write, LogName log) {
    return new WriteDigest(digest(write, log, false), digest(write, log, true));
  }

  private static Bytes digest(Write write, LogName log, boolean forEveryone) {
    SaidBytes said = new SaidBytes(log, forEveryone);
    write.say(said);
    Bytes all = Bytes.wrap(said.bytes.toByteArray());
    return said.retirement ? HashFunction.SHA256.leafHash(all) : HashFunction.SHA256.hash(all);
  }

  /** Whether only what everyone may read is to be said. */
  boolean isForEveryone() {
    return forEveryone;
  }

  /** What is written about, and the version that must be the newest. */
  void subject(String identifier, long expectedVersion) {
    add(
        encoded(
            out -> {
              out.writeString(1, identifier);
              if (expectedVersion != 0) {
                out.writeUInt64(2, expectedVersion);
              }
            }));
  }

  /** A value; of one that not everyone may read, everyone knows the index only. */
  void value(RecordValue value) {
    byte[] said =
        forEveryone && !value.permissions().publicRead()
            ? encoded(out -> out.writeUInt32(1, (int) value.index()))
            : encoded(out -> write(out, RecordValues.toProto(value)));
    add(encoded(out -> out.writeByteArray(3, said)));
  }

  /** A value of every member of a range. */
  void template(ValueTemplate template) {
    byte[] said = encoded(out -> write(out, template.toProto()));
    add(encoded(out -> out.writeByteArray(3, said)));
  }

  /** Bytes behind all others. */
  void qualifier(Bytes qualifier) {
    add(qualifier.toByteArray());
  }

  /** A text behind all others. */
  void qualifier(String qualifier) {
    qualifier(Bytes.utf8(qualifier));
  }

  /** A range: the bytes that are signed say it all. */
  void range(IdentifierRange range) {
    qualifier(RangeBody.of(range, log).encoded());
  }

  /** Tells a retirement, which says nothing, from an update without values. */
  void retirement() {
    retirement = true;
  }

  private void add(byte[] more) {
    bytes.write(more, 0, more.length);
  }

  private static void write(CodedOutputStream out, dev.nameplate.v1.RecordValue value)
      throws IOException {
    if (value.getIndex() != 0) {
      out.writeUInt32(1, value.getIndex());
    }
    if (!value.getType().isEmpty()) {
      out.writeString(2, value.getType());
    }
    switch (value.getDataCase()) {
      case BINARY -> out.writeBytes(3, value.getBinary());
      case TEXT -> out.writeString(4, value.getText());
      case REFERENCE -> out.writeByteArray(5, encoded(value.getReference()));
      case JSON -> out.writeString(6, value.getJson());
      case NUMBER -> out.writeString(7, value.getNumber());
      case DATA_NOT_SET -> {}
    }
    if (value.hasTtlSeconds()) {
      out.writeUInt32(8, value.getTtlSeconds());
    }
    if (value.getExpiresAtSeconds() != 0) {
      out.writeUInt64(9, value.getExpiresAtSeconds());
    }
    if (value.hasTimestampSeconds()) {
      out.writeUInt64(10, value.getTimestampSeconds());
    }
    if (value.hasPermissions()) {
      out.writeUInt32(11, value.getPermissions());
    }
    for (Reference reference : value.getReferencesList()) {
      out.writeByteArray(12, encoded(reference));
    }
  }

  private static byte[] encoded(Reference reference) {
    return encoded(
        out -> {
          if (!reference.getIdentifier().isEmpty()) {
            out.writeString(1, reference.getIdentifier());
          }
          if (reference.getIndex() != 0) {
            out.writeUInt32(2, reference.getIndex());
          }
        });
  }

  /** Writes to a stream. */
  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] encoded(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      writing.to(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array takes it all
    }
    return bytes.toByteArray();
  }
}
