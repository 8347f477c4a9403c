package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
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
public final class StoreBackups implements AutoCloseable {
  private final Path directory;
  private final BackupEngine engine;

  private StoreBackups(Path directory, BackupEngine engine) {
    this.directory = directory;
    this.engine = engine;
  }

  /**
   * Opens the backups in a directory, which is created if there is none.
   *
   * @throws NodeException {@code STORE_FAILED} if the directory cannot be used
   */
  public static StoreBackups open(Path directory) {
    NativeLibrary.load();
    try (BackupEngineOptions options =
        new BackupEngineOptions(directory.toAbsolutePath().toString())) {
      options.setShareTableFiles(true).setShareFilesWithChecksum(true).setSync(true);
      return new StoreBackups(directory, BackupEngine.open(Env.getDefault(), options));
    } catch (RocksDBException e) {
      throw failed("cannot be opened", e);
    }
  }

  /** The numbers of the backups, the oldest first; those with missing files are left out. */
  public List<Integer> numbers() {
    return engine.getBackupInfo().stream().map(BackupInfo::backupId).sorted().toList();
  }

  /**
   * Copies what is committed in an open store. Reading and writing go on meanwhile.
   *
   * @return the number of the backup
   * @throws NodeException {@code STORE_FAILED}, or {@code STORE_FULL} if there is no room
   */
  public int take(RocksDbRecordStore store) {
    try {
      engine.garbageCollect(); // what an interrupted backup left
    } catch (RocksDBException e) {
      throw failed("cannot be written", e);
    }
    store.withDatabase(database -> database.backUp(engine));
    List<Integer> numbers = numbers();
    return numbers.get(numbers.size() - 1);
  }

  /** The files of a backup. */
  public BackupFiles files(int number) {
    return BackupFiles.read(directory, number);
  }

  /**
   * Writes the files of a backup into the directory of a store, which must be empty. The store's
   * own marks are not among them: see {@link RocksDbRecordStore#adopt}.
   *
   * @throws NodeException {@code DATA_CORRUPT} if a file is damaged
   */
  public void restore(int number, Path store) {
    try (RestoreOptions options = new RestoreOptions(false)) {
      String path = store.toAbsolutePath().toString();
      engine.restoreDbFromBackup(number, path, path, options);
    } catch (RocksDBException e) {
      throw failed("number " + number + " cannot be restored", e);
    }
  }

  /** Removes a backup, and the files that no other one has. */
  public void remove(int number) {
    try {
      engine.deleteBackup(number);
    } catch (RocksDBException e) {
      throw failed("number " + number + " cannot be removed", e);
    }
  }

  /**
   * Opens a backup to be read, without restoring it: in a scratch directory that has the backup's
   * files under the names that they had in the store.
   *
   * @param scratch an empty directory, in the same file system if that is possible
   */
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
    return RocksDbRecordStore.openToRead(scratch, RocksDbSettings.DEFAULT);
  }

  private static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static NodeException failed(String what, RocksDBException e) {
    NodeException running = Failures.running(e);
    return new NodeException(running.reason(), "backup: " + what + ": " + running.getMessage(), e);
  }

  @Override
  public void close() {
    engine.close();
  }
}
