package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.record.Bytes;

/**
 * Digests of what a write says, to tell whether its repeat says the same.
 *
 * @param whole of all of it; 32 bytes
 * @param open of what everyone may read of it; 32 bytes, or empty if a version that did not have it
 *     remembered the write
 */
record WriteDigest(Bytes whole, Bytes open) {
  /** Of a write without an operation id. */
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

  /** Whether a later write says the same, as far as who writes it may see the earlier one. */
  boolean isRepeatedBy(WriteDigest later, Caller caller) {
    return whole.equals(later.whole)
        ? caller.seesAll() || !open.isEmpty() || later.isOpen()
        : !caller.seesAll() && !open.isEmpty() && open.equals(later.open);
  }

  /** Whether everyone may read all of it. */
  private boolean isOpen() {
    return whole.equals(open);
  }
}
