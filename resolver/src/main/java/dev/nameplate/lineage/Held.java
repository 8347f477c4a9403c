package dev.nameplate.lineage;

import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.record.Bytes;
import java.nio.ByteBuffer;

/**
 * What a row of a containment says.
 *
 * @param parent number of what holds; 0 if that is not said, or is the item of the row
 * @param change what happened
 * @param bond how it is held
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
