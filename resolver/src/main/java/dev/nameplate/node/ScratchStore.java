package dev.nameplate.node;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.store.Engine;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary store on this machine, which is deleted when it is closed. */
final class ScratchStore implements AutoCloseable {
  private final Path directory;
  private final NodeStore store;

  private ScratchStore(Path directory, Engine engine) {
    this.directory = directory;
    this.store = engine.open(directory, StoreSettings.DEFAULT);
  }

  static ScratchStore open(Engine engine) {
    try {
      return new ScratchStore(Files.createTempDirectory("nameplate-"), engine);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  LineageStore lineage() {
    return store.lineage();
  }

  @Override
  public void close() {
    store.lineage().clear(); // an engine may keep more than files
    store.close();
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw failed(e);
    }
  }

  private static NodeException failed(Exception cause) {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "temporary files cannot be written or removed; make java.io.tmpdir writable, or choose "
            + "another directory with -Djava.io.tmpdir",
        cause);
  }
}
