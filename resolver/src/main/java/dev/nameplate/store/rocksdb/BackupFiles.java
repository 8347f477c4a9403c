package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The files of one backup with their checksums, as RocksDB's backup engine lists them in {@code
 * meta/NUMBER}.
 *
 * <p><b>Source:</b> RocksDB, {@code backup_engine.cc}, "Backup meta schema", version 1: time,
 * sequence number, an optional {@code metadata} line, number of files, then {@code PATH crc32 SUM},
 * where SUM is the CRC-32C of the file.
 *
 * @param directory where the paths begin
 * @param entries the files
 */
record BackupFiles(Path directory, List<Entry> entries) {
  private static final Pattern LINE = Pattern.compile("(\\S+) crc32 (\\d{1,10})(?: .*)?");
  private static final int BUFFER = 1 << 20;

  /** Copies the list. */
  public BackupFiles {
    entries = List.copyOf(entries);
  }

  /**
   * A file of a backup.
   *
   * @param path below the directory of the backups
   * @param checksum its CRC-32C
   */
  public record Entry(String path, long checksum) {
    /** Name of the file in the store: shared files have checksum and size in their names. */
    String nameInStore() {
      String name = path.substring(path.lastIndexOf('/') + 1);
      int mark = path.startsWith("shared_checksum/") ? name.indexOf('_') : -1;
      return mark < 0 ? name : name.substring(0, mark) + name.substring(name.lastIndexOf('.'));
    }
  }

  static BackupFiles read(Path directory, int number) {
    Path meta = directory.resolve("meta").resolve(Integer.toString(number));
    try {
      List<Entry> entries = new ArrayList<>();
      List<String> lines = Files.readAllLines(meta, StandardCharsets.UTF_8);
      for (String line : lines) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          entries.add(new Entry(matcher.group(1), Long.parseLong(matcher.group(2))));
        }
      }
      if (lines.size() < 3 || !lines.contains(Integer.toString(entries.size()))) {
        throw damaged(meta, "it lists " + entries.size() + " files", null);
      }
      return new BackupFiles(directory, entries);
    } catch (IOException e) {
      throw damaged(meta, "it cannot be read", e);
    }
  }

  /** The first file that is missing, or differs from the copy. Reads all files. */
  public Optional<Path> damaged() {
    byte[] buffer = new byte[BUFFER];
    return entries.stream()
        .filter(file -> !isWhole(file, buffer))
        .findFirst()
        .map(file -> directory.resolve(file.path()));
  }

  private boolean isWhole(Entry file, byte[] buffer) {
    CRC32C sum = new CRC32C();
    try (InputStream in = Files.newInputStream(directory.resolve(file.path()))) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sum.update(buffer, 0, read);
      }
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw damaged(directory.resolve(file.path()), "it cannot be read", e);
    }
    return sum.getValue() == file.checksum();
  }

  private static NodeException damaged(Path file, String why, @Nullable IOException e) {
    return new NodeException(
        ErrorReason.DATA_CORRUPT,
        "backup: " + file + " is damaged: " + why + "; use another backup",
        e);
  }
}
