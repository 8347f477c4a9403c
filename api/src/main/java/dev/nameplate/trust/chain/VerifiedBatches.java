package dev.nameplate.trust.chain;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.SignedBatch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cache of batches with valid signatures, the most recently used. Thread-safe.
 *
 * <p>A batch is known by SHA-256 of its signature and its header, so that none can pass for
 * another.
 */
final class VerifiedBatches {
  private final Map<Bytes, Boolean> batches;

  /** Remembers at most this many batches, 1 or more; each takes about 200 bytes. */
  VerifiedBatches(int capacity) {
    this.batches =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Bytes, Boolean> eldest) {
            return size() > capacity;
          }
        };
  }

  static Bytes keyOf(SignedBatch batch) {
    return HashFunction.SHA256.hash(batch.signature(), batch.headerBytes());
  }

  boolean contains(Bytes key) {
    synchronized (batches) {
      return batches.get(key) != null;
    }
  }

  void add(Bytes key) {
    synchronized (batches) {
      batches.put(key, Boolean.TRUE);
    }
  }
}
