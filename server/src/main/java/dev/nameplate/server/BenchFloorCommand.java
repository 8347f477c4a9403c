package dev.nameplate.server;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.server.bench.Floor;
import dev.nameplate.server.bench.Serving.Served;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code bench floor} command: measures the promised ratios. */
@Command(
    name = "floor",
    header = "Measure each promised speed and size against a bare library.",
    description = {
      "%nWork and reference alternate on this machine in the same run; the ratio is the median "
          + "over the rounds. Takes some minutes, and two or three gigabytes in the scratch "
          + "directory, which are freed again.",
      "Exit code 1 if a target is not met.%n"
    },
    footer = {
      "  nameplate bench floor --quick",
      "  nameplate bench floor --count 10000000 --scratch /data"
    })
final class BenchFloorCommand extends CliCommand {
  private static final long DEFAULT_COUNT = 1_000_000;
  private static final long QUICK_COUNT = 20_000;
  private static final int DEFAULT_ROUNDS = 30;
  private static final int QUICK_ROUNDS = 3;
  private static final long MOST = 99_999_999; // what the names of coils have digits for
  private static final int MOST_ROUNDS = 1_000;

  @Option(
      names = "--scratch",
      paramLabel = "DIR",
      description = "Directory for temporary data of the run. Default: java.io.tmpdir.")
  private Path scratch = Path.of(System.getProperty("java.io.tmpdir"));

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of identifiers of the large node, 1000 to 99999999. Default: 1000000.")
  private Optional<Long> count = Optional.empty();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Number of rounds, 1 to 1000. Default: 30.")
  private Optional<Integer> rounds = Optional.empty();

  @Option(
      names = "--quick",
      description =
          "20000 identifiers and 3 rounds: a functional check; the figures are not reliable.")
  private boolean quick;

  @Option(
      names = "--suite",
      split = ",",
      paramLabel = "SUITE",
      description =
          "Signature suites: SM2_SM3, ED25519_SHA256; the large node uses the first. Default: both.")
  private List<SignatureSuite> suites = List.of(SignatureSuite.values());

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "ROW",
      description = "Only these rows: ${COMPLETION-CANDIDATES}. Default: all.")
  private Set<Floor.Row> rows = EnumSet.allOf(Floor.Row.class);

  @Override
  public Integer call() {
    long identifiers = count.orElse(quick ? QUICK_COUNT : DEFAULT_COUNT);
    int turns = rounds.orElse(quick ? QUICK_ROUNDS : DEFAULT_ROUNDS);
    require("count", identifiers, 1_000, MOST);
    require("rounds", turns, 1, MOST_ROUNDS);
    Floor.Settings settings = new Floor.Settings(scratch, identifiers, turns, suites, rows);
    Floor floor =
        new Floor(
            settings,
            (node, further) -> {
              NodeServer server = NodeServer.start(ServerConfig.onPort(0), node, further);
              return new Served(server.port(), server::close);
            },
            output());
    return floor.run() ? ExitCode.OK : ExitCode.NO;
  }

  private static void require(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT, field, Long.toString(value), least + " to " + most);
    }
  }
}
