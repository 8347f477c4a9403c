package dev.nameplate.server.cli;

import dev.nameplate.trust.TrustAnchors;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whom a command believes. */
public final class AnchorOptions {
  @Option(
      names = "--anchor",
      paramLabel = "FILE",
      order = 30,
      description = {
        "Believe the keys in this file, and check every answer against them.",
        "With --data, the node's own anchor is used if nothing else is said."
      })
  private Optional<Path> anchor = Optional.empty();

  /** The anchors of the file, if one was named. */
  Optional<TrustAnchors> given() {
    return anchor.map(AnchorOptions::read);
  }

  /**
   * The anchors of the file, else the node's own if it is opened here; empty if answers are to be
   * taken unchecked.
   */
  public Optional<TrustAnchors> forNode(NodeConnection connection) {
    return given().or(() -> connection.ownAnchor().map(own -> TrustAnchors.of(List.of(own))));
  }

  /** The anchors of a file. */
  static TrustAnchors read(Path file) {
    return TrustAnchors.parse(InputFile.text("--anchor", file), file.toString());
  }
}
