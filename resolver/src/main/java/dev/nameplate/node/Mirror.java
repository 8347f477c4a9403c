package dev.nameplate.node;

import dev.nameplate.assign.Allotments;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.log.Commits;
import dev.nameplate.log.Delegations;
import dev.nameplate.log.Denials;
import dev.nameplate.log.LogProofs;
import dev.nameplate.log.LogSource;
import dev.nameplate.log.MirrorLog;
import dev.nameplate.log.OwnPrefixes;
import dev.nameplate.log.StatementReader;
import dev.nameplate.resolve.OwnRecords;
import dev.nameplate.resolve.Records;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.trace.EventLists;
import dev.nameplate.trace.LineageTracer;
import dev.nameplate.trace.Recall;
import dev.nameplate.trace.Reconciliation;
import dev.nameplate.trace.Tracer;
import dev.nameplate.trust.LogVoucher;
import dev.nameplate.trust.SignedNote;
import dev.nameplate.trust.StatementVerifier;
import dev.nameplate.trust.TrustAnchor;
import dev.nameplate.trust.TrustAnchors;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * A copy of another node's log, in a directory of this machine: answers what stands in it, proves
 * it, and takes no writes. It has no keys. Every statement was checked when it was copied, and is
 * checked again when it is read.
 *
 * <p>Answers are as new as the copy. What is not in it is absent without proof: a mirror can sign
 * nothing, so it does not say that there is no such identifier, only that it has none. Restricted
 * values are not in it.
 *
 * <p>Thread-safe. A directory is open once at a time, to be read or to {@link #follow}.
 */
public final class Mirror implements AutoCloseable {
  private final TrustAnchors anchors;
  private final RocksDbRecordStore store;
  private final StatementReader statements;
  private final LogProofs proofs;
  private final Allotments allotments;
  private final Records records;
  private final Chains chains;
  private final NodeResolver resolver;
  private final Commits commits = new Commits();
  private final LineageIndex lineage;
  private final Tracer tracer;

  private Mirror(NodeConfig config, MirrorDirectory directory, RocksDbRecordStore store) {
    this.anchors = directory.anchors();
    this.store = store;
    TrustAnchor anchor = anchors.list().get(0);
    this.statements =
        new StatementReader(
            store,
            new LogVoucher(
                new StatementVerifier(anchors, config.clock()),
                anchor.authorityKey().suite().hash()));
    OwnPrefixes prefixes = OwnPrefixes.load(anchor.prefixes(), statements);
    Delegations delegations = new Delegations(prefixes, statements);
    this.records = new Records(statements, prefixes);
    OwnRecords own =
        new OwnRecords(
            statements,
            prefixes,
            delegations,
            Denials.none(store, config.clock()),
            config.absenceTimeToLive(),
            config.clock());
    this.resolver = new NodeResolver(own, prefixes::covers, Optional.empty());
    this.chains = new Chains(Set.of(anchor.log()), prefixes, delegations, Optional.empty());
    this.allotments =
        Allotments.reading(delegations, () -> MirrorDirectory.readOnly(config.directory()));
    this.proofs =
        new LogProofs(store, statements, head -> directory.reached().orElseThrow(Mirror::noneYet));
    this.lineage = LineageIndex.follow(statements, store.lineage(), commits);
    this.tracer = new LineageTracer(lineage, statements, prefixes::contains, Optional.empty());
  }

  private static PreconditionException noneYet() {
    return new PreconditionException(
        ErrorReason.OUT_OF_LOG,
        "checkpoint: this mirror has reached none yet (expected: all batches of one); run log"
            + " follow until it has");
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
    RocksDbRecordStore store = Node.openStore(config);
    try {
      return new Mirror(config, directory, store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Makes a mirror, or goes on with the one that is there, and copies what a source shows of the
   * log. Everything is checked before it is kept, see {@link MirrorLog}.
   *
   * @param config where the mirror is
   * @param anchors whom to believe about the log: the anchors of its node, one for each key that
   *     signed it. For a mirror that is there none are needed, unless the node has a new key
   * @param source shows the log
   * @param follow whether to wait for more, until the source ends
   * @param progress told the number of statements that are durably here, after each commit
   * @return the newest checkpoint; all of it is here
   * @throws dev.nameplate.error.RejectedStatementException if the source shows something that must
   *     not be believed; what was kept stays
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

  /** Answers what stands in the mirror. */
  public NodeResolver resolver() {
    return resolver;
  }

  /** Follows items through the events that stand in the mirror. It asks nobody. */
  public Tracer tracer() {
    return tracer;
  }

  /** Sets what there was of lots against what became of it. */
  public Reconciliation reconciliation() {
    return new Reconciliation(statements, lineage);
  }

  /** Finds what is affected by something bad, and who has it. */
  public Recall recall() {
    return new Recall(statements, lineage);
  }

  /** Lists events. */
  public EventLists eventLists() {
    return new EventLists(statements, lineage, () -> Set.copyOf(anchors.list().get(0).prefixes()));
  }

  /** The delegations that prove its answers. */
  public Chains chains() {
    return chains;
  }

  /** Lists records and their versions. */
  public Records records() {
    return records;
  }

  /** Reads delegations; refuses writes. */
  public Allotments allotments() {
    return allotments;
  }

  /** Reads statements in log order. */
  public StatementReader statements() {
    return statements;
  }

  /** Proves what is in the log, under the newest checkpoint of which all is here. */
  public LogProofs proofs() {
    return proofs;
  }

  /** Tells of nothing: while it is open to be read, nothing is committed. */
  public Commits commits() {
    return commits;
  }

  /** How far the log is copied. */
  public Head head() {
    return store.head();
  }

  /** Whose log it is, by the key that signs it now. */
  public TrustAnchor anchor() {
    return anchors.list().get(0);
  }

  /** Whose log it is, one anchor for each key that signed it. */
  public TrustAnchors anchors() {
    return anchors;
  }

  /** Closes the store. Idempotent. */
  @Override
  public void close() {
    lineage.close();
    store.close();
  }
}
