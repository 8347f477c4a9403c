package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.signing.PrivateFiles;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The file {@code FORMAT}, which marks a directory as a store, with the version of its layout. */
final class FormatMarker {
  private static final String FILE = "FORMAT";
  private static final String NEW_FILE = "FORMAT.new";
  private static final String KIND = "nameplate-store ";

  /** The version that is written. */
  static final int VERSION = 4;

  /** The newest version whose rows must be converted; it has all columns of {@link #VERSION}. */
  static final int NEWEST_OLDER = 3;

  private static final int OLDEST = 1;

  private static final int LONGEST = 64;
  private static final String CONVERTING = " converting";
  private static final Pattern LINE =
      Pattern.compile(KIND + "([1-9][0-9]{0,8})(" + CONVERTING + ")?\n?");

  private final Path directory;

  private FormatMarker(Path directory) {
    this.directory = directory;
  }

  /**
   * Checks that the directory is a store that this version reads, and creates a missing store.
   *
   * @return the version of its format; {@link #NEWEST_OLDER} if it is being converted; an older
   *     store is {@link #mark}ed once it has all of a newer format
   * @throws NodeException {@code FORMAT_UNSUPPORTED} if it is no store, {@code DATA_CORRUPT} if its
   *     main file is gone, {@code STORE_FAILED} if it cannot be read or created
   */
  static int check(Path directory) {
    FormatMarker marker = new FormatMarker(directory);
    try {
      marker.createDirectory();
      if (!Files.exists(directory.resolve(FILE))) {
        marker.createFile();
      }
      int version = marker.checkFile();
      marker.checkComplete();
      ManifestCheck.check(directory);
      return version;
    } catch (IOException e) {
      throw marker.unusable(e);
    }
  }

  /** Marks the store as having a version of the format. Durable on return. */
  static void mark(Path directory, int version) {
    FormatMarker marker = new FormatMarker(directory);
    try {
      marker.write(Integer.toString(version));
    } catch (IOException e) {
      throw marker.unusable(e);
    }
  }

  /**
   * Marks the store as one that may have rows of {@link #VERSION} and of {@link #NEWEST_OLDER}.
   * Versions that do not know the newer rows refuse this mark. Durable on return.
   */
  static void markConverting(Path directory) {
    FormatMarker marker = new FormatMarker(directory);
    try {
      marker.write(VERSION + CONVERTING);
    } catch (IOException e) {
      throw marker.unusable(e);
    }
  }

  private NodeException unusable(IOException e) {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        where()
            + "cannot be read or written ("
            + cause(e)
            + "); make it writable or choose another directory",
        e);
  }

  private void createDirectory() throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new NodeException(
          ErrorReason.STORE_FAILED,
          where() + "is a file (expected: a directory); name a directory");
    }
    if (!Files.exists(directory)) {
      PrivateFiles.createDirectory(directory);
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        sync(parent);
      }
    }
  }

  private void createFile() throws IOException {
    if (!names().stream().allMatch(NEW_FILE::equals)) {
      throw new NodeException(
          ErrorReason.FORMAT_UNSUPPORTED,
          where()
              + "is not empty and not a nameplate store (expected: a file "
              + FILE
              + "); name another directory");
    }
    write(Integer.toString(VERSION));
  }

  /**
   * Writes a temporary file, fsyncs, renames it and fsyncs the directory: after a crash the marker
   * is whole, the previous version, or missing.
   */
  private void write(String version) throws IOException {
    Path file = directory.resolve(NEW_FILE);
    try (FileChannel channel =
        PrivateFiles.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING))) {
      String line = KIND + version + "\n";
      Channels.newOutputStream(channel).write(line.getBytes(StandardCharsets.US_ASCII));
      channel.force(true);
    }
    Files.move(file, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    sync(directory);
  }

  private int checkFile() throws IOException {
    String line;
    try (var in = Files.newInputStream(directory.resolve(FILE))) {
      line = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII);
    }
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new NodeException(
          ErrorReason.FORMAT_UNSUPPORTED,
          where()
              + "its file "
              + FILE
              + " is not a nameplate store's (expected: "
              + KIND
              + VERSION
              + "); name another directory");
    }
    int version = Integer.parseInt(matcher.group(1));
    if (version < OLDEST || version > VERSION) {
      throw new NodeException(
          ErrorReason.FORMAT_UNSUPPORTED,
          where()
              + "has store format "
              + version
              + " (expected: "
              + VERSION
              + "); open it with the nameplate version that wrote it, or a newer version");
    }
    return matcher.group(2) == null ? version : Math.min(version, NEWEST_OLDER);
  }

  /** Checks that {@code CURRENT} exists: RocksDB would treat a directory without it as new. */
  private void checkComplete() throws IOException {
    List<String> names = names();
    if (!names.contains("CURRENT")
        && names.stream()
            .anyMatch(name -> name.endsWith(".sst") || name.equals(CommittedMark.FILE))) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          where() + "file CURRENT is missing; restore the directory from a backup");
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private String where() {
    return "directory " + directory + ": ";
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String cause(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    String reason = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }
}
