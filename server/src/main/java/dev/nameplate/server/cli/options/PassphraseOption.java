package dev.nameplate.server.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names a file with the passphrase of existing keys. */
public final class PassphraseOption {
  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = Passphrases.FILE_DESCRIPTION)
  private Optional<Path> file = Optional.empty();

  /** File of the passphrase, where the option is given. */
  public Optional<Path> file() {
    return file;
  }
}
