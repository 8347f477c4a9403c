package dev.nameplate.server.cli.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.StatementJson;
import dev.nameplate.signing.PrivateFiles;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.wire.Read;
import dev.nameplate.wire.ReadStep;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps signed events in a file, if one was named, as {@code verify} reads them. The file is
 * private: events may be restricted.
 */
final class SavedStatements implements AutoCloseable {
  private final Optional<Path> file;
  private final @Nullable BufferedWriter writer;

  private SavedStatements(Optional<Path> file, @Nullable BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Opens the file, over an older one.
   *
   * @throws NodeException if it cannot be written
   */
  static SavedStatements to(Optional<Path> file) {
    if (file.isEmpty()) {
      return new SavedStatements(file, null);
    }
    try {
      return new SavedStatements(file, PrivateFiles.writer(file.get()));
    } catch (IOException e) {
      throw unwritable(file.get(), e);
    }
  }

  /** The file, if one was named. */
  Optional<Path> file() {
    return file;
  }

  /** Keeps an event, behind its withdrawal if it has one. */
  void add(ReadStep.Happened event) {
    event.withdrawal().ifPresent(this::add);
    add(event.event());
  }

  private void add(Read<RecordedEvent> event) {
    if (writer == null) {
      return;
    }
    ObjectNode json = StatementJson.put(Json.object(), event.statement(), event.chain());
    try {
      writer.append(json.toString()).append('\n');
    } catch (IOException e) {
      throw unwritable(file.orElseThrow(), e);
    }
  }

  private static NodeException unwritable(Path file, IOException e) {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "--save: \"%s\" cannot be written: %s (expected: a file in an existing, writable directory)"
            .formatted(file, InputFile.because(e)),
        e);
  }

  @Override
  public void close() {
    if (writer != null) {
      try {
        writer.close();
      } catch (IOException e) {
        throw unwritable(file.orElseThrow(), e);
      }
    }
  }
}
