package dev.nameplate.trust.key;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.merkle.HashFunction;

/**
 * The name of a key: SHA-256 of its SubjectPublicKeyInfo. A full hash, so that no two keys share
 * one.
 *
 * @param hash 32 bytes
 */
public record KeyId(Bytes hash) {
  /** Checks the size. */
  public KeyId {
    if (hash.size() != HashFunction.SIZE) {
      throw new IllegalArgumentException("hash: " + hash + " (expected: 32 bytes)");
    }
  }

  /** The hash as 64 hexadecimal digits. */
  @Override
  public String toString() {
    return hash.toHex();
  }
}
