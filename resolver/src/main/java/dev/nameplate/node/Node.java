package dev.nameplate.node;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Allotments;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.CaptureRules;
import dev.nameplate.assign.DelegationRenewal;
import dev.nameplate.assign.EventCapture;
import dev.nameplate.assign.Registrar;
import dev.nameplate.assign.StoredDelegations;
import dev.nameplate.backup.Backup;
import dev.nameplate.backup.Backups;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FatalErrors;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Visibility;
import dev.nameplate.log.NotRecordedException;
import dev.nameplate.log.RolledBackException;
import dev.nameplate.log.commit.Appender;
import dev.nameplate.log.commit.StatementLog;
import dev.nameplate.log.commit.Writability;
import dev.nameplate.log.read.Denials;
import dev.nameplate.log.read.LogContinuity;
import dev.nameplate.log.read.LogProofs;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.read.TailCheck;
import dev.nameplate.resolve.Budget;
import dev.nameplate.signing.FormerDirectory;
import dev.nameplate.signing.KeyPlace;
import dev.nameplate.signing.KeyRollOver;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.signing.NodeKeys;
import dev.nameplate.signing.PrivateFiles;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.UnloggedSigner;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.upstream.NodeClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node in this process: assigns, resolves, signs and keeps identifiers under its prefixes.
 *
 * <p>Thread-safe. A directory is open in one process at a time. Closing waits for writes that were
 * taken.
 */
public final class Node extends NodeView {
  /** The longest time for which a former key may still count: a year. */
  public static final Duration LONGEST_OVERLAP = Duration.ofDays(366);

  private static final Logger LOGGER = LoggerFactory.getLogger(Node.class);
  private static final Duration LONGEST_LINEAGE_WAIT = Duration.ofSeconds(10);

  private final Optional<RolledBackException> readOnly;
  private final Optional<StatementLog> owned;
  private final Appender log;
  private final Registrar registrar;
  private final EventCapture events;
  private final Allotments allotments;
  private final DelegationRenewal renewal;
  private final Optional<FormerStore> former;
  private final Optional<CheckpointKeeper> checkpoints;
  private final CompletableFuture<NodeException> failure = new CompletableFuture<>();

  // Made in time: when they are needed there is no memory for them.
  private final Thread closing = new Thread(this::close, "nameplate-close");
  private final NodeException wantOfMemory =
      new NodeException(
          ErrorReason.NODE_STOPPED,
          "node: closed after a fatal error: the virtual machine is out of memory; restart the process");
  private final NodeException internalError =
      new NodeException(
          ErrorReason.NODE_STOPPED,
          "node: closed after an internal error of the virtual machine; restart the process",
          new InternalError("the virtual machine is unreliable"));

  private Node(
      NodeConfig config,
      NodeKeys keys,
      NodeStore store,
      Optional<FormerStore> former,
      Optional<RolledBackException> readOnly,
      BatchSigner signer,
      StatementReader statements) {
    super(
        config,
        keys.anchors(),
        store,
        statements,
        readOnly.isPresent() || former.isPresent()
            ? Denials.none(store, config.clock()) // it may have been assigned, and lost
            : new Denials(
                UnloggedSigner.ofAbsences(keys.anchor().log(), keys.authorityKey()),
                store,
                config.clock()),
        readOnly.isPresent()
            ? new LogProofs(store, statements, head -> signNothing(readOnly.get()))
            : new LogProofs(keys.anchor().log(), store, statements, keys.checkpointSigners()),
        former.map(before -> before.log().log()),
        config.upstream(),
        Optional.of(UnloggedSigner.ofAnswers(keys.anchor().log(), keys.authorityKey()))
            .filter(answers -> readOnly.isEmpty()));
    this.former = former;
    this.readOnly = readOnly;
    this.owned = orClose(() -> own(signer, readOnly));
    this.log =
        owned
            .<Appender>map(owner -> owner)
            .orElseGet(() -> Appender.refusing(() -> readOnly.orElseThrow().again()));
    this.registrar = new Registrar(log);
    this.events =
        new EventCapture(
            log,
            new CaptureRules(prefixes, statements, this::requireRecorded, config.clock()),
            lineage::awaitRoom);
    this.allotments =
        new Allotments(
            log,
            new StoredDelegations(delegations),
            prefix -> others.ifPresent(client -> client.forgetUnder(prefix)));
    this.renewal = new DelegationRenewal(log, prefixes, config.clock());
    this.checkpoints =
        config
            .checkpoints()
            .fileOf(config.directory(), anchor().log())
            .filter(file -> readOnly.isEmpty())
            .map(
                file ->
                    CheckpointKeeper.start(
                        new KeptLog(), file, feed(), store.head().batches() > 0));
    closing.setDaemon(true);
    owned.ifPresent(owner -> owner.onStop(this::closeIfFatal));
    lineage.onStop(this::closeIfFatal);
  }

