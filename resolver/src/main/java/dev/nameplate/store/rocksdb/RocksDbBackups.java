package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.store.Head;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreBackups;
import dev.nameplate.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.rocksdb.BackupEngine;
import org.rocksdb.BackupEngineOptions;
import org.rocksdb.BackupInfo;
import org.rocksdb.Env;
import org.rocksdb.RestoreOptions;
import org.rocksdb.RocksDBException;

/**
 * Numbered backups of one store in a directory, by RocksDB's backup engine. Files that several
 * backups have in common are there once, so that each further backup copies only what is new. Used
 * by one thread, in one process at a time.
 */
final class RocksDbBackups implements StoreBackups {
  private final Path directory;
  private final BackupEngine engine;

  private RocksDbBackups(Path directory, BackupEngine engine) {
    this.directory = directory;
    this.engine = engine;
  }

  /**
   * Opens the backups in a directory, which is created if missing.
   *
   * @throws NodeException {@code STORE_FAILED} if the directory cannot be used
   */
  static RocksDbBackups open(Path directory) {
    NativeLibrary.load();
    try (BackupEngineOptions options =
        new BackupEngineOptions(directory.toAbsolutePath().toString())) {
      options.setShareTableFiles(true).setShareFilesWithChecksum(true).setSync(true);
      return new RocksDbBackups(directory, BackupEngine.open(Env.getDefault(), options));
    } catch (RocksDBException e) {
      throw failed("cannot be opened", e);
    }
  }

  /** Leaves out backups with missing files. */
  @Override
  public List<Integer> numbers() {
    return engine.getBackupInfo().stream().map(BackupInfo::backupId).sorted().toList();
  }

  @Override
  public int take(NodeStore store) {
    if (!(store instanceof RocksDbRecordStore rows)) {
      throw new IllegalArgumentException("store: of another engine (expected: a RocksDB store)");
    }
    try {
      engine.garbageCollect(); // what an interrupted backup left
    } catch (RocksDBException e) {
      throw failed("cannot be written", e);
    }
    rows.withDatabase(database -> database.backUp(engine));
    List<Integer> numbers = numbers();
    return numbers.get(numbers.size() - 1);
  }

  @Override
  public Optional<Path> damaged(int number) {
    return files(number).damaged();
  }

  private BackupFiles files(int number) {
    return BackupFiles.read(directory, number);
  }

  @Override
  public void restore(int number, Path store, Head head) {
    try (RestoreOptions options = new RestoreOptions(false)) {
      String path = store.toAbsolutePath().toString();
      engine.restoreDbFromBackup(number, path, path, options);
    } catch (RocksDBException e) {
      throw failed("number " + number + " cannot be restored", e);
    }
    RocksDbRecordStore.adopt(store, head); // its own marks are in no backup
  }

  @Override
  public void remove(int number) {
    try {
      engine.deleteBackup(number);
    } catch (RocksDBException e) {
      throw failed("number " + number + " cannot be removed", e);
    }
  }

  /**
   * Opens a backup without restoring it: the scratch directory has the backup's files under the
   * names that they had in the store, as links if it is in the same file system.
   */
  @Override
  public RocksDbRecordStore view(int number, Path scratch) {
    try {
      for (BackupFiles.Entry file : files(number).entries()) {
        linkOrCopy(directory.resolve(file.path()), scratch.resolve(file.nameInStore()));
      }
    } catch (IOException e) {
      throw new NodeException(
          ErrorReason.STORE_FAILED,
          "backup: number " + number + " cannot be read in " + scratch + "; check its permissions",
          e);
    }
    return RocksDbRecordStore.openToRead(scratch, StoreSettings.DEFAULT);
  }

  private static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static NodeException failed(String what, RocksDBException e) {
    NodeException running = RocksDbFailures.running(e);
    return new NodeException(running.reason(), "backup: " + what + ": " + running.getMessage(), e);
  }

  @Override
  public void close() {
    engine.close();
  }
}
