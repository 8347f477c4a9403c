package dev.nameplate.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.StatementVerifier;
import dev.nameplate.trust.TrustAnchors;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks what one identifier stands for. */
@Command(
    name = "resolve",
    header = "Ask what an identifier stands for, now or at an earlier time.",
    description =
        "%nWith an anchor the answer is verified; without one it is only what the node says.%n",
    footer = "  nameplate resolve 88.118.8/COIL-2026-000451 --anchor anchor.txt")
final class ResolveCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "IDENTIFIER",
      description = "prefix/suffix; ASCII letters in either case.")
  private Identifier identifier = Arguments.NO_IDENTIFIER;

  @Option(
      names = "--index",
      paramLabel = "N",
      description = "Show the value at this index; may be repeated.")
  private List<Long> indexes = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Show values of this type; one that ends in a dot means all types below it; may be repeated.")
  private List<String> types = new ArrayList<>();

  @ArgGroup(exclusive = true)
  private AsOf asOf = new AsOf();

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Keep the signed statement in this file, for nameplate verify.")
  private Optional<Path> save = Optional.empty();

  @Mixin private AnchorOptions anchor = new AnchorOptions();
  @Mixin private NodeOptions node = new NodeOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  private static final class AsOf {
    @Option(
        names = "--version",
        paramLabel = "N",
        description = "The version with this number, from 1.")
    private Optional<Long> version = Optional.empty();

    @Option(
        names = "--at",
        paramLabel = "TIME",
        description = "The version in force then, for example 2026-07-01T08:00:00+08:00.")
    private Optional<Instant> time = Optional.empty();

    @Option(
        names = "--position",
        paramLabel = "N",
        description = "The version in force once the log held so many statements.")
    private Optional<Long> position = Optional.empty();
  }

  @Override
  public Integer call() {
    Output output = common.output();
    try (NodeConnection connection = node.connect(common.terminal())) {
      Optional<TrustAnchors> anchors = anchor.forNode(connection);
      ResolveResponse answer = connection.resolution().resolve(request());
      Optional<Reading> reading =
          answer.hasStatement()
              ? Optional.of(
                  Reading.of(
                      answer.getStatement(),
                      identifier,
                      anchors.map(trusted -> new StatementVerifier(trusted, Clock.systemUTC()))))
              : Optional.empty();
      reading.ifPresent(
          read ->
              save.ifPresent(file -> OutputFile.write("--save", file, read.statement().encoded())));
      output.result(json(answer, reading));
      people(reading).forEach(output::line);
      return answer.getOutcome() == Outcome.OUTCOME_FOUND ? ExitCode.OK : ExitCode.NO;
    }
  }

  private ResolveRequest request() {
    ResolveRequest.Builder request =
        ResolveRequest.newBuilder().setIdentifier(identifier.toString());
    asOf.version.ifPresent(request::setVersion);
    asOf.time.ifPresent(time -> request.setTimeMillis(time.toEpochMilli()));
    asOf.position.ifPresent(request::setPosition);
    return request.build();
  }

  private List<RecordValue> selected(Reading reading) {
    return reading.record().select(indexes, types);
  }

  private ObjectNode json(ResolveResponse answer, Optional<Reading> reading) {
    ObjectNode json = Output.object();
    json.put(
        "identifier",
        reading.map(read -> read.record().identifier()).orElse(identifier).toString());
    json.put("outcome", outcome(answer));
    reading.ifPresent(read -> json.put("version", read.record().version()));
    json.set("values", Values.json(reading.map(this::selected).orElse(List.of())));
    json.put("source", source(answer));
    json.put("ttl", Integer.toUnsignedLong(answer.getTtlSeconds()));
    json.put("verified", reading.map(Reading::verified).orElse(false));
    reading.ifPresent(
        read -> {
          json.put("retired", read.record().retired());
          json.put("position", read.statement().position());
          json.put("time", read.statement().batch().time().toString());
          read.record().withheld().forEach(json.withArray("withheld")::add);
        });
    return json;
  }

  private List<String> people(Optional<Reading> reading) {
    Output output = common.output();
    if (reading.isEmpty()) {
      return List.of(
          output.bold(Columns.safe(identifier.toString())) + " is not assigned, or was not then.");
    }
    Reading read = reading.get();
    List<String> lines = new ArrayList<>();
    String name = output.bold(Columns.safe(read.record().identifier().toString()));
    if (read.record().retired()) {
      lines.add(name + " is retired, since " + read.statement().batch().time() + ".");
    } else {
      lines.add(
          name + "  version " + read.record().version() + "  " + read.statement().batch().time());
      lines.addAll(
          Values.lines(
              selected(read),
              indexes.isEmpty() && types.isEmpty() ? read.record().withheld() : List.of()));
    }
    lines.add(
        read.verified()
            ? output.good("verified")
                + "  signed by "
                + read.statement().batch().log()
                + " ("
                + read.statement().batch().suite()
                + "), position "
                + read.statement().position()
            : output.faint("not verified: give --anchor FILE to check the signature"));
    save.ifPresent(
        file ->
            lines.add(
                "saved     "
                    + file
                    + "; check it any time with: nameplate verify "
                    + file
                    + " --anchor FILE"));
    return lines;
  }

  private static String outcome(ResolveResponse answer) {
    return switch (answer.getOutcome()) {
      case OUTCOME_FOUND -> "found";
      case OUTCOME_REFERRED -> "referred";
      default -> "absent";
    };
  }

  private static String source(ResolveResponse answer) {
    return answer.getSource() == Source.SOURCE_OWN
        ? "own"
        : answer.getSource().name().toLowerCase(Locale.ROOT).replace("source_", "");
  }
}
