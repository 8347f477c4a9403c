package dev.nameplate.log.commit;

import com.google.protobuf.CodedOutputStream;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.RecordBytes;
import dev.nameplate.trust.statement.ValueTemplate;
import java.io.ByteArrayOutputStream;

/**
 * The canonical bytes of a write's content, whose digest distinguishes a repeat from another write.
 * Digests are stored, so the bytes never change: records are laid out field by field. The layout is
 * that of an {@code UpdateRequest} on the wire, followed by a qualifier.
 */
final class SaidBytes {
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

  private static Bytes encodedSubject(String identifier, long expectedVersion) {
    int size =
        CodedOutputStream.computeStringSize(1, identifier)
            + (expectedVersion == 0 ? 0 : CodedOutputStream.computeUInt64Size(2, expectedVersion));
    return Bytes.written(
        size,
        out -> {
          out.writeString(1, identifier);
          if (expectedVersion != 0) {
            out.writeUInt64(2, expectedVersion);
          }
        });
  }

  /** Adds a value; the public part of a restricted value is its index only. */
  void value(RecordValue value) {
    Bytes said = encodedPart(RecordBytes.of(value));
    if (value.permissions().publicRead()) {
      add(said);
    } else {
      int index = (int) value.index();
      Bytes instead =
          Bytes.written(
              CodedOutputStream.computeUInt32Size(1, index), out -> out.writeUInt32(1, index));
      add(said, encodedPart(instead));
    }
  }

  /** A value of every member of a range. */
  void template(ValueTemplate template) {
    add(encodedPart(Bytes.of(template.toProto().toByteString())));
  }

  /** Bytes behind all others. */
  void qualifier(Bytes qualifier) {
    add(qualifier);
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

  private void add(Bytes more) {
    append(more, whole);
    append(more, open);
  }

  /** Adds what not everyone may know, and what everyone knows instead. */
  private void add(Bytes more, Bytes instead) {
    hidden = true;
    append(more, whole);
    append(instead, open);
  }

  private static void append(Bytes more, ByteArrayOutputStream said) {
    said.writeBytes(more.toByteArray());
  }

  private static Bytes encodedPart(Bytes part) {
    return Bytes.written(
        CodedOutputStream.computeBytesSize(3, part.asByteString()),
        out -> out.writeBytes(3, part.asByteString()));
  }
}
