package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.input.InputFile;
import java.io.IOException;
import java.nio.file.Path;

/** Errors of files that cannot be written. */
final class TargetFile {
  private TargetFile() {}

  static NodeException unwritable(Path file, IOException cause) {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "cannot write %s (%s); check that the directory exists, is writable and has space"
            .formatted(file, InputFile.because(cause)),
        cause);
  }
}
