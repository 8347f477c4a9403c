package dev.nameplate.server.cli.resolve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.input.OutputFile;
import dev.nameplate.server.cli.input.TextLines;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.AskOptions;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.resolve.Answer.Outcome;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.wire.SentAnswer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code resolve} command: finds the record of an identifier. */
@Command(
    name = "resolve",
    header = "Resolve an identifier to its record, now or at an earlier time.",
    description = {
      "%nWith --anchor the answer is verified; without it the answer is unverified.",
      "With --list many identifiers are resolved, up to 10000 in one call, with a line for each in "
          + "their order. Exit code 1 if any of them is not found.%n"
    },
    footer = {
      "  nameplate resolve 88.118.8/COIL-2026-000451 --anchor anchor.txt",
      "  nameplate resolve 88.118.8/COIL-2026-000451 --anchor root.txt --iterative --route",
      "  nameplate resolve --list coils.txt --anchor anchor.txt --json"
    })
public final class ResolveCommand extends NodeCommand {
  @Parameters(
      arity = "0..1",
      converter = Sought.OfIdentifier.class,
      paramLabel = "IDENTIFIER",
      description = "prefix/suffix; ASCII letters in either case.")
  private Optional<Identifier> identifier = Optional.empty();

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description =
          "Resolve the identifiers in this text file, one a line; blank lines are skipped; - for "
              + "standard input.")
  private Optional<Path> list = Optional.empty();

  @Option(
      names = "--index",
      paramLabel = "N",
      description = "Show the value at this index; may be repeated.")
  private List<Long> indexes = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Show values of this type; a type that ends in a dot includes all types below it; "
              + "may be repeated.")
  private List<String> types = new ArrayList<>();

  @ArgGroup(exclusive = true)
  private When when = new When();

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Save the answer and its proofs in this file, for nameplate verify.")
  private Optional<Path> save = Optional.empty();

  @Option(
      names = "--explain",
      order = 31,
      description =
          "Show the verification: the delegations from the anchor down, and every rule checked.")
  private boolean explain;

  @Mixin private AnchorOptions anchor = new AnchorOptions();
  @Mixin private AskOptions ask = new AskOptions();

  @Spec private CommandSpec command = CommandSpec.create();

  private static final class When {
    @Option(
        names = "--version",
        paramLabel = "N",
        description = "The version with this number, from 1.")
    private Optional<Long> version = Optional.empty();

    @Option(
        names = "--at",
        paramLabel = "TIME",
        description = "The version current at this time, for example 2026-07-01T08:00:00+08:00.")
    private Optional<Instant> time = Optional.empty();

    @Option(
        names = "--position",
        paramLabel = "N",
        description = "The version current when the log had this many statements.")
    private Optional<Long> position = Optional.empty();

    AsOf asked() {
      return version
          .<AsOf>map(AsOf.Version::new)
          .or(() -> time.map(AsOf.Time::new))
          .or(() -> position.map(AsOf.Position::new))
          .orElse(AsOf.Newest.NEWEST);
    }
  }

  @Override
  public Integer call() {
    if (identifier.isPresent() == list.isPresent()) {
      throw usage("give an IDENTIFIER, or --list FILE with many");
    }
    return list.isPresent() ? resolveAll(list.get()) : resolve(identifier.orElseThrow());
  }

  private int resolveAll(Path file) {
    if (explain
        || save.isPresent()
        || ask.reach().aliases()
        || ask.reach().references()
        || ask.reach().route()) {
      throw usage(
          "--list: not with --explain, --save, --follow, --references or --route; resolve such "
              + "identifiers one by one");
    }
    Optional<TrustAnchors> given = anchor.given();
    try (TextLines lines = lines(file);
        NodeConnection connection = ask.connect(node, given, terminal())) {
      return new ResolveList(
              connection,
              ask,
              when.asked(),
              given.or(connection::ownAnchors),
              this::shown,
              output())
          .resolve(lines);
    }
  }

  private TextLines lines(Path file) {
    return file.toString().equals(InputFile.STANDARD_INPUT)
        ? TextLines.of(file, terminal().in())
        : TextLines.open(file, new AtomicLong());
  }

  private int resolve(Identifier asked) {
    Output output = output();
    Optional<TrustAnchors> given = anchor.given();
    try (NodeConnection connection = ask.connect(node, given, asked.prefix(), terminal())) {
      Optional<TrustAnchors> anchors = given.or(connection::ownAnchors);
      if (explain && anchors.isEmpty()) {
        throw usage("--explain: needs --anchor FILE; without an anchor nothing is verified");
      }
      Question question = new Question(asked, when.asked());
      long begun = System.nanoTime();
      SentAnswer response = ask.resolve(connection, question);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      LinkedAnswers answers =
          LinkedAnswers.of(
              question, ask.reach(), response, new AnswerCheck(anchors, Clock.systemUTC()));
      ResolvedView view =
          new ResolvedView(
              answers,
              shown(answers.answer()),
              response,
              new RouteView(ask.reach().route() ? response.route() : List.of(), took),
              anchors);
      Optional<Bytes> kept = save.flatMap(file -> SavedAnswers.encoded(answers));
      kept.ifPresent(bytes -> OutputFile.write("--save", save.orElseThrow(), bytes));
      output.result(json(view, kept.isPresent()));
      people(view, connection, kept.isPresent()).forEach(output::line);
      return answers.answer().outcome() == Outcome.FOUND ? ExitCode.OK : ExitCode.NO;
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private AnswerView shown(Answer answer) {
    return indexes.isEmpty() && types.isEmpty()
        ? AnswerView.whole(answer)
        : new AnswerView(
            answer,
            answer.record().map(record -> record.select(indexes, types)).orElse(List.of()),
            false);
  }

  private ObjectNode json(ResolvedView view, boolean kept) {
    ObjectNode json = view.json();
    if (explain) {
      view.explain(json);
    }
    if (ask.reach().route()) {
      json.set("route", view.route().json());
      json.put("micros", view.route().totalMicros());
    }
    if (save.isPresent()) {
      json.put("saved", kept);
    }
    return json;
  }

  private List<String> people(ResolvedView view, NodeConnection connection, boolean kept) {
    Output output = output();
    List<String> lines = new ArrayList<>(view.lines(output));
    if (ask.reach().route()) {
      lines.addAll(view.route().lines(connection.target()));
    }
    if (explain) {
      lines.addAll(view.explanation(output));
    }
    if (view.answers().answer().outcome() == Outcome.REFERRED) {
      view.advice(ask.asksOthers()).ifPresent(lines::add);
    }
    save.ifPresent(
        file ->
            lines.add(
                kept
                    ? "saved     %s; verify it any time with: nameplate verify %s --anchor FILE"
                        .formatted(file, file)
                    : "not saved: the answer has no signed statement about the identifier"));
    return lines;
  }
}
