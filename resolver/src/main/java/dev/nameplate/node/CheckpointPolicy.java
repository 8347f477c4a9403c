package dev.nameplate.node;

import dev.nameplate.record.Endpoint;
import dev.nameplate.signing.CheckpointFile;
import dev.nameplate.trust.note.LogName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the newest checkpoint of a node's log is kept, and who else is asked for it when the node
 * is opened. A node whose directory was put back from an older copy is thereby found out: it opens
 * to be read, and writes nothing. Immutable; the methods return changed copies.
 *
 * @param kept whether it is kept in a file at all
 * @param file the file; empty for the usual one beside the node's directory, named after the log
 * @param peers nodes that mirror the log
 */
public record CheckpointPolicy(boolean kept, Optional<Path> file, List<Endpoint> peers) {
  /** A file beside the node's directory, and nobody is asked. */
  public static final CheckpointPolicy DEFAULT =
      new CheckpointPolicy(true, Optional.empty(), List.of());

  /** Neither keeps nor asks. */
  public static final CheckpointPolicy NONE =
      new CheckpointPolicy(false, Optional.empty(), List.of());

  /** Copies the list. */
  public CheckpointPolicy {
    peers = List.copyOf(peers);
  }

  /** The same with another file. */
  public CheckpointPolicy withFile(Path other) {
    return new CheckpointPolicy(true, Optional.of(other), peers);
  }

  /** The same, asking these nodes. */
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
