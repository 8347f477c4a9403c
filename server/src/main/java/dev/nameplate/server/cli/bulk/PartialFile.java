package dev.nameplate.server.cli.bulk;

import dev.nameplate.server.cli.input.SourceFile;
import dev.nameplate.signing.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * A file that appears under its name only once it is complete, and whose writing can be resumed. It
 * is private: it may hold restricted values. Until then it stands beside it as {@code NAME.part},
 * with {@code NAME.part.at}, which tells how much of it counts and what comes next. Used by one
 * thread.
 */
final class PartialFile implements AutoCloseable {
  /** The most bytes of {@code NAME.part.at}; a page token takes a hundredth. */
  private static final int MOST = 1 << 16;

  private final Path target;
  private final Path part;
  private final Path at;
  private final String what;
  private final FileChannel channel;
  private final OutputStream out;
  private String next = "";

  /**
   * Begins a file, or resumes a file begun for the same purpose.
   *
   * @param what the purpose, on one line
   */
  PartialFile(Path target, String what) throws IOException {
    this.target = target;
    this.part = target.resolveSibling(SourceFile.nameOf(target) + ".part");
    this.at = target.resolveSibling(SourceFile.nameOf(target) + ".part.at");
    this.what = what;
    this.channel =
        PrivateFiles.open(part, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    long length = takeUp();
    channel.truncate(length).position(length);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
  }

  private long takeUp() throws IOException {
    try (InputStream in = Files.newInputStream(at)) {
      byte[] content = in.readNBytes(MOST + 1);
      if (content.length > MOST) {
        return 0; // not written by this class
      }
      List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
      if (lines.size() == 3
          && lines.get(0).equals(what)
          && !lines.get(2).isEmpty()
          && Long.parseLong(lines.get(1)) <= channel.size()) {
        next = lines.get(2);
        return Long.parseLong(lines.get(1));
      }
    } catch (NoSuchFileException | NumberFormatException e) {
      next = "";
    }
    return 0;
  }

  /** The next item, as last {@linkplain #mark marked}; empty for a new file. */
  String next() {
    return next;
  }

  /** The output stream. */
  OutputStream out() {
    return out;
  }

  /** Records the current length as valid, and the next item. */
  void mark(String upNext) throws IOException {
    out.flush();
    Path fresh = at.resolveSibling(SourceFile.nameOf(at) + ".new");
    try (Writer lines = PrivateFiles.writer(fresh)) {
      lines.write(String.join("\n", what, Long.toString(channel.position()), upNext) + "\n");
    }
    Files.move(fresh, at, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Renames the file to its final name, replacing an existing file. */
  void complete() throws IOException {
    out.flush();
    channel.force(true);
    channel.close();
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(at);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
