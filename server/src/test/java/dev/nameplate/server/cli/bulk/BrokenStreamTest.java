package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Records;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.grpc.NodeServices;
import dev.nameplate.server.operation.Operations;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports whose server is killed under them. */
class BrokenStreamTest {
  private static final int ROWS = 3000;

  private final String name = UUID.randomUUID().toString();
  private final ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
  private Node node;
  private Server server;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    node = Node.open(NodeConfig.in(directory).authorityFor("88.118.8"));
    serve();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
    node.close();
  }

  @Test
  void an_import_that_broke_off_says_so_and_completes_when_it_is_run_again() throws IOException {
    Counts first = new Counts();
    assertThatThrownBy(() -> importRows(first, Duration.ZERO, row -> killAt(row, ROWS / 2)))
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.UNREACHABLE))
        .hasMessageContaining(
            "lost the connection to the node after " + first.versions.size() + " answers")
        .hasMessageContaining("run the same command again");
    serve();

    Counts second = new Counts();
    importRows(second, Duration.ZERO, row -> {});

    assertThat(first.assigned).isBetween(1L, (long) ROWS / 2);
    assertThat(second.versions).hasSize(ROWS);
    assertThat(second.replayed).isGreaterThanOrEqualTo(first.assigned);
    assertThat(second.assigned + second.replayed).isEqualTo(ROWS);
    assertThat(second.versions).containsAllEntriesOf(first.versions);
    assertEveryRowIsThereOnce();
  }

  @Test
  void an_import_that_may_retry_goes_on_by_itself() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Long> kills = random.longs(3, 1, ROWS).boxed().toList();
    Counts counts = new Counts();

    importRows(counts, Duration.ofMinutes(1), row -> restartAt(row, kills));

    assertThat(counts.retries).as("seed %d", seed).isPositive();
    assertThat(counts.versions).as("seed %d", seed).hasSize(ROWS);
    assertThat(counts.assigned + counts.replayed).as("seed %d", seed).isEqualTo(ROWS);
    assertEveryRowIsThereOnce();
  }

  @Test
  void retrying_ends_when_its_time_is_over() {
    Counts counts = new Counts();

    assertThatThrownBy(() -> importRows(counts, Duration.ofMillis(1), row -> killAt(row, 10)))
        .isInstanceOf(NodeException.class);
    assertThat(counts.retries).isPositive();
  }

  @Test
  void a_node_that_stops_is_a_lost_connection_and_not_an_error_of_every_row() {
    Counts counts = new Counts();

    assertThatThrownBy(() -> importRows(counts, Duration.ZERO, row -> closeNodeAt(row, ROWS / 2)))
        .isInstanceOf(NodeException.class);
    assertThat(counts.refused).isZero();
  }

  private void importRows(Counts counts, Duration retry, LongConsumer beforeRow) {
    new Importer(channel, "the node", new ResumingStream.Settings(64, retry, false), counts)
        .run(new Rows(beforeRow));
  }

  private void killAt(long row, long wanted) {
    if (row == wanted) {
      server.shutdownNow();
    }
  }

  private void restartAt(long row, List<Long> wanted) {
    if (wanted.contains(row)) {
      try {
        server.shutdownNow().awaitTermination();
        serve();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void closeNodeAt(long row, long wanted) {
    if (row == wanted) {
      node.close();
    }
  }

  private void serve() throws IOException {
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
    NodeServices.of(Operations.of(node), Caller.STRANGER).forEach(builder::addService);
    server = builder.build().start();
  }

  private void assertEveryRowIsThereOnce() {
    assertThat(node.head().statements()).isEqualTo(ROWS);
    int records = 0;
    String token = "";
    do {
      Records.Page page =
          node.records().list(Records.Filter.under(Prefix.parse("88.118.8")), 1000, token);
      assertThat(page.entries()).allMatch(entry -> entry.value().version() == 1);
      records += page.entries().size();
      token = page.nextToken();
    } while (!token.isEmpty());
    assertThat(records).isEqualTo(ROWS);
  }

  /** Coils, without any file. */
  private static final class Rows implements RowSource {
    private final LongConsumer beforeRow;
    private long row;

    Rows(LongConsumer beforeRow) {
      this.beforeRow = beforeRow;
    }

    @Override
    public Optional<ReadRow> next() {
      if (row == ROWS) {
        return Optional.empty();
      }
      beforeRow.accept(++row);
      return Optional.of(
          new ReadRow.Planned(
              new Place("coils.csv", row + 1),
              Assignment.of(String.format("88.118.8/COIL-%06d", row)).value(2000, "钢种", "SPCC"),
              List.of()));
    }

    @Override
    public void close() {}
  }

  /** Counts what becomes of rows, and fails when one is answered twice. */
  private static final class Counts implements ImportReport {
    private final Map<String, Long> versions = new HashMap<>();
    private final List<String> twice = new ArrayList<>();
    private long assigned;
    private long replayed;
    private long refused;
    private long retries;

    @Override
    public synchronized void assigned(Place place, Receipt receipt) {
      if (receipt.replayed()) {
        replayed++;
      } else {
        assigned++;
      }
      if (versions.put(receipt.identifier().toString(), receipt.position()) != null) {
        twice.add(receipt.identifier().toString());
      }
      assertThat(twice).isEmpty();
    }

    @Override
    public synchronized void present(Place place, Receipt receipt) {
      throw new AssertionError("operation ids are not forgotten so soon: " + receipt);
    }

    @Override
    public Optional<Place> assignedAt(long position) {
      return Optional.empty();
    }

    @Override
    public synchronized void refused(Place place, Failure failure) {
      refused++;
    }

    @Override
    public void cleaned(Place place, String removed) {
      throw new AssertionError("every name is clean: " + removed);
    }

    @Override
    public synchronized void retrying(Failure failure) {
      retries++;
    }

    @Override
    public void flush() {}
  }
}
