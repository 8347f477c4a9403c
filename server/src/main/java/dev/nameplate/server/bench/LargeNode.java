package dev.nameplate.server.bench;

import dev.nameplate.log.commit.StatementLog;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A node with coils that were assigned in order, closed and compacted.
 *
 * @param directory where it is
 * @param count how many coils it has
 * @param bytes how many bytes its store takes
 * @param bytesBefore how many it took before it was compacted
 */
record LargeNode(Path directory, long count, long bytes, long bytesBefore) {
  private static final int OPENINGS = 5;

  static LargeNode fill(Path directory, SignatureSuite suite, long count) {
    return fill(directory, suite, count, StatementLog.MAX_BATCH_LEAVES);
  }

  /** With so many statements at most under one signature. */
  static LargeNode fill(Path directory, SignatureSuite suite, long count, int batchLeaves) {
    NodeConfig config =
        NodeConfig.in(directory)
            .authorityFor(Coils.PREFIX)
            .withoutPassphrase()
            .withSuite(suite)
            .withBatchLeaves(batchLeaves);
    try (Node node = Node.open(config)) {
      Coils.assign(node, count);
    }
    Path store = NodeDirectory.store(directory);
    long before = Scratch.bytesIn(store);
    try (NodeStore rows = config.engine().open(store, StoreSettings.DEFAULT)) {
      rows.compact();
    }
    return new LargeNode(directory, count, Scratch.bytesIn(store), before);
  }

  /** Disk space per identifier, including proofs. */
  Figure disk() {
    long values = 0;
    for (long coil = 0; coil < count; coil++) {
      values += Coils.valueBytes(coil);
    }
    double each = (double) values / count;
    double measured = (double) bytes / count;
    double most = 1.5 * each + 150;
    return new Figure(
        "disk per identifier, %,d".formatted(count),
        "1.5 times the %.1f bytes of its values, and 150".formatted(each),
        measured,
        most,
        " B",
        measured / most,
        Figure.Bound.AT_MOST,
        1);
  }

  /** Time to open the node. */
  Figure opening() {
    double[] seconds = new double[OPENINGS];
    for (int opening = 0; opening < OPENINGS; opening++) {
      long began = System.nanoTime();
      Node node = Node.open(NodeConfig.in(directory));
      seconds[opening] = (System.nanoTime() - began) / 1e9;
      node.close();
    }
    Arrays.sort(seconds);
    double median = seconds[OPENINGS / 2];
    return new Figure(
        "opening the node, %,d".formatted(count),
        "one second",
        median,
        1,
        " s",
        median,
        Figure.Bound.AT_MOST,
        1);
  }
}
