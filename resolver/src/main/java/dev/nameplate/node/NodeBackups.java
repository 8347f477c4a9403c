package dev.nameplate.node;

import dev.nameplate.backup.Backup;
import dev.nameplate.backup.Backups;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.store.NodeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes backups of nodes and mirrors. */
public final class NodeBackups {
  private NodeBackups() {}

  /**
   * Adds a backup of a node or mirror that no process has open. Needs no passphrase.
   *
   * @param config where it is
   * @param to where the backups are; made if there are none
   * @param keep how many are there afterwards at the most, 1 or more
   * @throws dev.nameplate.error.NodeException {@code DIRECTORY_IN_USE} if a process has it open
   */
  public static Backup take(NodeConfig config, Path to, int keep) {
    config.keys().anchors(); // before a store is made
    try (NodeStore store = Node.openStore(config)) {
      return take(config, to, keep, store);
    }
  }

  static Backup take(NodeConfig config, Path to, int keep, NodeStore store) {
    if (keep < 1) {
      throw InvalidInputException.of("--keep", keep, "1 or more");
    }
    requireOutside(config.directory(), to);
    try (Backups backups =
        Backups.of(config.keys().anchors().list().get(0).log(), to, config.engine())) {
      Backup taken = backups.take(config.directory(), store, config.clock());
      backups.keep(keep);
      return taken;
    }
  }

  private static void requireOutside(Path node, Path to) {
    Path real = real(to);
    if (real.startsWith(real(node)) || real(node).startsWith(real)) {
      throw InvalidInputException.of(
          "--to", to.toString(), "a directory outside the node's directory, best on another disk");
    }
  }

  /** The path without links, as far as it exists. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      if (Files.exists(absolute)) {
        return absolute.toRealPath();
      }
    } catch (IOException e) {
      return absolute; // its first use fails with the reason
    }
    Path parent = absolute.getParent();
    return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
  }
}
