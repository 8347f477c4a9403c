package dev.nameplate.server.bench;

import dev.nameplate.assign.Assignment;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.trust.LogName;
import dev.nameplate.trust.SignatureSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.rocksdb.RocksDBException;

/**
 * Assigning coils, all in flight at once, until the last receipt is there; against a bare RocksDB
 * that writes the same bytes in batches of 1,000 with an fsync each, and against nodes that sign
 * every record by itself.
 */
@Warmup(iterations = 15, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 60, time = 1, timeUnit = TimeUnit.MILLISECONDS)
public class BulkAssign extends InTurns {
  static final int BARE = 0;
  static final int SM2 = 1;
  static final int ED25519 = 2;
  static final int SM2_EACH = 3;
  static final int ED25519_EACH = 4;
  static final int CONTESTANTS = 5;

  /** How many records one turn writes. */
  static final int COILS = 20_000;

  /** How many records one turn writes where every record is signed by itself. */
  static final int COILS_SIGNED_EACH = 2_000;

  private static final int BATCH = 1_000;
  private static final int MANY = 256;

  private final Scratch scratch = new Scratch();
  private final BareRocks bare = BareRocks.create(scratch.resolve("bare"));
  private final List<Node> nodes =
      List.of(
          open(SignatureSuite.SM2_SM3, MANY),
          open(SignatureSuite.ED25519_SHA256, MANY),
          open(SignatureSuite.SM2_SM3, 1),
          open(SignatureSuite.ED25519_SHA256, 1));
  private final LogName log = nodes.get(0).anchor().log();
  private List<BareRow> rows = List.of();
  private List<Assignment> assignments = List.of();
  private long assigned;

  /** Makes the nodes. */
  public BulkAssign() {
    super(CONTESTANTS);
  }

  private Node open(SignatureSuite suite, int leaves) {
    return Node.open(
        NodeConfig.in(scratch.resolve(suite + "-" + leaves))
            .authorityFor(Coils.PREFIX)
            .withSuite(suite)
            .withBatchLeaves(leaves));
  }

  /** Lays out what the next turn writes. */
  @Setup(Level.Invocation)
  public void prepare() {
    int count = turn() < SM2_EACH ? COILS : COILS_SIGNED_EACH;
    LongStream coils = LongStream.range(assigned, assigned + count);
    if (turn() == BARE) {
      rows = coils.mapToObj(coil -> BareRow.of(coil, log)).toList();
    } else {
      assignments = coils.mapToObj(Coils::assignment).toList();
    }
    assigned += count;
  }

  /** Writes them, until all are durable. */
  @Benchmark
  public void assign() throws RocksDBException {
    if (turn() == BARE) {
      for (int from = 0; from < rows.size(); from += BATCH) {
        bare.write(rows.subList(from, from + BATCH));
      }
    } else {
      assign(nodes.get(turn() - 1));
    }
  }

  private void assign(Node node) {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>(assignments.size());
    for (Assignment assignment : assignments) {
      receipts.add(node.registrar().assignAsync(assignment));
    }
    receipts.forEach(CompletableFuture::join);
  }

  /** Cleans up. */
  @TearDown(Level.Trial)
  public void close() {
    nodes.forEach(Node::close);
    bare.close();
    scratch.close();
  }
}
