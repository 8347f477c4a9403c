package dev.nameplate.node;

import dev.nameplate.assign.Allotments;
import dev.nameplate.assign.StoredDelegations;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.log.commit.Appender;
import dev.nameplate.log.mirror.LogSource;
import dev.nameplate.log.mirror.MirrorLog;
import dev.nameplate.log.read.Denials;
import dev.nameplate.log.read.LogProofs;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.SignedNote;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A read-only copy of another node's log, in a directory of this machine: it answers from the copy
 * and proves its answers. It has no keys. Every statement was checked when it was copied, and is
 * checked again when it is read.
 *
 * <p>Answers are as new as the copy. An identifier outside the copy is absent without proof: a
 * mirror cannot sign, and so does not rule out that the identifier exists. Restricted values are
 * not copied.
 *
 * <p>Thread-safe. A directory is opened by one process at a time, to read or to {@link #follow}.
 */
public final class Mirror extends NodeView {
  private final Allotments allotments;

  private Mirror(
      NodeConfig config, MirrorDirectory directory, NodeStore store, StatementReader statements) {
    super(
        config,
        directory.anchors(),
        store,
        statements,
        Denials.none(store, config.clock()),
        new LogProofs(store, statements, head -> directory.reached().orElseThrow(Mirror::noneYet)),
        Optional.empty(),
        Optional.empty(), // it asks no other node
        Optional.empty());
    this.allotments =
        new Allotments(
            Appender.refusing(() -> MirrorDirectory.readOnly(config.directory())),
            new StoredDelegations(delegations),
            prefix -> {});
  }

  private static PreconditionException noneYet() {
    return new PreconditionException(
        ErrorReason.OUT_OF_LOG,
        "checkpoint: this mirror is incomplete (expected: all batches of a checkpoint); run "
            + "log follow until it is complete");
  }

  /**
   * Opens the mirror in a directory to read it.
   *
   * @throws dev.nameplate.error.NodeException if there is none, it is held by another process, or
   *     damaged
   */
  public static Mirror open(NodeConfig config) {
    MirrorDirectory directory = MirrorDirectory.in(config.directory());
    directory.anchors(); // there is something
    NodeStore store = Node.openStore(config);
    try {
      return new Mirror(
          config,
          directory,
          store,
          StatementReader.verifying(store, directory.anchors(), config.clock()));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Makes a mirror, or continues an existing mirror, and copies the log that a source shows. All
   * data is checked before it is kept, see {@link MirrorLog}.
   *
   * @param config the place of the mirror
   * @param anchors the anchors of the log's node, one for each key that signed it. An existing
   *     mirror needs none, unless the node has a new key
   * @param source the source of the log
   * @param follow true to wait for new statements until the source ends
   * @param progress receives the number of durable statements after each commit
   * @return the newest checkpoint, of which all is copied
   * @throws dev.nameplate.error.RejectedStatementException if data of the source fails
   *     verification; earlier data stays
   */
  public static SignedNote follow(
      NodeConfig config,
      Optional<TrustAnchors> anchors,
      LogSource source,
      boolean follow,
      LongConsumer progress) {
    MirrorDirectory directory = MirrorDirectory.open(config.directory(), anchors);
    try (RecordStore store = Node.openStore(config)) {
      return new MirrorLog(store, directory.anchors(), kept(directory), config.clock())
          .copy(source, follow, progress);
    }
  }

  private static MirrorLog.Kept kept(MirrorDirectory directory) {
    return new MirrorLog.Kept() {
      @Override
      public List<SignedNote> promised() {
        return directory.promised().stream().toList();
      }

      @Override
      public void promise(SignedNote checkpoint) {
        directory.promise(checkpoint);
      }

      @Override
      public void reach(SignedNote checkpoint) {
        directory.reach(checkpoint);
      }
    };
  }

  /** Reads delegations; refuses writes. */
  @Override
  public Allotments allotments() {
    return allotments;
  }

  /** The error of every write to the mirror. */
  public NameplateException readOnly() {
    return MirrorDirectory.readOnly(config.directory());
  }
}
