package dev.nameplate.node;

import dev.nameplate.log.RolledBackException;
import dev.nameplate.log.mirror.LogSource;
import dev.nameplate.log.mirror.MirrorLog;
import dev.nameplate.signing.CheckpointFile;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.signing.MirroredBatches;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.SignedNote;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Copies the missing part of a node's log from a mirror. */
public final class NodeCatchUp {
  private NodeCatchUp() {}

  /**
   * Copies the missing part. All data is verified, as for a mirror, and must extend both the
   * directory's log and every known checkpoint. Signs nothing and needs no passphrase. The node
   * must not be open; a repeated call continues an interrupted copy.
   *
   * @param config the directory and the sources of the newest checkpoint
   * @param source the source of the log
   * @param acceptLoss true to continue without the data that a mirror lacks
   * @param progress receives the number of present statements
   * @return the copied and the lost data
   * @throws dev.nameplate.error.PreconditionException {@code READ_ONLY} if data is lost and that
   *     was not accepted; nothing was changed
   * @throws dev.nameplate.error.RejectedStatementException if data of the source fails
   *     verification, or does not extend a known checkpoint
   * @throws RolledBackException if the directory holds another history than a known checkpoint;
   *     nothing was changed
   */
  public static MirrorLoss run(
      NodeConfig config, LogSource source, boolean acceptLoss, LongConsumer progress) {
    MirrorDirectory.requireNone(config.directory());
    TrustAnchors anchors = NodeDirectory.anchorsIn(config.directory());
    TrustAnchor anchor = anchors.list().get(0);
    List<SignedNote> known = KnownCheckpoints.all(config, anchor);
    try (RecordStore store = Node.openStore(config)) {
      requireOwnHistory(store, known);
      MirrorLoss loss;
      try (LogSource.Statements missing = source.statements(store.head().statements(), false)) {
        StatementVerifier verifier = new StatementVerifier(anchors, config.clock(), 1);
        loss =
            MirrorLoss.count(
                missing::hasNext,
                () -> verifier.verifyLogged(missing.next().withoutDisclosures()),
                config.clock().instant());
      }
      loss.requireAccepted(acceptLoss);
      long from = store.head().batches();
      long end = Checkpoint.parse(source.checkpoint().text()).size();
      MirroredBatches.add(config.directory(), from, Math.max(from, end));
      Optional<CheckpointFile> file = config.checkpoints().fileOf(config.directory(), anchor.log());
      new MirrorLog(store, anchors, kept(known, file), config.clock())
          .copy(source, false, progress);
      return loss;
    }
  }

  /** Refuses a store that contradicts the log's checkpoints; a store that is behind is accepted. */
  private static void requireOwnHistory(RecordStore store, List<SignedNote> known) {
    Optional<RolledBackException> other =
        KnownCheckpoints.check(store, known).filter(why -> !why.isBehind());
    if (other.isPresent()) {
      throw other.get().again();
    }
  }

  private static MirrorLog.Kept kept(List<SignedNote> known, Optional<CheckpointFile> file) {
    return new MirrorLog.Kept() {
      private List<SignedNote> seen = known;

      @Override
      public List<SignedNote> promised() {
        return seen;
      }

      @Override
      public void promise(SignedNote checkpoint) {
        seen = List.of(checkpoint);
        file.ifPresent(kept -> kept.write(checkpoint));
      }

      @Override
      public void reach(SignedNote checkpoint) {}
    };
  }
}
