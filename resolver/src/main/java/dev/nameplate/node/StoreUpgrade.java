package dev.nameplate.node;

import dev.nameplate.log.audit.Conversion;
import dev.nameplate.store.NodeStore;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over a store of an older format when it is opened, and logs how far that is. */
final class StoreUpgrade {
  private static final long BETWEEN_LINES_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Logger LOGGER = LoggerFactory.getLogger(StoreUpgrade.class);

  private StoreUpgrade() {}

  /** Converts the rows of a store, if they are of an older format. Blocks until that is done. */
  static void run(NodeStore store, Path directory) {
    if (!store.isOlder()) {
      return;
    }
    long batches = Conversion.pending(store);
    if (batches > 0) {
      LOGGER.warn(
          "The store in {} is being converted to the newest format, {} batches; it can be"
              + " interrupted, and older versions cannot open it any more",
          directory,
          batches);
    }
    long first = store.head().batches() - batches;
    long began = System.nanoTime();
    long[] shown = {began};
    long left =
        Conversion.run(
            store,
            done -> {
              long now = System.nanoTime();
              if (now - shown[0] >= BETWEEN_LINES_NANOS) {
                shown[0] = now;
                LOGGER.warn("Converted {} of {} batches", done - first, batches);
              }
            });
    if (left > 0) {
      LOGGER.warn(
          "{} batches with damaged or missing rows were not converted and stay readable as far as"
              + " before; run log audit --data {}",
          left,
          directory);
    }
    if (batches > 0) {
      LOGGER.info(
          "Converted the store in {} in {} s",
          directory,
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    }
  }
}
