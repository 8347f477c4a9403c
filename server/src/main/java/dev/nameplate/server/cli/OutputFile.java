package dev.nameplate.server.cli;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes files that a command names, and says plainly why one cannot be written. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Writes the whole file, over an older one.
   *
   * @param option what names it, for messages
   * @throws NodeException if it cannot be written
   */
  static void write(String option, Path file, Bytes content) {
    try {
      Files.write(file, content.toByteArray());
    } catch (IOException e) {
      throw new NodeException(
          ErrorReason.STORE_FAILED,
          option
              + ": \""
              + file
              + "\" cannot be written: "
              + InputFile.because(e)
              + " (expected: a file in a directory that is there and may be written to)",
          e);
    }
  }
}
