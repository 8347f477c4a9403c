package dev.nameplate.log.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.nameplate.log.CorruptLogException;
import dev.nameplate.log.rows.ProvenBatch;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.store.RecordStore;

/**
 * The signed batches of a store with the upper parts of their trees, kept decoded within a bound of
 * bytes, so that reading a statement reads its row alone. Rows of committed batches never change.
 * Thread-safe; reads the store.
 */
final class ProvenBatches {
  /** The default bound: a sixteenth of the largest heap, at most 80 MiB. */
  static final long DEFAULT_BYTES = Math.min(80L << 20, Runtime.getRuntime().maxMemory() / 16);

  /** Heap of an entry of the cache besides the batch, in bytes. */
  private static final int ENTRY = 150;

  private final RecordStore store;
  private final Cache<Long, ProvenBatch> kept;

  /**
   * Keeps batches of a store.
   *
   * @param bytes the most bytes of heap, roughly; 0 keeps none
   */
  ProvenBatches(RecordStore store, long bytes) {
    this.store = store;
    this.kept =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(bytes)
            .weigher((Long number, ProvenBatch batch) -> ENTRY + batch.weight())
            .build();
  }

  /**
   * The batch with a number below the head's.
   *
   * @throws CorruptLogException if its row is missing
   */
  ProvenBatch get(long number) {
    ProvenBatch known = kept.getIfPresent(number);
    if (known == null) {
      known = read(number);
      kept.put(number, known);
    }
    return known;
  }

  private ProvenBatch read(long number) {
    return store
        .read(RowKeys.proof(number))
        .map(ProvenBatch::decode)
        .orElseThrow(() -> CorruptLogException.missingDerived("proof of batch " + number));
  }
}
