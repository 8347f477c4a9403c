package dev.nameplate.node;

import dev.nameplate.record.Endpoint;
import dev.nameplate.signing.CheckpointFile;
import dev.nameplate.trust.note.LogName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file that keeps the newest checkpoint of a node's log, and the nodes that are asked for it
 * when the node is opened. This detects a directory restored from an older copy: such a node only
 * reads. Immutable; the methods return changed copies.
 *
 * @param kept true if it is kept in a file
 * @param file the file; empty for the usual one beside the node's directory, named after the log
 * @param peers nodes that mirror the log
 */
public record CheckpointPolicy(boolean kept, Optional<Path> file, List<Endpoint> peers) {
  /** A file beside the node's directory, and no peers. */
  public static final CheckpointPolicy DEFAULT =
      new CheckpointPolicy(true, Optional.empty(), List.of());

  /** A policy without a file and without peers. */
  public static final CheckpointPolicy NONE =
      new CheckpointPolicy(false, Optional.empty(), List.of());

  /** Copies the list. */
  public CheckpointPolicy {
    peers = List.copyOf(peers);
  }

  /** Copy of this policy with another file. */
  public CheckpointPolicy withFile(Path other) {
    return new CheckpointPolicy(true, Optional.of(other), peers);
  }

  /** Copy of this policy with other peers. */
  public CheckpointPolicy asking(List<Endpoint> others) {
    return new CheckpointPolicy(kept, file, others);
  }

  Optional<CheckpointFile> fileOf(Path directory, LogName log) {
    if (!kept) {
      return Optional.empty();
    }
    return file.isPresent() ? file.map(CheckpointFile::at) : CheckpointFile.beside(directory, log);
  }
}
