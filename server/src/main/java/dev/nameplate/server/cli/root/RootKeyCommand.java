package dev.nameplate.server.cli.root;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.input.OutputFile;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.NewPassphraseOptions;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.signing.SealedKey;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.NoteSigner;
import java.nio.file.Path;
import java.security.SecureRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the key of one person who answers for trust roots. */
@Command(
    name = "key",
    header = "Make a root key: the private part in FILE, the public part in FILE.pub.",
    description = {
      "%nEach person makes their own key, and keeps the private part and its passphrase private, "
          + "offline if possible.",
      "Give the public part to the person who runs root make.%n"
    },
    footer = "  nameplate root key --name zhang --out zhang.pem")
final class RootKeyCommand extends CliCommand {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "N",
      description = "Name of the key owner: one word, without +.")
  private String name = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write the private part.")
  private Path out = Arguments.NO_PATH;

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description = "Signature suite: SM2_SM3 or ED25519_SHA256. Default: SM2_SM3.")
  private SignatureSuite suite = NodeConfig.DEFAULT_SUITE;

  @Mixin private NewPassphraseOptions passphrase = new NewPassphraseOptions();

  @Override
  public Integer call() {
    passphrase.check();
    Path publicFile = out.resolveSibling(out.getFileName() + ".pub");
    OutputFile.requireNone("--out", out);
    OutputFile.requireNone("--out", publicFile);
    SigningKey key = SigningKey.generate(suite, new SecureRandom());
    NoteKey noteKey = named(key).noteKey();
    SealedKey sealed = SealedKey.of(key, passphrase.passphrase(terminal()));
    OutputFile.createPrivate("--out", out, sealed.insecureText());
    OutputFile.replace("--out", publicFile, noteKey + "\n");
    Output output = output();
    output.result(
        Json.object()
            .put("name", name)
            .put("key", noteKey.toString())
            .put("private", out.toString())
            .put("public", publicFile.toString())
            .put("encrypted", passphrase.encrypted()));
    output.line(output.good("Made a root key") + " for " + name + ".");
    output.line(
        "  "
            + out
            + "  private"
            + (passphrase.encrypted() ? ", encrypted with your passphrase" : ", NOT encrypted"));
    output.line("  " + publicFile + "  public, for root make --key");
    return ExitCode.OK;
  }

  private NoteSigner named(SigningKey key) {
    try {
      return new NoteSigner(name, key);
    } catch (InvalidInputException e) {
      throw InvalidInputException.of("--name", name, "one word, without +");
    }
  }
}
