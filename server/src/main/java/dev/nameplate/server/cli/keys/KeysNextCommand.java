package dev.nameplate.server.cli.keys;

import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.PassphraseOption;
import dev.nameplate.server.cli.options.Passphrases;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.signing.KeyRollOver;
import dev.nameplate.signing.Passphrase;
import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.key.VerifyingKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the key that a node will sign with. */
@Command(
    name = "next",
    header = "Create the next authority key; the node keeps signing with the current key.",
    description = {
      "%nThe node may be running. Give the public key to the authority that allotted the node's "
          + "prefix, so that the key is trusted before it signs. Then stop the node and run keys "
          + "activate.%n"
    },
    footer = "  nameplate keys next --data ./node")
final class KeysNextCommand extends CliCommand {
  @Mixin private KeysCommand.Directory directory = new KeysCommand.Directory();

  @Mixin private PassphraseOption passphrase = new PassphraseOption();

  @Override
  public Integer call() {
    KeyRollOver keys = KeyRollOver.in(directory.path());
    Passphrase secret = Passphrases.toOpen(directory.path(), passphrase.file(), terminal());
    VerifyingKey key = keys.prepare(secret);
    Output output = output();
    output.result(
        Json.object()
            .put("keyId", key.keyId().toString())
            .put("publicKey", keys.publicFile().toString())
            .put("pem", KeyPem.write(key)));
    if (!output.json()) {
      output.raw(KeyPem.write(key));
    }
    output.note("Created the next key " + key.keyId() + "; its public key is " + keys.publicFile());
    output.note(
        "Once it is trusted, stop the node and run: nameplate keys activate --data "
            + directory.path());
    return ExitCode.OK;
  }
}
