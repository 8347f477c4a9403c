package dev.nameplate.backup;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.log.read.TailCheck;
import dev.nameplate.record.Bytes;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.signing.NodeFiles;
import dev.nameplate.signing.PrivateFiles;
import dev.nameplate.signing.WholeFile;
import dev.nameplate.store.Engine;
import dev.nameplate.store.Head;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreBackups;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.LogName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backups of one node in a directory.
 *
 * <pre>
 * BACKUP       whose they are
 * LOCK         held by the process that uses the directory
 * rows/        the stores, by RocksDB's backup engine; files in common are there once
 * node/N/      the other files of backup N, keys encrypted as they are in the node's directory,
 *              and CONTENT, by which the backup is complete
 * </pre>
 *
 * <p>A backup that was interrupted has no {@code node/N}: it is passed over, and removed by the
 * next. The directory is readable by its owner only. Used by one thread, in one process at a time.
 */
public final class Backups implements AutoCloseable {
  private static final String MARK = "BACKUP";
  private static final String LOCK = "LOCK";
  private static final String NODE = "node";
  private static final String ROWS = "rows";
  private static final String VIEW = "view";
  private static final String PARTIAL = "partial";

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private final Path directory;
  private final FileChannel lock;
  private final StoreBackups rows;

  private Backups(Path directory, FileChannel lock, StoreBackups rows) {
    this.directory = directory;
    this.lock = lock;
    this.rows = rows;
  }

  /**
   * Opens the backups in a directory.
   *
   * @param engine stores their rows
   * @throws NodeException {@code FORMAT_UNSUPPORTED} if there are none, {@code DIRECTORY_IN_USE} if
   *     another process uses them
   */
  public static Backups open(Path directory, Engine engine) {
    if (!Files.isRegularFile(directory.resolve(MARK))) {
      throw new NodeException(
          ErrorReason.FORMAT_UNSUPPORTED,
          "backup: \""
              + directory
              + "\" holds no backups (expected: a directory that backup --to wrote to)");
    }
    return locked(directory, engine);
  }

