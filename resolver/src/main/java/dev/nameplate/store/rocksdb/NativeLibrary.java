package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * The native library of RocksDB, which is loaded once for the process.
 *
 * <p>RocksDB's own loader extracts 17 MB to the temporary directory and removes them when the
 * process ends; after a kill they stay. This extracts them to a private directory and removes that
 * as soon as the library is loaded: the process keeps the mapped file, and nobody else sees it.
 */
public final class NativeLibrary {
  /** Names a directory with the library; RocksDB's loader extracts there. */
  private static final String GIVEN = "ROCKSDB_SHAREDLIB_DIR";

  /** RocksDB's loader has one name for the library in the jar and another in a directory. */
  private static final String PACKED = "rocksdb";

  private static final String LOOKED_FOR = "rocksdbjni";

  private static boolean loaded; // guarded by the class

  private NativeLibrary() {}

  /**
   * Loads the library unless that was done before.
   *
   * @throws NodeException with reason {@code STORE_FAILED} if it cannot be extracted or loaded
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    String name = Environment.getJniLibraryFileName(PACKED);
    try (InputStream library = RocksDB.class.getClassLoader().getResourceAsStream(name)) {
      if (library == null || System.getenv(GIVEN) != null) {
        RocksDB.loadLibrary();
      } else {
        load(library);
      }
      loaded = true;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new NodeException(
          ErrorReason.STORE_FAILED,
          "store: the native library of RocksDB cannot be loaded from java.io.tmpdir; make "
              + "that directory writable and executable, or choose another directory with "
              + "-Djava.io.tmpdir",
          e);
    }
  }

  private static void load(InputStream library) throws IOException {
    Path directory = Files.createTempDirectory("nameplate-native"); // mode 0700
    Path file = directory.resolve(Environment.getJniLibraryFileName(LOOKED_FOR));
    try {
      Files.copy(library, file);
      RocksDB.loadLibrary(List.of(directory.toString()));
    } finally {
      remove(file);
      remove(directory);
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit(); // Windows keeps a library that is in use
    }
  }
}
