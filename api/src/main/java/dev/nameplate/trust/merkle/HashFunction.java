package dev.nameplate.trust.merkle;

import dev.nameplate.record.Bytes;

/**
 * A hash function with an output of 32 bytes, and the three ways in which it is used here.
 *
 * <p>Thread-safe and non-blocking. Each thread keeps one hasher of each function; input is not
 * copied.
 *
 * <p><b>Source:</b> FIPS 180-4 (SHA-256), GM/T 0004-2012 (SM3), RFC 9162, section 2.1.1 (leaf and
 * node hashes).
 */
public enum HashFunction {
  /** SHA-256, by the JDK, whose implementation uses the processor's instructions for it. */
  SHA256 {
    @Override
    Hasher newHasher() {
      return new Hasher.Sha256();
    }
  },

  /** SM3. */
  SM3 {
    @Override
    Hasher newHasher() {
      return new Hasher.Sm3();
    }
  };

  /** Size of a hash, in bytes. */
  public static final int SIZE = 32;

  private static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;

  @SuppressWarnings(
      "ImmutableEnumChecker") // each thread has its own; the constant itself never changes
  private final ThreadLocal<Hasher> hashers = ThreadLocal.withInitial(this::newHasher);

  /** The hash of the data. */
  public Bytes hash(Bytes data) {
    Hasher hasher = hashers.get();
    hasher.add(data);
    return hasher.finish();
  }

  /** The hash of a leaf of a Merkle tree: of 0x00 and the data. */
  public Bytes leafHash(Bytes data) {
    Hasher hasher = hashers.get();
    hasher.write(LEAF);
    hasher.add(data);
    return hasher.finish();
  }

  /** The hash of an inner node of a Merkle tree: of 0x01, the left hash and the right hash. */
  public Bytes nodeHash(Bytes left, Bytes right) {
    Hasher hasher = hashers.get();
    hasher.write(NODE);
    hasher.add(left);
    hasher.add(right);
    return hasher.finish();
  }

  /** The hash of two runs of bytes, one after the other. */
  public Bytes hash(Bytes first, Bytes second) {
    Hasher hasher = hashers.get();
    hasher.add(first);
    hasher.add(second);
    return hasher.finish();
  }

  abstract Hasher newHasher();
}
