package dev.nameplate.signing;

import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of a node's or a mirror's directory beside its rows. */
public final class NodeFiles {
  private NodeFiles() {}

  /**
   * Paths of the files within the directory, those in its top level first. They include private
   * keys, encrypted as stored.
   *
   * @throws NodeException if there is no node, or the directory cannot be read
   */
  public static List<Path> of(Path directory) {
    NodeDirectory.anchorsIn(directory);
    try {
      List<Path> files = new ArrayList<>();
      addFiles(directory, Path.of(""), files);
      Path keys = directory.resolve(NodeDirectory.KEYS);
      if (Files.isDirectory(keys)) {
        addFiles(keys, Path.of(NodeDirectory.KEYS), files);
      }
      return files;
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  private static void addFiles(Path directory, Path within, List<Path> files) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(Path::getFileName)
          .filter(name -> !name.toString().endsWith(WholeFile.PARTIAL))
          .sorted()
          .forEach(name -> files.add(within.resolve(name)));
    }
  }
}
