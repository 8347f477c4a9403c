package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.record.Bytes;

/**
 * Digests of a write's content, to compare a repeat with.
 *
 * @param whole digest of all content; 32 bytes
 * @param open digest of the public content; 32 bytes, or empty for a write stored by a version
 *     without it
 */
record WriteDigest(Bytes whole, Bytes open) {
  /** Digest of a write without an operation id. */
  static final WriteDigest NONE = new WriteDigest(Bytes.EMPTY, Bytes.EMPTY);

  private static final int SIZE = 32;

  Bytes encode() {
    return Bytes.of(whole.asByteString().concat(open.asByteString()));
  }

  static WriteDigest decode(Bytes bytes) {
    return new WriteDigest(
        Bytes.of(bytes.asByteString().substring(0, SIZE)),
        Bytes.of(bytes.asByteString().substring(SIZE)));
  }

  /** True if a later write has the same content, as far as its writer may see the earlier. */
  boolean isRepeatedBy(WriteDigest later, Caller caller) {
    return whole.equals(later.whole)
        ? caller.seesAll() || !open.isEmpty() || later.isOpen()
        : !caller.seesAll() && !open.isEmpty() && open.equals(later.open);
  }

  /** True if all content is public. */
  private boolean isOpen() {
    return whole.equals(open);
  }
}
