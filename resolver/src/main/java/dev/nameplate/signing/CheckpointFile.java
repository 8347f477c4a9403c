package dev.nameplate.signing;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/**
 * The file with the newest signed checkpoint of a node's log. It is kept outside of the node's
 * directory, so that a directory that is put back from an older copy is found to be behind.
 */
public final class CheckpointFile {
  private final Path path;

  private CheckpointFile(Path path) {
    this.path = path;
  }

  /** The file at a place that the operator chose. */
  public static CheckpointFile at(Path path) {
    return new CheckpointFile(path);
  }

  /**
   * The file in its default place, beside the directory of the node. It is named after the log, so
   * that every copy of the directory there finds it. Empty where everybody may write, as in {@code
   * /tmp}: any user could put a file there that keeps the node from opening.
   */
  public static Optional<CheckpointFile> beside(Path directory, LogName log) {
    Path parent = directory.toAbsolutePath().normalize().resolveSibling("");
    if (everybodyWrites(parent)) {
      return Optional.empty();
    }
    String name = log.text().replaceAll("[^\\p{L}\\p{N}.-]", "_") + ".checkpoint";
    return Optional.of(new CheckpointFile(parent.resolve(name)));
  }

  private static boolean everybodyWrites(Path parent) {
    try {
      return Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** The path of the file. */
  public Path path() {
    return path;
  }

  /**
   * The checkpoint, if there is one. The log's checkpoint key must have signed it; the authority
   * key, which an older copy need not know yet, need not.
   *
   * @param anchor whose log it is
   * @throws NodeException {@code DATA_CORRUPT} if the file holds something else
   */
  public Optional<SignedNote> read(TrustAnchor anchor) {
    try {
      if (!Files.exists(path)) {
        return Optional.empty();
      }
      SignedNote note = SignedNote.parse(NodeDirectory.text(path));
      requireSigned(note, anchor);
      return Optional.of(note);
    } catch (RejectedStatementException e) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          path
              + " is not a checkpoint of "
              + anchor.log()
              + ": "
              + e.getMessage()
              + "; give the right file with --checkpoint-file, or remove this file if no newer "
              + "copy of the node's directory exists",
          e);
    } catch (IOException e) {
      throw NodeDirectory.unusable(path, e);
    }
  }

  /**
   * Checks that a log's checkpoint key signed a checkpoint.
   *
   * @return its content
   * @throws RejectedStatementException if it did not, or the checkpoint is of another log
   */
  public static Checkpoint requireSigned(SignedNote note, TrustAnchor anchor) {
    Checkpoint said = Checkpoint.parse(note.text());
    if (!said.origin().equals(anchor.log())) {
      return Checkpoint.verify(note, anchor); // says so
    }
    return note.verify(List.of(anchor.checkpointKey())).isEmpty()
        ? Checkpoint.verify(note, anchor) // says so
        : said;
  }

  /**
   * Keeps a newer checkpoint, whole or not at all.
   *
   * @throws NodeException {@code STORE_FAILED} if it cannot be written
   */
  public void write(SignedNote checkpoint) {
    try {
      WholeFile.writePrivate(path, checkpoint.toString());
    } catch (IOException e) {
      throw NodeDirectory.unusable(path, e);
    }
  }
}
