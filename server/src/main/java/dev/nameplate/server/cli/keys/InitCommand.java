package dev.nameplate.server.cli.keys;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.NewPassphraseOptions;
import dev.nameplate.server.cli.output.Columns;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a node. */
@Command(
    name = "init",
    header = "Create a node: keys and an empty log in a new directory.",
    description = "",
    footer = "  nameplate init --data ./node --prefix 88.118.8")
public final class InitCommand extends CliCommand {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "A new or empty directory.")
  private Path data = Arguments.NO_PATH;

  @Option(
      names = "--prefix",
      required = true,
      paramLabel = "P",
      description = "A prefix for which the node is authoritative; may be repeated.")
  private List<String> prefixes = new ArrayList<>();

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description =
          "Signature suite, fixed for the life of the node: SM2_SM3 or ED25519_SHA256. Default: "
              + "SM2_SM3.")
  private SignatureSuite suite = NodeConfig.DEFAULT_SUITE;

  @Mixin private NewPassphraseOptions passphrase = new NewPassphraseOptions();

  @Override
  public Integer call() {
    passphrase.check();
    NodeConfig config =
        NodeConfig.in(data).authorityFor(prefixes.toArray(String[]::new)).withSuite(suite);
    requireVacant(); // before anyone is asked for a passphrase
    config = config.withPassphrase(passphrase.passphrase(terminal()));
    try (Node node = Node.open(config)) {
      show(node.anchor());
    }
    return ExitCode.OK;
  }

  private void requireVacant() {
    if (NodeDirectory.holdsNode(data)) {
      throw InvalidInputException.of(
          "--data",
          data.toString(),
          "an empty directory; it already holds a node: run serve --data " + data);
    }
  }

  private void show(TrustAnchor anchor) {
    Output output = output();
    Path anchorFile = NodeDirectory.anchorFile(data);
    var json = Json.object().put("directory", data.toString());
    anchor.prefixes().forEach(prefix -> json.withArray("prefixes").add(prefix.toString()));
    json.put("suite", suite.name())
        .put("log", anchor.log().text())
        .put("authorityKeyId", anchor.keyId().toString());
    output.result(
        json.put("anchor", anchorFile.toString()).put("encrypted", passphrase.encrypted()));
    output.line(output.good("Created a node") + " in " + data);
    output.line();
    new Columns("  ")
        .add(
            "prefixes",
            anchor.prefixes().stream().map(Object::toString).collect(Collectors.joining(", ")))
        .add("signs with", suite + ", key " + anchor.keyId())
        .add("log", anchor.log().text())
        .add(
            "keys",
            data.resolve("keys")
                + (passphrase.encrypted()
                    ? " (encrypted with your passphrase)"
                    : " (NOT encrypted)"))
        .add("anchor", anchorFile.toString())
        .lines()
        .forEach(output::line);
    output.line();
    output.line("Back up the keys and the passphrase: they cannot be recovered.");
    output.line("Give " + anchorFile + " to everyone who verifies statements of this node.");
    output.line("Next: " + output.bold("nameplate serve --data " + data));
  }
}
