package dev.nameplate.lineage;

import dev.nameplate.event.ItemId;
import dev.nameplate.record.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An item that has a number.
 *
 * @param position of the statement that is the first to name it
 * @param first how it does
 * @param item as it is written there
 */
record NamedItem(long position, Trail first, ItemId item) {
  Bytes encode() {
    byte[] text = item.toString().getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + 1 + text.length)
            .putLong(position)
            .put(first.kind())
            .put(text)
            .array());
  }

  static NamedItem decode(Bytes row) {
    ByteBuffer in = row.asByteString().asReadOnlyByteBuffer();
    long position = in.getLong();
    Trail first = Codes.trail(in.get());
    return new NamedItem(
        position, first, ItemId.parse(StandardCharsets.UTF_8.decode(in).toString()));
  }
}