  /** The log in the store, owned from now on; empty where it is only read. */
  private Optional<StatementLog> own(BatchSigner signer, Optional<RolledBackException> older) {
    if (older.isPresent()) {
      TailCheck.ofNode(store, statements(), signer);
      return Optional.empty();
    }
    return Optional.of(
        new StatementLog(
                prefixes,
                store,
                statements(),
                signer,
                config.limits(),
                config.batchLeaves(),
                config.clock(),
                feed())
            .start());
  }

  /** The checkpoint keeper's view of this node. */
  private final class KeptLog implements CheckpointKeeper.Owner {
    @Override
    public TrustAnchor anchor() {
      return Node.this.anchor();
    }

    @Override
    public SignedNote newest() {
      return proofs().checkpoint();
    }

    @Override
    public void requireContinued(SignedNote kept) {
      Optional<RolledBackException> fork =
          LogContinuity.check(store, Checkpoint.parse(kept.text()));
      if (fork.isPresent()) {
        owned.ifPresent(owner -> owner.refuseFromNowOn(fork.get()));
        throw fork.get().again();
      }
    }

    @Override
    public void failed(Throwable failure) {
      closeIfFatal(failure);
    }
  }

  private static SignedNote signNothing(RolledBackException why) {
    throw why.again();
  }

  /**
   * Opens the node in a directory. If the directory is empty or not there, and prefixes are given,
   * a new node is made. If it is an older copy of the node's directory, the node only reads: see
   * {@link #readOnly}.
   *
   * @throws InvalidInputException if the node there is the authority for other prefixes, or signs
   *     with another suite
   * @throws dev.nameplate.error.NodeException if the directory cannot be used: held by another
   *     process, of another format, damaged, read-only, full, or the passphrase is wrong
   */
  public static Node open(NodeConfig config) {
    KeyPlace place = config.keys();
    warnOfClearKeys(config, place);
    NodeKeys keys =
        place.holdsNode() || config.prefixes().isEmpty()
            ? place.open()
            : place.create(
                requireNew(config.prefixes()), config.suite().orElse(NodeConfig.DEFAULT_SUITE));
    requireSameNode(config, keys.anchor());
    NodeStore store = openStore(config);
    Optional<FormerStore> former = Optional.empty();
    @Nullable Node opened = null;
    try {
      former = FormerStore.open(config);
      boolean rolled = !place.anchors().list().get(0).equals(keys.anchor());
      Optional<RolledBackException> readOnly =
          KnownCheckpoints.check(store, KnownCheckpoints.all(config, keys.anchor()));
      readOnly.ifPresent(why -> LOGGER.warn("The node is read-only: {}", why.getMessage()));
      NodeKeys current = rolled ? place.open() : keys;
      BatchSigner signer =
          new BatchSigner(current.anchor().log(), current.authorityKey(), current.formerKeys());
      Node node =
          new Node(
              config,
              current,
              store,
              former,
              readOnly,
              signer,
              new StatementReader(store, signer, former.map(FormerStore::log)));
      opened = node;
      FormerStore.requireNamed(config.directory(), node.statements());
      if (readOnly.isEmpty() && node.head().statements() == 0) {
        former.ifPresent(before -> before.nameIn(node));
      }
      LOGGER.info(
          "Opened {}: log {} at position {}, {} batches",
          config.directory(),
          node.anchor().log(),
          node.head().statements(),
          node.head().batches());
      if (readOnly.isEmpty()) {
        node.renewal.start(node::closeIfFatal);
      }
      node.askAbove();
      return node;
    } catch (RuntimeException e) {
      if (opened != null) {
        opened.close();
      } else {
        former.ifPresent(FormerStore::close);
        store.close();
      }
      throw e;
    }
  }

  private static void warnOfClearKeys(NodeConfig config, KeyPlace place) {
    if (config.passphrase().isEmpty()
        && config.keyPlace().isEmpty()
        && !config.prefixes().isEmpty()
        && !place.holdsNode()) {
      LOGGER.warn(
          "The keys of the new node in {} are not encrypted; choose withPassphrase(..) or"
              + " withoutPassphrase()",
          config.directory());
    }
  }

