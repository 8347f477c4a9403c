package dev.nameplate.node;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.nameplate.assign.Registrar;
import dev.nameplate.cache.CachingResolver;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.LogProofs;
import dev.nameplate.log.StatementLog;
import dev.nameplate.log.StatementReader;
import dev.nameplate.resolve.OwnRecords;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.store.rocksdb.RocksDbSettings;
import dev.nameplate.trust.BatchSigner;
import dev.nameplate.trust.TrustAnchor;
import java.util.Set;

/**
 * A node in this process: assigns, resolves, signs and keeps identifiers under its prefixes.
 *
 * <p>Thread-safe. A directory is open in one process at a time. Closing waits for writes that were
 * taken.
 */
public final class Node implements AutoCloseable {
  private final TrustAnchor anchor;
  private final Set<Prefix> prefixes;
  private final RecordStore store;
  private final StatementReader statements;
  private final StatementLog log;
  private final LogProofs proofs;
  private final Registrar registrar;
  private final CachingResolver resolver;
  private final Records records;

  private Node(NodeConfig config, NodeDirectory directory, RecordStore store) {
    this.anchor = directory.anchor();
    this.prefixes = Set.copyOf(anchor.prefixes());
    this.store = store;
    BatchSigner signer = new BatchSigner(anchor.log(), directory.authorityKey());
    this.statements = new StatementReader(store, signer);
    this.records = new Records(statements, prefixes);
    this.resolver =
        new CachingResolver(
            new OwnRecords(statements, prefixes, config.absenceTimeToLive(), config.clock()),
            config.cache(),
            Ticker.systemTicker());
    this.log =
        new StatementLog(
            prefixes,
            store,
            statements,
            signer,
            config.limits(),
            config.batchLeaves(),
            config.clock(),
            resolver::forget);
    this.registrar = new Registrar(log);
    this.proofs = new LogProofs(anchor.log(), store, statements, directory.checkpointSigners());
  }

  /**
   * Opens the node in a directory. If the directory is empty or not there, and prefixes are given,
   * a new node is made.
   *
   * @throws InvalidInputException if the node there is the authority for other prefixes, or signs
   *     with another suite
   * @throws dev.nameplate.error.NodeException if the directory cannot be used: held by another
   *     process, of another format, damaged, read-only, full, or the passphrase is wrong
   */
  public static Node open(NodeConfig config) {
    NodeDirectory directory =
        NodeDirectory.holdsNode(config.directory()) || config.prefixes().isEmpty()
            ? NodeDirectory.open(config.directory(), config.passphrase())
            : NodeDirectory.create(
                config.directory(),
                config.prefixes(),
                config.suite().orElse(NodeConfig.DEFAULT_SUITE),
                config.passphrase());
    requireSameNode(config, directory.anchor());
    RecordStore store =
        RocksDbRecordStore.open(
            directory.store(),
            new RocksDbSettings(config.blockCacheBytes(), RocksDbSettings.DEFAULT.openFiles()));
    try {
      return new Node(config, directory, store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Assigns, updates and retires identifiers. */
  public Registrar registrar() {
    return registrar;
  }

  /** Answers what identifiers stand for. */
  public Resolver resolver() {
    return resolver;
  }

  /** Lists records and their versions. */
  public Records records() {
    return records;
  }

  /** Reads statements in log order. */
  public StatementReader statements() {
    return statements;
  }

  /** Signs checkpoints, and proves what is in the log. */
  public LogProofs proofs() {
    return proofs;
  }

  /** How far the log is committed. */
  public Head head() {
    return log.head();
  }

  /** The prefixes this node is the authority for. */
  public Set<Prefix> prefixes() {
    return prefixes;
  }

  /** Who this node is, for those who verify what it says. */
  public TrustAnchor anchor() {
    return anchor;
  }

  /**
   * Takes no further writes, commits and acknowledges those that were taken, and closes the store.
   * Idempotent.
   */
  @Override
  public void close() {
    log.close();
    store.close();
  }

  private static void requireSameNode(NodeConfig config, TrustAnchor anchor) {
    if (!config.prefixes().isEmpty() && !config.prefixes().equals(Set.copyOf(anchor.prefixes()))) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "prefix",
          config.prefixes().toString(),
          "those of the node in this directory: " + anchor.prefixes());
    }
    config
        .suite()
        .filter(suite -> suite != anchor.authorityKey().suite())
        .ifPresent(
            suite -> {
              throw new InvalidInputException(
                  ErrorReason.INVALID_ARGUMENT,
                  "suite",
                  suite.toString(),
                  "that of the node in this directory: " + anchor.authorityKey().suite());
            });
  }
}
