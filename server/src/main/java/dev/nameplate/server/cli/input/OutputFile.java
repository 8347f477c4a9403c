package dev.nameplate.server.cli.input;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import dev.nameplate.signing.PrivateFiles;
import dev.nameplate.signing.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes files named by a command, with clear errors. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Writes the whole file, over an older one. Its owner alone may read it: a statement may come
   * with restricted values.
   *
   * @param option what names it, for messages
   * @throws NodeException if it cannot be written
   */
  public static void write(String option, Path file, Bytes content) {
    try {
      try (OutputStream out = PrivateFiles.output(file)) {
        out.write(content.toByteArray());
      }
    } catch (IOException e) {
      throw unwritable(option, file, e);
    }
  }

  /**
   * Writes the whole file at one stroke, so that an older one is there until the new one is.
   *
   * @param option what names it, for messages
   * @throws NodeException if it cannot be written
   */
  public static void replace(String option, Path file, String content) {
    try {
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw unwritable(option, file, e);
    }
  }

  /**
   * Writes a new file, which its owner alone may read.
   *
   * @param option what names it, for messages
   * @throws NodeException if it cannot be written
   */
  public static void createPrivate(String option, Path file, String content) {
    try {
      WholeFile.writePrivate(file, content);
    } catch (IOException e) {
      throw unwritable(option, file, e);
    }
  }

  /** Checks that a command does not write over a file. */
  public static void requireNone(String option, Path file) {
    if (Files.exists(file)) {
      throw InvalidInputException.of(
          option, file.toString(), "the name of a new file; this file exists already");
    }
  }

  /** The error for a file that cannot be written. */
  public static NodeException unwritable(String option, Path file, IOException e) {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "%s: \"%s\" cannot be written: %s (expected: a file in an existing, writable directory)"
            .formatted(option, file, InputFile.because(e)),
        e);
  }
}
