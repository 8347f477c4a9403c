package dev.nameplate.server.cli.options;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.signing.Passphrase;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for encrypting new keys. */
public final class NewPassphraseOptions {
  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = Passphrases.FILE_DESCRIPTION)
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--no-passphrase",
      description = "Store the keys unencrypted, readable by the owner only.")
  private boolean none;

  /** Checks that the options do not contradict each other. */
  public void check() {
    if (none && file.isPresent()) {
      throw InvalidInputException.of(
          "--no-passphrase",
          file.get().toString(),
          "either --passphrase-file or --no-passphrase, not both");
    }
  }

  /** True if the keys are to be encrypted. */
  public boolean encrypted() {
    return !none;
  }

  /** The passphrase; a person is asked for it if there is no other source. */
  public Passphrase passphrase(Terminal terminal) {
    return none ? Passphrase.NONE : Passphrases.forNew(file, terminal);
  }
}
