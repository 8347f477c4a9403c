package dev.nameplate.signing;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.VisibleText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and directories that only their owner can read: for private keys and restricted values.
 * Directories have mode 0700, files 0600.
 *
 * <p>File systems without POSIX permissions are left as they are.
 */
public final class PrivateFiles {
  private static final Logger LOGGER = LoggerFactory.getLogger(PrivateFiles.class);

  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /**
   * Makes a private directory; an existing directory becomes private, but not its content. Missing
   * parents get default permissions.
   *
   * @throws NodeException with reason {@code STORE_FAILED} if an existing directory cannot be made
   *     private
   */
  public static Path createDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null && !Files.exists(parent)) {
        Files.createDirectories(parent);
      }
      return Files.createDirectories(directory, attributes(directory, DIRECTORY));
    }
    try {
      tighten(directory.toRealPath(), DIRECTORY);
      return directory;
    } catch (IOException e) {
      throw notPrivate(directory, e);
    }
  }

  /**
   * Opens a file to write. A new file is private from its first byte on; a regular file that exists
   * becomes private before anything is written. A pipe or a device such as {@code /dev/stdout} is
   * left as it is.
   */
  public static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
    FileChannel channel = FileChannel.open(file, options, attributes(file, FILE));
    try {
      if (Files.isRegularFile(file)) {
        tighten(file.toRealPath(), FILE);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens a new file, or truncates an existing file. */
  public static OutputStream output(Path file) throws IOException {
    return Channels.newOutputStream(
        open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)));
  }

  /** Opens a new text file, or truncates an existing file. */
  public static BufferedWriter writer(Path file) throws IOException {
    return text(output(file));
  }

  /** Opens a new text file, or appends to an existing file. */
  public static BufferedWriter appender(Path file) throws IOException {
    return text(
        Channels.newOutputStream(
            open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND))));
  }

  private static BufferedWriter text(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /**
   * Makes a directory and everything in it private, except public keys and trust anchors. Symbolic
   * links in it are not followed, and {@code lost+found} is left alone. If others could use the
   * directory, the log says so once.
   *
   * @throws NodeException with reason {@code STORE_FAILED} if the permissions cannot be changed,
   *     for example because another user owns the directory
   */
  public static void tighten(Path directory) {
    try {
      Path real = directory.toRealPath();
      if (!hasPermissions(real)) {
        return;
      }
      Set<PosixFilePermission> before = Files.getPosixFilePermissions(real);
      Files.walkFileTree(real, new Tightening(real));
      if (!DIRECTORY.containsAll(before)) {
        LOGGER.warn(
            "Directory {} had mode {}, open to other users; it now has mode rwx------",
            VisibleText.of(directory.toString()),
            PosixFilePermissions.toString(before));
      }
    } catch (IOException e) {
      throw notPrivate(directory, e);
    }
  }

  /** The engine creates and removes files meanwhile. */
  private static final class Tightening extends SimpleFileVisitor<Path> {
    private final Path root;

    private Tightening(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (isLostAndFound(directory)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      tighten(directory, DIRECTORY);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile() && !isPublic(file)) {
        try {
          if (isLock(file)) {
            tightenByName(file);
          } else {
            tighten(file, FILE);
          }
        } catch (NoSuchFileException e) {
          return visitFileFailed(file, e);
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException || isLostAndFound(file)) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    /** Belongs to the system, in the root of a file system; nothing of ours is in it. */
    private boolean isLostAndFound(Path path) {
      return path.equals(root.resolve("lost+found"));
    }
  }

  private static boolean isLock(Path file) {
    return file.getFileName().toString().equals("LOCK");
  }

  /**
   * Changes the mode of a file that may hold a lock of this process. Without following links it
   * would be opened and closed, and with that the operating system would let go of the lock.
   */
  private static void tightenByName(Path file) throws IOException {
    if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(file, FILE);
    }
  }

  /** True for a public file, whose copies may be readable by others. */
  private static boolean isPublic(Path file) {
    String name = file.getFileName().toString();
    return name.equals(NodeDirectory.ANCHOR) || name.endsWith(".pub.pem");
  }

  private static void tighten(Path path, Set<PosixFilePermission> wanted) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null || wanted.containsAll(view.readAttributes().permissions())) {
      return;
    }
    view.setPermissions(wanted);
    Set<PosixFilePermission> after = view.readAttributes().permissions();
    if (!wanted.containsAll(after)) { // some file systems ignore the change
      throw new FileSystemException(
          path.toString(),
          null,
          "its file system keeps mode " + PosixFilePermissions.toString(after));
    }
  }

  private static NodeException notPrivate(Path directory, IOException e) {
    String part =
        e instanceof FileSystemException at && at.getFile() != null
            ? at.getFile()
            : directory.toString();
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "directory: \""
            + directory
            + "\" is open to other users, and the permissions of \""
            + part
            + "\" cannot be changed: "
            + NodeDirectory.because(e)
            + " (expected: a directory of the user who runs this, mode 0700, with files of mode "
            + "0600); change owner and mode with chown and chmod, or choose another directory",
        e);
  }

  /** The permissions to create a file with; empty if its file system has none. */
  static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> permissions)
      throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    return parent != null && hasPermissions(parent)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasPermissions(Path existing) throws IOException {
    return Files.getFileStore(existing).supportsFileAttributeView(PosixFileAttributeView.class);
  }
}
