package dev.nameplate.log.commit;

import com.google.protobuf.CodedOutputStream;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.RecordValues;
import dev.nameplate.trust.statement.ValueTemplate;
import dev.nameplate.v1.Reference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The canonical bytes of a write's content, whose digest distinguishes a repeat from another write.
 * They are laid out here, field by field, and not by a library whose output may change: digests are
 * stored. The layout is that of an {@code UpdateRequest} on the wire, followed by a qualifier.
 */
final class SaidBytes {
  /** Buffer size, enough for most values; longer values bypass it. */
  private static final int BUFFER = 64;

  private final LogName log;
  private final ByteArrayOutputStream whole = new ByteArrayOutputStream(256);
  private final ByteArrayOutputStream open = new ByteArrayOutputStream(256);
  private boolean hidden;
  private boolean retirement;

  private SaidBytes(LogName log) {
    this.log = log;
  }

  /** The digests of a write to a log. */
  static WriteDigest digest(Write write, LogName log) {
    SaidBytes said = new SaidBytes(log);
    write.say(said);
    Bytes whole = said.digest(said.whole);
    return new WriteDigest(whole, said.hidden ? said.digest(said.open) : whole);
  }

  private Bytes digest(ByteArrayOutputStream said) {
    Bytes all = Bytes.wrap(said.toByteArray());
    return retirement ? HashFunction.SHA256.leafHash(all) : HashFunction.SHA256.hash(all);
  }

  /** The identifier that is written about, and the version that must be the newest. */
  void subject(String identifier, long expectedVersion) {
    add(encodedSubject(identifier, expectedVersion));
  }

  /**
   * Adds the subject of a restricted write.
   *
   * @param instead its public part
   */
  void hiddenSubject(String identifier, String instead, long expectedVersion) {
    add(encodedSubject(identifier, expectedVersion), encodedSubject(instead, expectedVersion));
  }

  private static byte[] encodedSubject(String identifier, long expectedVersion) {
    return encoded(
        out -> {
          out.writeString(1, identifier);
          if (expectedVersion != 0) {
            out.writeUInt64(2, expectedVersion);
          }
        });
  }

  /** Adds a value; the public part of a restricted value is its index only. */
  void value(RecordValue value) {
    byte[] said = encodedPart(out -> write(out, RecordValues.toProto(value)));
    if (value.permissions().publicRead()) {
      add(said);
    } else {
      add(said, encodedPart(out -> out.writeUInt32(1, (int) value.index())));
    }
  }

  /** A value of every member of a range. */
  void template(ValueTemplate template) {
    add(encodedPart(out -> write(out, template.toProto())));
  }

  /** Bytes behind all others. */
  void qualifier(Bytes qualifier) {
    add(qualifier.toByteArray());
  }

  /** A text behind all others. */
  void qualifier(String qualifier) {
    qualifier(Bytes.utf8(qualifier));
  }

  /** Adds a range, by its signed bytes. */
  void range(IdentifierRange range) {
    qualifier(RangeBody.of(range, log).encoded());
  }

  /** Marks a retirement, which has no content, as different from an update without values. */
  void retirement() {
    retirement = true;
  }

  private void add(byte[] more) {
    whole.writeBytes(more);
    open.writeBytes(more);
  }

  /** Adds what not everyone may know, and what everyone knows instead. */
  private void add(byte[] more, byte[] instead) {
    hidden = true;
    whole.writeBytes(more);
    open.writeBytes(instead);
  }

  private static byte[] encodedPart(Writing writing) {
    byte[] part = encoded(writing);
    return encoded(out -> out.writeByteArray(3, part));
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes, BUFFER);
      writing.to(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array takes it all
    }
    return bytes.toByteArray();
  }
}
