package dev.nameplate.server.cli.keys;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.PassphraseOption;
import dev.nameplate.server.cli.options.Passphrases;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.signing.KeyRollOver;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.signing.Passphrase;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a node sign with its next key. */
@Command(
    name = "activate",
    header = "Start signing with the next key, and delete the former private key.",
    description = {
      "%nStop the node first. Statements signed with the former key stay valid, and the key "
          + "remains valid for the overlap.",
      "If this command is interrupted, the node has either the former or the next key, and "
          + "starts.%n"
    },
    footer = "  nameplate keys activate --data ./node")
final class KeysActivateCommand extends CliCommand {
  @Mixin private KeysCommand.Directory directory = new KeysCommand.Directory();

  @Option(
      names = "--overlap",
      paramLabel = "HOURS",
      description =
          "How long the former key remains valid, to allow for clock differences, 0 to 8784. Default: 24.")
  private long overlap = 24;

  @Mixin private PassphraseOption passphrase = new PassphraseOption();

  @Override
  public Integer call() {
    if (overlap < 0 || overlap > Node.LONGEST_OVERLAP.toHours()) {
      throw InvalidInputException.of(
          "--overlap", overlap, "0 to " + Node.LONGEST_OVERLAP.toHours() + " hours");
    }
    KeyRollOver.in(directory.path()).requirePrepared(); // before anyone is asked for a passphrase
    Passphrase secret = Passphrases.toOpen(directory.path(), passphrase.file(), terminal());
    show(
        Node.activateNextKey(
            NodeConfig.in(directory.path()).withPassphrase(secret), Duration.ofHours(overlap)));
    return ExitCode.OK;
  }

  private void show(TrustAnchors anchors) {
    TrustAnchor now = anchors.list().get(0);
    TrustAnchor former = anchors.list().get(1);
    Instant until = former.authority().validity().until();
    Path anchorFile = NodeDirectory.anchorFile(directory.path());
    Output output = output();
    output.result(
        Json.object()
            .put("authorityKeyId", now.keyId().toString())
            .put("formerKeyId", former.keyId().toString())
            .put("formerUntil", until.toString())
            .put("anchor", anchorFile.toString()));
    output.line("The node now signs with " + output.bold(now.keyId().toString()) + ".");
    output.line(
        "Statements signed by "
            + former.keyId()
            + " stay valid; the key is valid until "
            + until
            + ".");
    output.line("Give " + anchorFile + " to everyone who has the former file.");
  }
}
