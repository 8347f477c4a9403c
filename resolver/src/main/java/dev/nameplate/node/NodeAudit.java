package dev.nameplate.node;

import dev.nameplate.log.StoreAudit;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.Checkpoint;
import dev.nameplate.trust.SignedNote;
import dev.nameplate.trust.TrustAnchors;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Reads everything in a node's directory again, and compares it with what the node's log gives.
 * Needs no passphrase and signs nothing. The node must not be open, and need not be able to open.
 */
public final class NodeAudit {
  private NodeAudit() {}

  /**
   * Compares, and changes nothing.
   *
   * @param config where the node is, how much may be kept in memory, and what time it is
   * @param checkpoint one that was kept from earlier, which the log must extend; for a mirror, the
   *     one that is beside it if none is given
   * @param progress told the number of statements checked
   * @throws dev.nameplate.error.RejectedStatementException if the checkpoint is not one of the
   *     node's log
   * @throws dev.nameplate.error.NodeException if the directory holds no node, is held by another
   *     process, or cannot be read
   */
  public static StoreAudit.Report compare(
      NodeConfig config, Optional<SignedNote> checkpoint, LongConsumer progress) {
    TrustAnchors anchors = NodeDirectory.anchorsIn(config.directory());
    boolean mirror = MirrorDirectory.isMirror(config.directory());
    Optional<Checkpoint> signed =
        checkpoint
            .or(() -> mirror ? MirrorDirectory.in(config.directory()).reached() : Optional.empty())
            .map(note -> Checkpoint.verify(note, anchors));
    try (RecordStore store = Node.openStore(config)) {
      return StoreAudit.compare(store, anchors, !mirror, signed, config.clock(), progress);
    }
  }

  /**
   * Compares, and writes again what follows from the log, its statements and its signed batches: so
   * an index that was lost or changed is there again. Can be repeated, and interrupted.
   *
   * @param config as above
   * @param progress told the number of statements checked
   * @throws dev.nameplate.error.NodeException as above, and if the disk cannot be written
   */
  public static StoreAudit.Report rebuild(NodeConfig config, LongConsumer progress) {
    TrustAnchors anchors = NodeDirectory.anchorsIn(config.directory());
    try (RecordStore store = Node.openStore(config)) {
      return StoreAudit.rebuild(
          store, anchors, !MirrorDirectory.isMirror(config.directory()), config.clock(), progress);
    }
  }
}
