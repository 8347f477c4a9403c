package dev.nameplate.server.bench;

import dev.nameplate.assign.Assignment;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.StatementLog;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.note.LogName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/**
 * Assigning coils, all in flight at once, until the last receipt is there; against a bare RocksDB
 * that writes the same bytes in batches of 1,000 with an fsync each, and against a node that signs
 * every record by itself.
 */
final class BulkAssign {
  private static final int COILS_A_TURN = 20_000;
  private static final int COILS_SIGNED_EACH = 2_000;
  private static final int BATCH = 1_000;

  private BulkAssign() {}

  static List<Figure> measure(Scratch scratch, SignatureSuite suite, int rounds) {
    try (BareRocks bare = BareRocks.create(scratch.resolve("bare-" + suite));
        Node together = open(scratch, suite, StatementLog.MAX_BATCH_LEAVES);
        Node each = open(scratch, suite, 1)) {
      Rounds measured =
          Rounds.run(
              rounds,
              List.of(
                  new Writing(bare, together.anchor().log()),
                  new Assigning(together, COILS_A_TURN),
                  new Assigning(each, COILS_SIGNED_EACH)));
      String work = "bulk assign, " + suite;
      return List.of(
          Figure.ofRates(
              work, "bare RocksDB, 1,000 rows per fsync, same bytes", measured.compare(1, 0), 0.50),
          Figure.ofRates(work, "one signature a record, same code", measured.compare(1, 2), 10));
    }
  }

  private static Node open(Scratch scratch, SignatureSuite suite, int leaves) {
    return Node.open(
        NodeConfig.in(scratch.resolve(suite + "-" + leaves))
            .authorityFor(Coils.PREFIX)
            .withoutPassphrase()
            .withSuite(suite)
            .withBatchLeaves(leaves));
  }

  private static final class Writing implements Contestant {
    private final BareRocks bare;
    private final LogName log;
    private List<BareRow> rows = List.of();
    private long written;

    Writing(BareRocks bare, LogName log) {
      this.bare = bare;
      this.log = log;
    }

    @Override
    public void prepare() {
      rows =
          LongStream.range(written, written + COILS_A_TURN)
              .mapToObj(coil -> BareRow.of(coil, log))
              .toList();
      written += COILS_A_TURN;
    }

    @Override
    public long turn() {
      for (int from = 0; from < rows.size(); from += BATCH) {
        bare.write(rows.subList(from, from + BATCH));
      }
      return rows.size();
    }
  }

  static final class Assigning implements Contestant {
    private final Node node;
    private final int coilsATurn;
    private List<Assignment> assignments = List.of();
    private long assigned;

    Assigning(Node node, int coilsATurn) {
      this.node = node;
      this.coilsATurn = coilsATurn;
    }

    @Override
    public void prepare() {
      assignments =
          LongStream.range(assigned, assigned + coilsATurn).mapToObj(Coils::assignment).toList();
      assigned += coilsATurn;
    }

    @Override
    public long turn() {
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>(assignments.size());
      for (Assignment assignment : assignments) {
        receipts.add(node.registrar().assignAsync(assignment));
      }
      receipts.forEach(CompletableFuture::join);
      return assignments.size();
    }
  }
}
