package dev.nameplate.node;

import dev.nameplate.backup.Backup;
import dev.nameplate.backup.Backups;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.log.RolledBackException;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.Head;
import dev.nameplate.store.NodeStore;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.note.SignedNote;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes the directory of a node from a backup, and determines if the backup is the newest state of
 * the log. A node that goes on from an older one would sign a second history.
 */
public final class NodeRestore {
  private NodeRestore() {}

  /**
   * The result of a restore.
   *
   * @param backup the backup
   * @param behind the reason why the node will only read; empty if it may write
   */
  public record Restored(Backup backup, Optional<RolledBackException> behind) {}

  /**
   * Restores a backup.
   *
   * @param config the new directory, empty or missing; and the sources of the newest checkpoint
   * @param backups the directory of the backups
   * @param number number of the backup; empty for the newest
   * @param nothingNewer true if the operator confirms that nothing was written after the backup
   * @throws PreconditionException {@code READ_ONLY} if neither a checkpoint nor the operator
   *     confirms that it is the newest state; nothing was restored
   * @throws dev.nameplate.error.NodeException {@code DATA_CORRUPT} if the backup is damaged
   */
  public static Restored restore(
      NodeConfig config, Path backups, Optional<Integer> number, boolean nothingNewer) {
    NodeDirectory.requireVacant(config.directory());
    try (Backups all = Backups.open(backups, config.engine())) {
      Backup backup = chosen(all.list(), backups, number);
      all.verify(backup, config.clock());
      TrustAnchor anchor = all.anchors(backup).list().get(0);
      List<SignedNote> checkpoints = KnownCheckpoints.all(config, anchor);
      Optional<SignedNote> known = checkpoints.stream().findFirst();
      requireKnown(backup.head(), known, nothingNewer, "backup " + backup.number());
      all.restore(backup, config.directory());
      known.ifPresent(note -> keep(config, anchor, note));
      return new Restored(backup, check(config, checkpoints));
    }
  }

  private static Backup chosen(List<Backup> all, Path directory, Optional<Integer> number) {
    return all.stream()
        .filter(backup -> number.isEmpty() || number.get() == backup.number())
        .reduce((older, newer) -> newer)
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "--number",
                    number.map(Object::toString).orElse(""),
                    "a complete backup in "
                        + directory
                        + ": "
                        + all.stream().map(Backup::number).toList()));
  }

  /** Refuses a state that may be outdated, unless a checkpoint or the operator settles it. */
  static void requireKnown(
      Head head, Optional<SignedNote> known, boolean nothingNewer, String what) {
    long covered = known.map(note -> Checkpoint.parse(note.text()).size()).orElse(0L);
    if (covered < head.batches() && !nothingNewer) {
      throw new PreconditionException(
          ErrorReason.READ_ONLY,
          what
              + " ends in batch "
              + head.batches()
              + ", and "
              + (covered == 0
                  ? "no checkpoint of its log is known here"
                  : "the newest checkpoint known here covers only " + covered)
              + " (expected: a checkpoint that shows whether the node wrote later batches); give "
              + "the node's checkpoint file with --checkpoint-file, or a mirror with --peer; if "
              + "the node certainly wrote nothing later, give --nothing-newer");
    }
  }

  /** Keeps what peers know in the node's own file, so that it is found at each opening. */
  static void keep(NodeConfig config, TrustAnchor anchor, SignedNote note) {
    config
        .checkpoints()
        .fileOf(config.directory(), anchor.log())
        .filter(file -> !file.read(anchor).equals(Optional.of(note)))
        .ifPresent(file -> file.write(note));
  }

  private static Optional<RolledBackException> check(NodeConfig config, List<SignedNote> known) {
    if (known.isEmpty()) {
      return Optional.empty();
    }
    try (NodeStore store = Node.openStore(config)) {
      return KnownCheckpoints.check(store, known);
    }
  }
}
