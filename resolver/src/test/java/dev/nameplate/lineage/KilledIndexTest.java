package dev.nameplate.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.audit.StoreAudit;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trust.key.SignatureSuite;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that records events, with its index somewhere behind, again and again. */
@Tag("crash")
class KilledIndexTest {
  private static final int KILLS = 6;

  @TempDir private Path directory;

  @Test
  void after_every_kill_the_index_goes_on_to_what_the_log_gives() throws Exception {
    Random random = new Random(11);
    long acknowledged = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long wanted = acknowledged + 500 + random.nextInt(3_000);
      acknowledged = recordUntilKilled(wanted);
      assertThat(acknowledged).isGreaterThanOrEqualTo(wanted);

      StoreAudit.Report asLeft = NodeAudit.compare(config(directory), Optional.empty(), at -> {});
      assertThat(asLeft.findings()).isEmpty();
      try (Node node = Node.open(config(directory));
          TraceSteps steps =
              node.tracer()
                  .trace(
                      TraceQuestion.downstream(ItemId.parse("88.118.8/HEAT")),
                      Budget.standard().within(Duration.ofMinutes(1)),
                      Caller.OPERATOR)) {
        TraceStep last = steps.next();
        while (steps.hasNext()) {
          last = steps.next();
        }
        assertThat(((TraceStep.Summary) last).events()).isEqualTo(node.statements().size());
        assertThat(((TraceStep.Summary) last).events()).isGreaterThanOrEqualTo(acknowledged);
      }
      assertThat(NodeAudit.compare(config(directory), Optional.empty(), at -> {}).findings())
          .isEmpty();
    }
  }

  /** Lets another process record until so many events are acknowledged; how many then were. */
  private long recordUntilKilled(long wanted) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192m",
            "-cp",
            System.getProperty("java.class.path"),
            Recorder.class.getName(),
            directory.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    long acknowledged = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      while (acknowledged < wanted) {
        String line = lines.readLine();
        assertThat(line).as("the recorder goes on until it is killed").isNotNull();
        acknowledged = Long.parseLong(line) + 1;
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return acknowledged;
  }

  private static NodeConfig config(Path directory) {
    return NodeConfig.in(directory)
        .authorityFor("88.118.8")
        .withSuite(SignatureSuite.ED25519_SHA256);
  }

  /** Records events without end, and prints the positions of those that are acknowledged. */
  static final class Recorder {
    private Recorder() {}

    /** In the directory of the first argument. */
    public static void main(String[] arguments) {
      try (Node node = Node.open(config(Path.of(arguments[0])))) {
        long first = node.statements().size();
        for (long next = first; ; next += 64) {
          List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
          for (long i = next; i < next + 64; i++) {
            receipts.add(node.events().captureAsync(Capture.of("88.118.8", use(i))));
          }
          receipts.forEach(receipt -> System.out.println(receipt.join().position()));
          System.out.flush();
        }
      }
    }

    private static Event use(long number) {
      return Event.at(
          Instant.parse("2026-03-02T06:00:00Z").plusSeconds(number % 3_600),
          new Processed(
              List.of(EventItem.of("88.118.8/HEAT")),
              List.of(EventItem.of("88.118.8/SLAB-" + number, "1." + number % 100, "TNE"))));
    }
  }
}