  /**
   * Makes the node in a directory sign with the key that {@link KeyRollOver#prepare} made for it.
   * Its former key stays valid for an overlap, since clocks differ. The node must not be open;
   * after an interruption it has either key, and opens.
   *
   * @param overlap time for which the former key stays valid, 0 to {@link #LONGEST_OVERLAP}
   * @return the new anchors of the node
   * @throws InvalidInputException if there is no next key, or the overlap is out of its range
   * @throws dev.nameplate.error.NodeException as {@link #open} does
   */
  public static TrustAnchors activateNextKey(NodeConfig config, Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
      throw InvalidInputException.of("overlap", overlap.toString(), "0 to " + LONGEST_OVERLAP);
    }
    KeyRollOver keys = KeyRollOver.in(config.directory());
    keys.requirePrepared();
    try (RecordStore store = openStore(config)) {
      Instant now = config.clock().instant().truncatedTo(ChronoUnit.MILLIS);
      Instant newest = Instant.ofEpochMilli(store.head().timeMillis() + 1);
      // A clock that is set back must not lead to batches from before the new key is valid.
      Instant from = now.minus(StatementVerifier.CLOCK_DIFFERENCE);
      Instant until = (newest.isAfter(now) ? newest : now).plus(overlap);
      return keys.activate(config.passphraseOrNone(), from, until);
    }
  }

  /**
   * Adds a backup of this node to a directory, while it is written to. See {@link Backups}.
   *
   * @param to a directory of this machine, outside the node's; made if there is none
   * @param keep how many backups are there afterwards at the most, 1 or more
   */
  public Backup backUp(Path to, int keep) {
    return NodeBackups.take(config, to, keep, store);
  }

  /**
   * The reason why a node of an older copy only reads and signs nothing; empty for a node that
   * writes. Empty for a node that does.
   */
  public Optional<RolledBackException> readOnly() {
    return owned.map(StatementLog::readOnly).orElse(readOnly);
  }

  /** The log that the node had before this one, and only reads; empty if it had none. */
  public Optional<LogName> formerLog() {
    return former.map(before -> before.log().log());
  }

  /** Number of kept batches of the former log. */
  long formerBatches() {
    return former.map(FormerStore::batches).orElse(0L);
  }

  /** Assigns, updates and retires identifiers. */
  public Registrar registrar() {
    return registrar;
  }

  /** Records events. */
  public EventCapture events() {
    return events;
  }

  private void requireRecorded(Capture withdrawal, Target.ById target, Caller caller) {
    Visibility seen = Visibility.of(caller);
    try (LineageReader known =
        lineage.read(statements().size(), seen, Budget.standard().within(LONGEST_LINEAGE_WAIT))) {
      if (known.position(withdrawal.recorder(), target.id()).isEmpty()) {
        throw new NotRecordedException("withdraw.event_id", target.id(), withdrawal.recorder());
      }
    }
  }

  /** Allotment of prefixes below those of the node. */
  @Override
  public Allotments allotments() {
    return allotments;
  }

  /** State of the node's readiness to accept writes. */
  public Writability writability() {
    return owned.map(StatementLog::writability).orElseGet(() -> new Writability(false));
  }

  /**
   * Completes when the node closes itself after a fatal error ({@link FatalErrors}): with reason
   * {@code NODE_STOPPED}, and an {@link InternalError} as cause unless memory is exhausted.
   * Completes on the thread that met the error; the process should end. Later calls fail.
   */
  public CompletableFuture<NodeException> failure() {
    return failure.copy();
  }

  /** Waits until the node that is closing itself is closed. */
  void awaitClosedItself() throws InterruptedException {
    closing.join();
  }

  /**
   * Reports the end of a thread that used the node. If the error is fatal, the node closes itself;
   * its own threads are watched anyway.
   */
  public void closeIfFatal(Throwable thrown) {
    if (FatalErrors.isIn(thrown)
        && failure.complete(FatalErrors.isWantOfMemory(thrown) ? wantOfMemory : internalError)) {
      closing.start();
    }
  }

  /**
   * Stops accepting writes, commits and acknowledges accepted writes, and closes the store.
   * Idempotent.
   */
  @Override
  public void close() {
    renewal.close();
    others.ifPresent(NodeClient::close); // before what waits for it
    owned.ifPresent(StatementLog::close);
    checkpoints.ifPresent(CheckpointKeeper::close);
    former.ifPresent(FormerStore::close);
    super.close();
    LOGGER.info("Closed log {} at position {}", anchor().log(), head().statements());
  }

  /**
   * Opens the rows of a directory, which becomes private first. Rows of an older format are
   * converted.
   */
  static NodeStore openStore(NodeConfig config) {
    if (config.keyPlace().isEmpty()) {
      FormerDirectory.requireFinished(config.directory());
      PrivateFiles.tighten(config.directory());
    }
    NodeStore store =
        config
            .engine()
            .open(
                NodeDirectory.store(config.directory()),
                new StoreSettings(
                    config.blockCacheBytes(),
                    StoreSettings.DEFAULT.openFiles(),
                    config.reserveBytes()));
    try {
      StoreUpgrade.run(store, config.directory());
      return store;
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  private static Set<Prefix> requireNew(Set<Prefix> prefixes) {
    prefixes.forEach(Prefix::requireNew);
    return prefixes;
  }

  private static void requireSameNode(NodeConfig config, TrustAnchor anchor) {
    if (!config.prefixes().isEmpty() && !config.prefixes().equals(Set.copyOf(anchor.prefixes()))) {
      throw InvalidInputException.of(
          "prefix",
          config.prefixes().toString(),
          "the prefixes of the node in this directory: " + anchor.prefixes());
    }
    config
        .suite()
        .filter(suite -> suite != anchor.authorityKey().suite())
        .ifPresent(
            suite -> {
              throw InvalidInputException.of(
                  "suite",
                  suite.toString(),
                  "the suite of the node in this directory: " + anchor.authorityKey().suite());
            });
  }
}
