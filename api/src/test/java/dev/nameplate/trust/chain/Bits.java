package dev.nameplate.trust.chain;

import dev.nameplate.record.Bytes;

/** Changes bytes for tests. */
final class Bits {
  private Bits() {}

  /** The bytes with one bit flipped; bit 0 is the lowest of the first byte. */
  static Bytes flip(Bytes bytes, int bit) {
    byte[] flipped = bytes.toByteArray();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return Bytes.wrap(flipped);
  }
}