  /**
   * Opens the backups of a node in a directory, which is created if missing.
   *
   * @param log the log of the node
   * @param engine stores the rows of the node
   * @throws InvalidInputException if it holds something else, or the backups of another node
   * @throws NodeException {@code STORE_FAILED} if the engine takes no backups; the directory is not
   *     changed then
   */
  public static Backups of(LogName log, Path directory, Engine engine) {
    engine.requireBackups();
    try {
      Path mark = directory.resolve(MARK);
      if (!Files.exists(mark)) {
        requireEmpty(directory);
        PrivateFiles.createDirectory(directory);
        WholeFile.writePrivate(mark, "nameplate backups of " + log + "\n");
      }
      requireOf(log, Files.readString(mark), directory);
      return locked(directory, engine);
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private static void requireOf(LogName log, String mark, Path directory) {
    if (!mark.equals("nameplate backups of " + log + "\n")) {
      throw InvalidInputException.of(
          "--to",
          directory.toString(),
          "a new directory, or the directory with the backups of " + log);
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        if (entries.findAny().isPresent()) {
          throw InvalidInputException.of(
              "--to",
              directory.toString(),
              "a new or empty directory, or a directory with backups of the same node");
        }
      }
    }
  }

  private static Backups locked(Path directory, Engine engine) {
    try {
      FileChannel lock =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean opened = false;
      try {
        if (tryLock(lock) == null) {
          throw new NodeException(
              ErrorReason.DIRECTORY_IN_USE,
              "backup: \"" + directory + "\" is in use by another backup or restore; wait for it");
        }
        StoreBackups rows = engine.backups(PrivateFiles.createDirectory(directory.resolve(ROWS)));
        opened = true;
        return new Backups(directory, lock, rows);
      } finally {
        if (!opened) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The complete backups, the oldest first, including those with damaged rows. */
  public List<Backup> list() {
    Path node = directory.resolve(NODE);
    if (!Files.isDirectory(node)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(node)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> NUMBER.matcher(name).matches())
          .map(Integer::valueOf)
          .filter(number -> Files.exists(contentFile(number)))
          .sorted()
          .map(number -> content(number).backup())
          .toList();
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /**
   * Adds a backup of a node that is open in this process. It is complete, and checked, when this
   * returns: every file is read again, and the newest batch in it is verified.
   *
   * @param node the node's directory
   * @param store its open store, which may be written to meanwhile
   */
  public Backup take(Path node, NodeStore store, Clock clock) {
    Path partial = directory.resolve(NODE).resolve(PARTIAL);
    TrustAnchors anchors = NodeDirectory.anchorsIn(node);
    try {
      removeIncomplete();
      Map<String, Bytes> files = copyFiles(node, partial);
      var taken = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      int number = rows.take(store);
      Head head = checked(number, anchors, clock);
      Backup backup = new Backup(number, anchors.list().get(0).log(), taken, head);
      WholeFile.writePrivate(
          partial.resolve(ContentFile.NAME), new ContentFile(backup, files).text());
      Files.move(partial, files(number));
      return backup;
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private Map<String, Bytes> copyFiles(Path node, Path to) throws IOException {
    Map<String, Bytes> files = new TreeMap<>();
    for (Path file : NodeFiles.of(node)) {
      byte[] content = Files.readAllBytes(node.resolve(file));
      CopiedFiles.write(to.resolve(file.toString()), content);
      files.put(file.toString().replace('\\', '/'), CopiedFiles.digest(content));
    }
    return files;
  }

  /** Checks the rows of a backup: every file, then the end of the log in them. */
  private Head checked(int number, TrustAnchors anchors, Clock clock) throws IOException {
    requireWhole(rows.damaged(number));
    Path view = directory.resolve(VIEW);
    CopiedFiles.delete(view);
    PrivateFiles.createDirectory(view);
    try (NodeStore copy = rows.view(number, view)) {
      TailCheck.ofCopy(copy, anchors, clock);
      return copy.head();
    } catch (RejectedStatementException e) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          "backup: the newest batch in it is not signed by the node's keys: " + e.getMessage(),
          e);
    } finally {
      CopiedFiles.delete(view);
    }
  }

  /**
   * Reads every file of a backup again, and verifies the newest batch in it.
   *
   * @throws NodeException {@code DATA_CORRUPT}, naming the file, if one is damaged or missing
   */
  public void verify(Backup backup, Clock clock) {
    ContentFile content = content(backup.number());
    Path node = files(backup.number());
    for (Map.Entry<String, Bytes> file : content.files().entrySet()) {
      Path copy = node.resolve(file.getKey());
      requireWhole(Optional.of(copy).filter(path -> !CopiedFiles.isWhole(path, file.getValue())));
    }
    try {
      Head head = checked(backup.number(), NodeDirectory.anchorsIn(node), clock);
      requireWhole(
          Optional.of(contentFile(backup.number())).filter(file -> !head.equals(backup.head())));
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** Trust anchors of the node that a backup is of. */
  public TrustAnchors anchors(Backup backup) {
    return NodeDirectory.anchorsIn(files(backup.number()));
  }

  private static void requireWhole(Optional<Path> damaged) {
    damaged.ifPresent(
        file -> {
          throw new NodeException(
              ErrorReason.DATA_CORRUPT,
              "backup: " + file + " is damaged or missing; use another backup");
        });
  }

  /**
   * Makes the directory of a node from a backup. The anchor is written last: after an interruption
   * the directory holds no node.
   *
   * @param backup verified before
   * @param node an empty or missing directory
   * @throws InvalidInputException if the directory is not empty
   */
  public void restore(Backup backup, Path node) {
    try {
      NodeDirectory.requireVacant(node);
      PrivateFiles.createDirectory(node);
      Path store = PrivateFiles.createDirectory(NodeDirectory.store(node));
      rows.restore(backup.number(), store, backup.head());
      PrivateFiles.tighten(store); // the engine creates files with mode 0644
      Path from = files(backup.number());
      List<String> files = new ArrayList<>(content(backup.number()).files().keySet());
      String anchor = NodeDirectory.anchorFile(Path.of("")).toString();
      files.sort(Comparator.comparing(anchor::equals)); // false before true
      for (String file : files) {
        CopiedFiles.write(node.resolve(file), Files.readAllBytes(from.resolve(file)));
      }
    } catch (IOException e) {
      throw unusable(node, e);
    }
  }

  /** Removes all backups but the newest. Files that no other backup has go with them. */
  public void keep(int newest) {
    List<Backup> all = list();
    try {
      for (Backup old : all.subList(0, Math.max(0, all.size() - newest))) {
        Path files = files(old.number());
        Files.delete(files.resolve(ContentFile.NAME)); // from here on it is incomplete
        CopiedFiles.delete(files);
        rows.remove(old.number());
      }
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private void removeIncomplete() throws IOException {
    CopiedFiles.delete(directory.resolve(NODE).resolve(PARTIAL));
    for (int number : rows.numbers()) {
      if (!Files.exists(contentFile(number))) {
        CopiedFiles.delete(files(number));
        rows.remove(number);
      }
    }
  }

  private ContentFile content(int number) {
    Path file = contentFile(number);
    try {
      return ContentFile.parse(number, Files.readString(file), file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private Path contentFile(int number) {
    return files(number).resolve(ContentFile.NAME);
  }

  private Path files(int number) {
    return directory.resolve(NODE).resolve(Integer.toString(number));
  }

  private static NodeException unusable(Path directory, IOException e) {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "backup: \"" + directory + "\" cannot be read or written: " + e,
        e);
  }

  @Override
  public void close() {
    rows.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }
}
