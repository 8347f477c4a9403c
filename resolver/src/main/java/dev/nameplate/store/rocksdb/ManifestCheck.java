package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks through RocksDB's list of files before RocksDB does. RocksDB 11.8 checks all of it but the
 * kind of each piece: with a kind that belongs to another sort of file it never stops reading.
 *
 * <p><b>Source:</b> RocksDB, "Write Ahead Log File Format": blocks of 32 KiB hold pieces with a
 * header of a checksum (4 bytes), a length (2 bytes, little-endian) and a kind (1 byte); kinds 1 to
 * 4 are whole, first, middle and last.
 */
final class ManifestCheck {
  private static final int BLOCK = 32 << 10;
  private static final int HEADER = 7;
  private static final int LENGTH_AT = 4;
  private static final int KIND_AT = 6;
  private static final int LAST_KIND = 4;

  private ManifestCheck() {}

  /**
   * Checks the list that {@code CURRENT} names, if there is one.
   *
   * @throws NodeException {@code DATA_CORRUPT} if a piece is of another kind
   */
  static void check(Path directory) throws IOException {
    Path current = directory.resolve("CURRENT");
    if (!Files.exists(current)) {
      return;
    }
    String name = Files.readString(current, StandardCharsets.ISO_8859_1).strip();
    if (!name.matches("MANIFEST-[0-9]+") || !Files.exists(directory.resolve(name))) {
      return; // RocksDB reports it
    }
    ByteBuffer pieces =
        ByteBuffer.wrap(Files.readAllBytes(directory.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (at + HEADER <= pieces.limit()) {
      if (BLOCK - at % BLOCK < HEADER) {
        at += BLOCK - at % BLOCK;
      } else if (Byte.toUnsignedInt(pieces.get(at + KIND_AT)) > LAST_KIND) {
        throw new NodeException(
            ErrorReason.DATA_CORRUPT,
            "directory "
                + directory
                + ": file "
                + name
                + " is damaged; restore the directory from a backup");
      } else {
        at += HEADER + Short.toUnsignedInt(pieces.getShort(at + LENGTH_AT));
      }
    }
  }
}
