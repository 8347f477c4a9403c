package dev.nameplate.server.cli.root;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.input.OutputFile;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.RootFile;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.root.RootContent;
import dev.nameplate.trust.root.TrustRootDraft;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code root make} command: makes an unsigned trust root. */
@Command(
    name = "make",
    header = "Make a trust root, or its next version, for others to sign.",
    description = "%nThe root is valid when --threshold of its keys have signed it.%n",
    footer =
        "  nameplate root make --version 1 --threshold 2 --key zhang.pem.pub --key li.pem.pub --key wang.pem.pub"
            + " --anchor anchor.txt --out root.txt")
final class RootMakeCommand extends CliCommand {
  private static final int LONGEST_DAYS = 3660;

  @Option(
      names = "--version",
      required = true,
      paramLabel = "N",
      description = "1 for the first version, 1 more for each successor.")
  private int version;

  @Option(
      names = "--threshold",
      required = true,
      paramLabel = "T",
      description = "How many of the keys must sign.")
  private int threshold;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "The public part of a root key; repeat it for each, up to 16.")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = "--anchor",
      required = true,
      paramLabel = "FILE",
      description =
          "Anchors to put into the root, or the previous root, whose anchors are copied; may be repeated.")
  private List<Path> anchors = new ArrayList<>();

  @Option(
      names = "--expires-days",
      paramLabel = "DAYS",
      description = "Days until it expires, 1 to 3660. Default: 365.")
  private int expiresDays = 365;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write it; a new file.")
  private Path out = Arguments.NO_PATH;

  @Override
  public Integer call() {
    if (expiresDays < 1 || expiresDays > LONGEST_DAYS) {
      throw InvalidInputException.of("--expires-days", expiresDays, "1 to " + LONGEST_DAYS);
    }
    OutputFile.requireNone("--out", out);
    Output output = output();
    List<TrustAnchor> believed =
        anchors.stream().flatMap(file -> AnchorOptions.read(file, output).list().stream()).toList();
    Instant expires =
        Clock.systemUTC()
            .instant()
            .plus(Duration.ofDays(expiresDays))
            .truncatedTo(ChronoUnit.SECONDS);
    TrustRootDraft draft =
        TrustRootDraft.of(
            new RootContent(
                version,
                expires,
                threshold,
                keys.stream().map(RootMakeCommand::key).toList(),
                TrustAnchors.of(believed)));
    OutputFile.replace("--out", out, draft.toString());
    output.result(RootFile.json(out, draft));
    output.line(output.good("Made a trust root") + " in " + out + ", not signed yet.");
    RootFile.show(out, draft, output);
    output.line("Next, each signer runs: nameplate root sign " + out + " --key PRIVATE");
    return ExitCode.OK;
  }

  private static NoteKey key(Path file) {
    String text = InputFile.text("--key", file);
    try {
      return NoteKey.parse(text.strip());
    } catch (InvalidInputException e) {
      throw InvalidInputException.of(
          "--key",
          file.toString(),
          "the public part of a root key, the file that root key calls FILE.pub");
    }
  }
}
