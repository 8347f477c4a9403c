package dev.nameplate.server.cli.options;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.signing.KeyFiles;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.signing.Passphrase;
import dev.nameplate.signing.SealedKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Sources of passphrases: a file named by the command, else the variable {@value #VARIABLE}, else
 * the person at the console.
 */
public final class Passphrases {
  /** The environment variable. */
  static final String VARIABLE = "NAMEPLATE_PASSPHRASE";

  /** Description of {@code --passphrase-file}. */
  public static final String FILE_DESCRIPTION =
      "File whose first line is the passphrase of the keys. Default: environment variable "
          + VARIABLE
          + ", else a prompt.";

  private Passphrases() {}

  /** The passphrase of a node's key files, without a question if they are not encrypted. */
  public static Passphrase toOpen(Path data, Optional<Path> file, Terminal terminal) {
    MirrorDirectory.requireNone(data);
    return given(file, terminal)
        .orElseGet(
            () ->
                KeyFiles.in(data).areEncrypted()
                    ? asked("the keys in " + data, terminal)
                    : Passphrase.NONE);
  }

  /** The passphrase of the keys in a directory, without a question if they are not encrypted. */
  public static Passphrase toOpenKeys(Path keys, Optional<Path> file, Terminal terminal) {
    return given(file, terminal)
        .orElseGet(
            () ->
                MirrorDirectory.areKeysEncrypted(keys)
                    ? asked("the keys in " + keys, terminal)
                    : Passphrase.NONE);
  }

  /** The passphrase of a key, without a question if it is not encrypted. */
  public static Passphrase toOpen(SealedKey key, Path of, Optional<Path> file, Terminal terminal) {
    return key.isEncrypted()
        ? given(file, terminal).orElseGet(() -> asked("the key in " + of, terminal))
        : Passphrase.NONE;
  }

  private static Passphrase asked(String what, Terminal terminal) {
    return ask("Passphrase of " + what + ": ", terminal)
        .orElseThrow(
            () ->
                new NodeException(
                    ErrorReason.WRONG_PASSPHRASE,
                    "passphrase: none given for "
                        + what
                        + "; give --passphrase-file FILE or set "
                        + VARIABLE));
  }

  /** The passphrase for new key files; a person types it twice. */
  static Passphrase forNew(Optional<Path> file, Terminal terminal) {
    return given(file, terminal)
        .orElseGet(
            () ->
                chosen(
                    "--passphrase-file FILE, or --no-passphrase for unencrypted keys", terminal));
  }

  /** A new passphrase instead of an old one: from a file or from a person, who types it twice. */
  public static Passphrase forChange(Optional<Path> file, Terminal terminal) {
    return file.map(Passphrases::read)
        .orElseGet(
            () ->
                chosen(
                    "--new-passphrase-file FILE, or --no-passphrase for unencrypted keys",
                    terminal));
  }

  private static Passphrase chosen(String otherwise, Terminal terminal) {
    Passphrase first =
        ask("New passphrase for the keys: ", terminal)
            .orElseThrow(
                () ->
                    new NodeException(
                        ErrorReason.WRONG_PASSPHRASE, "passphrase: none given; give " + otherwise));
    if (!ask("Repeat the passphrase: ", terminal).equals(Optional.of(first))) {
      throw new NodeException(
          ErrorReason.WRONG_PASSPHRASE, "passphrase: the two differ; nothing changed, try again");
    }
    return first;
  }

  private static Optional<Passphrase> given(Optional<Path> file, Terminal terminal) {
    return file.map(Passphrases::read)
        .or(
            () ->
                Optional.ofNullable(terminal.environment().get(VARIABLE))
                    .map(text -> Passphrase.of(text.toCharArray())))
        .filter(passphrase -> !passphrase.isNone());
  }

  private static Passphrase read(Path file) {
    String line = InputFile.text("passphrase-file", file).lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw new NodeException(
          ErrorReason.WRONG_PASSPHRASE,
          "passphrase-file: \""
              + file
              + "\" is empty (expected: the passphrase in its first line)");
    }
    return Passphrase.of(line.toCharArray());
  }

  private static Optional<Passphrase> ask(String question, Terminal terminal) {
    return terminal
        .secrets()
        .map(
            prompt -> {
              char[] typed = prompt.ask(question);
              try {
                return Passphrase.of(typed);
              } finally {
                Arrays.fill(typed, ' ');
              }
            })
        .filter(passphrase -> !passphrase.isNone());
  }
}
