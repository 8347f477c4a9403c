package dev.nameplate.server.cli.options;

import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.root.TrustRoot;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options for trust anchors. */
public final class AnchorOptions {
  @Option(
      names = "--anchor",
      paramLabel = "FILE",
      order = 30,
      description = {
        "Trust anchors or a trust root, with which every answer is verified.",
        "Default with --data: the node's own anchor."
      })
  private Optional<Path> anchor = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** The anchors of the file, if one was named. */
  public Optional<TrustAnchors> given() {
    return anchor.map(file -> read(file, CommonOptions.outputOf(command)));
  }

  /**
   * The anchors of the file, else of a node opened in this process; empty for unverified answers.
   */
  public Optional<TrustAnchors> forNode(NodeConnection connection) {
    return given().or(connection::ownAnchors);
  }

  /** The anchors of a file, which may be a trust root; warns if it expires soon. */
  public static TrustAnchors read(Path file, Output output) {
    return read(file, Clock.systemUTC().instant(), output);
  }

  /** The anchors of a file as they count at some time. */
  public static TrustAnchors read(Path file, Instant now, Output output) {
    String text = InputFile.text("--anchor", file);
    if (!TrustRoot.isTitled(text)) {
      return TrustAnchors.parse(text, file.toString());
    }
    TrustRoot root =
        RootFile.believed(file, () -> TrustRoot.parse(text, file.toString()).requireCurrent(now));
    if (root.expiresSoon(now)) {
      output.note(
          "warning: the trust root in %s expires on %s; get its successor and run nameplate root update %s SUCCESSOR"
              .formatted(file, root.content().expires(), file));
    }
    return root.anchors();
  }
}
