package dev.nameplate.node;

import dev.nameplate.lineage.LineageAudit;
import dev.nameplate.log.audit.Finding;
import dev.nameplate.log.audit.StoreAudit;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.signing.MirroredBatches;
import dev.nameplate.store.Engine;
import dev.nameplate.store.NodeStore;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.SignedNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Compares all data in a node's directory with the data derived from the node's log. Needs no
 * passphrase and signs nothing. The node must not be open, and need not be able to open.
 */
public final class NodeAudit {
  private NodeAudit() {}

  /**
   * Compares, and changes nothing.
   *
   * @param config the directory, the memory bounds and the clock
   * @param checkpoint an earlier checkpoint, which the log must extend; for a mirror, default: the
   *     checkpoint beside it
   * @param progress receives the number of checked statements
   * @throws dev.nameplate.error.RejectedStatementException if the checkpoint is of another log
   * @throws dev.nameplate.error.NodeException if the directory holds no node, is held by another
   *     process, or cannot be read
   */
  public static StoreAudit.Report compare(
      NodeConfig config, Optional<SignedNote> checkpoint, LongConsumer progress) {
    TrustAnchors anchors = config.keys().anchors();
    boolean mirror = MirrorDirectory.isMirror(config.directory());
    Optional<Checkpoint> signed =
        checkpoint
            .or(() -> mirror ? MirrorDirectory.in(config.directory()).reached() : Optional.empty())
            .map(note -> Checkpoint.verify(note, anchors));
    try (NodeStore store = Node.openStore(config)) {
      return withLineage(
          StoreAudit.compare(store, anchors, disclosed(config), signed, config.clock(), progress),
          store,
          config.engine(),
          StatementReader.verifying(store, anchors, config.clock()),
          false);
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
    TrustAnchors anchors = config.keys().anchors();
    try (NodeStore store = Node.openStore(config)) {
      return withLineage(
          StoreAudit.rebuild(store, anchors, disclosed(config), config.clock(), progress),
          store,
          config.engine(),
          StatementReader.verifying(store, anchors, config.clock()),
          true);
    }
  }

  /** The batches whose restricted values must be present: those made by the node itself. */
  private static LongPredicate disclosed(NodeConfig config) {
    return MirrorDirectory.isMirror(config.directory())
        ? batch -> false
        : MirroredBatches.of(config.directory()).negate();
  }

  /** The report with missing lineage added, which is derived again if requested. */
  private static StoreAudit.Report withLineage(
      StoreAudit.Report log,
      NodeStore store,
      Engine engine,
      StatementReader statements,
      boolean mend) {
    if (log.isDamaged()) {
      return log; // nothing can be derived from it
    }
    LineageAudit.Report lineage = compareLineage(store, engine, statements);
    if (mend && lineage.differences() > 0) {
      LineageAudit.rebuild(statements, store.lineage(), position -> {});
    }
    List<Finding> findings = new ArrayList<>(log.findings());
    lineage.findings().forEach(what -> findings.add(new Finding(what, true)));
    return new StoreAudit.Report(
        log.head(),
        log.statements(),
        log.derived() + lineage.rows(),
        log.mended() + (mend ? lineage.differences() : 0),
        log.differences() + lineage.differences(),
        findings.subList(0, Math.min(findings.size(), StoreAudit.MOST_NAMED)));
  }

  private static LineageAudit.Report compareLineage(
      NodeStore store, Engine engine, StatementReader statements) {
    try (ScratchStore scratch = ScratchStore.open(engine)) {
      return LineageAudit.compare(
          statements, store.lineage(), scratch.lineage(), StoreAudit.MOST_NAMED, position -> {});
    }
  }
}
