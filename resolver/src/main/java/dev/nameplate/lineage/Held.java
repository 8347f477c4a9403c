package dev.nameplate.lineage;

import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.record.Bytes;
import java.nio.ByteBuffer;

/**
 * The content of a containment row.
 *
 * @param parent number of the container; 0 if unknown, or if it is the item of the row
 * @param change the change
 * @param bond the kind of containment
 */
record Held(long parent, Change change, Bond bond) {
  static Bytes encode(long parent, Change change, Bond bond) {
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + 2)
            .putLong(parent)
            .put(Codes.of(change))
            .put(Codes.of(bond))
            .array());
  }

  static Held decode(Bytes value) {
    ByteBuffer in = value.asByteString().asReadOnlyByteBuffer();
    return new Held(in.getLong(), Codes.change(in.get()), Codes.bond(in.get()));
  }
}
