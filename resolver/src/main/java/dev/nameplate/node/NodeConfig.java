package dev.nameplate.node;

import dev.nameplate.cache.CacheBounds;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.NationalGrammar;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.commit.StatementLog;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.signing.DirectoryKeys;
import dev.nameplate.signing.KeyPlace;
import dev.nameplate.signing.MemoryKeys;
import dev.nameplate.signing.Passphrase;
import dev.nameplate.store.Engine;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.memory.MemoryEngine;
import dev.nameplate.store.rocksdb.RocksDbEngine;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.upstream.UpstreamConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Configuration of a node: its directory, prefixes, keys, limits, store and upstream. Immutable;
 * the methods return changed copies.
 *
 * @param directory the node's directory; created if missing
 * @param prefixes the prefixes of a new node, or exactly those of the existing one; empty to open
 *     what is there
 * @param suite the suite of a new node; an existing node keeps its own
 * @param passphrase opens the key files, or encrypts those of a new node; {@link Passphrase#NONE}
 *     for files that are not encrypted. Empty if not set: as {@code NONE}, with a warning in the
 *     log for a new node
 * @param keyPlace the place of the keys; empty for files in the directory
 * @param limits size limits of identifiers and records when they are assigned
 * @param cache bounds of the answer cache
 * @param engine the storage engine of the rows
 * @param blockCacheBytes size of the store's block cache, in bytes
 * @param reserveBytes free disk space, in bytes, below which writes are refused with {@code
 *     STORE_FULL}; 0 for none
 * @param absenceTimeToLive time for which callers may reuse an absence, at most one hour
 * @param batchLeaves the most statements under one signature, 1 to {@value
 *     StatementLog#MAX_BATCH_LEAVES}; fewer make shorter proofs and more signatures
 * @param upstream configuration of questions to other nodes; empty to ask none
 * @param checkpoints the file and the peers with the newest checkpoint of the log
 * @param clock the clock for the time of batches
 */
public record NodeConfig(
    Path directory,
    Set<Prefix> prefixes,
    Optional<SignatureSuite> suite,
    Optional<Passphrase> passphrase,
    Optional<KeyPlace> keyPlace,
    RecordLimits limits,
    CacheBounds cache,
    Engine engine,
    long blockCacheBytes,
    long reserveBytes,
    Duration absenceTimeToLive,
    int batchLeaves,
    Optional<UpstreamConfig> upstream,
    CheckpointPolicy checkpoints,
    Clock clock) {
  /** Default suite of a new node. */
  public static final SignatureSuite DEFAULT_SUITE = SignatureSuite.SM2_SM3;

  private static final Duration LONGEST_ABSENCE = Duration.ofHours(1);
  private static final long LEAST_BLOCK_CACHE = 1 << 20;

  /** Checks the ranges. */
  public NodeConfig {
    prefixes = Set.copyOf(prefixes);
    if (absenceTimeToLive.isNegative() || absenceTimeToLive.compareTo(LONGEST_ABSENCE) > 0) {
      throw invalid("absenceTimeToLive", absenceTimeToLive.toString(), "0 to " + LONGEST_ABSENCE);
    }
    if (blockCacheBytes < LEAST_BLOCK_CACHE) {
      throw invalid(
          "blockCacheBytes", Long.toString(blockCacheBytes), LEAST_BLOCK_CACHE + " or more");
    }
    if (reserveBytes < 0) {
      throw invalid("reserveBytes", Long.toString(reserveBytes), "0 or more");
    }
    if (batchLeaves < 1 || batchLeaves > StatementLog.MAX_BATCH_LEAVES) {
      throw invalid(
          "batchLeaves", Integer.toString(batchLeaves), "1 to " + StatementLog.MAX_BATCH_LEAVES);
    }
  }

  /** The node in a directory, with every setting at its default. */
  public static NodeConfig in(Path directory) {
    return new NodeConfig(
        directory,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        RecordLimits.DEFAULT,
        CacheBounds.DEFAULT,
        new RocksDbEngine(),
        StoreSettings.DEFAULT_CACHE,
        StoreSettings.DEFAULT_RESERVE,
        Duration.ofMinutes(5),
        StatementLog.MAX_BATCH_LEAVES,
        Optional.empty(),
        CheckpointPolicy.DEFAULT,
        Clock.systemUTC());
  }

  /**
   * A new node in memory, for tests: rows and keys last as long as this configuration and its
   * copies, and nothing is on disk. Its directory only names it.
   */
  public static NodeConfig inMemory() {
    return in(Path.of("in-memory-" + UUID.randomUUID()))
        .withCheckpoints(CheckpointPolicy.NONE)
        .withEngine(new MemoryEngine())
        .withKeys(new MemoryKeys());
  }

  Passphrase passphraseOrNone() {
    return passphrase.orElse(Passphrase.NONE);
  }

  /** The place of the node's keys. */
  public KeyPlace keys() {
    return keyPlace.orElseGet(() -> new DirectoryKeys(directory, passphraseOrNone()));
  }

  /**
   * Copy of this configuration with exactly these prefixes. Also choose the encryption of a new
   * node's keys: {@link #withPassphrase} or {@link #withoutPassphrase}.
   *
   * @throws InvalidInputException if a text is no prefix, or cannot be allotted
   */
  public NodeConfig authorityFor(String... texts) {
    TreeSet<Prefix> parsed = new TreeSet<>();
    for (String text : texts) {
      parsed.add(NationalGrammar.requireAllottable(Prefix.parse(text)));
    }
    return changed(copy -> copy.prefixes = parsed);
  }

  /** Copy of this configuration with another suite. */
  public NodeConfig withSuite(SignatureSuite other) {
    return changed(copy -> copy.suite = Optional.of(other));
  }

  /** Copy of this configuration with a passphrase, which encrypts the key files of a new node. */
  public NodeConfig withPassphrase(Passphrase other) {
    return changed(copy -> copy.passphrase = Optional.of(other));
  }

  /** Copy of this configuration without a passphrase: key files are private, but not encrypted. */
  public NodeConfig withoutPassphrase() {
    return withPassphrase(Passphrase.NONE);
  }

  /** Copy of this configuration with keys in a place other than the directory. */
  public NodeConfig withKeys(KeyPlace other) {
    return changed(copy -> copy.keyPlace = Optional.of(other));
  }

  /** Copy of this configuration with other limits. */
  public NodeConfig withLimits(RecordLimits other) {
    return changed(copy -> copy.limits = other);
  }

  /** Copy of this configuration with other cache bounds. */
  public NodeConfig withCache(CacheBounds other) {
    return changed(copy -> copy.cache = other);
  }

  /** Copy of this configuration with another storage engine. */
  public NodeConfig withEngine(Engine other) {
    return changed(copy -> copy.engine = other);
  }

  /** Copy of this configuration with another size of the store's block cache. */
  public NodeConfig withBlockCacheBytes(long other) {
    return changed(copy -> copy.blockCacheBytes = other);
  }

  /** Copy of this configuration with another reserve of free disk space. */
  public NodeConfig withReserveBytes(long other) {
    return changed(copy -> copy.reserveBytes = other);
  }

  /** Copy of this configuration with another time to live of absences. */
  public NodeConfig withAbsenceTimeToLive(Duration other) {
    return changed(copy -> copy.absenceTimeToLive = other);
  }

  /** Copy of this configuration with another bound of the statements under one signature. */
  public NodeConfig withBatchLeaves(int other) {
    return changed(copy -> copy.batchLeaves = other);
  }

  /** Copy of this configuration with questions to other nodes enabled. */
  public NodeConfig withUpstream(UpstreamConfig other) {
    return changed(copy -> copy.upstream = Optional.of(other));
  }

  /** Copy of this configuration with another policy to detect an older copy of the directory. */
  public NodeConfig withCheckpoints(CheckpointPolicy other) {
    return changed(copy -> copy.checkpoints = other);
  }

  /** Copy of this configuration for another directory. */
  public NodeConfig withDirectory(Path other) {
    return changed(copy -> copy.directory = other);
  }

  /** Copy of this configuration with another clock. */
  public NodeConfig withClock(Clock other) {
    return changed(copy -> copy.clock = other);
  }

  private NodeConfig changed(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.config();
  }

  /** A copy that is being changed. */
  private static final class Copy {
    private Path directory;
    private Set<Prefix> prefixes;
    private Optional<SignatureSuite> suite;
    private Optional<Passphrase> passphrase;
    private Optional<KeyPlace> keyPlace;
    private RecordLimits limits;
    private CacheBounds cache;
    private Engine engine;
    private long blockCacheBytes;
    private long reserveBytes;
    private Duration absenceTimeToLive;
    private int batchLeaves;
    private Optional<UpstreamConfig> upstream;
    private CheckpointPolicy checkpoints;
    private Clock clock;

    Copy(NodeConfig config) {
      this.directory = config.directory;
      this.prefixes = config.prefixes;
      this.suite = config.suite;
      this.passphrase = config.passphrase;
      this.keyPlace = config.keyPlace;
      this.limits = config.limits;
      this.cache = config.cache;
      this.engine = config.engine;
      this.blockCacheBytes = config.blockCacheBytes;
      this.reserveBytes = config.reserveBytes;
      this.absenceTimeToLive = config.absenceTimeToLive;
      this.batchLeaves = config.batchLeaves;
      this.upstream = config.upstream;
      this.checkpoints = config.checkpoints;
      this.clock = config.clock;
    }

    NodeConfig config() {
      return new NodeConfig(
          directory,
          prefixes,
          suite,
          passphrase,
          keyPlace,
          limits,
          cache,
          engine,
          blockCacheBytes,
          reserveBytes,
          absenceTimeToLive,
          batchLeaves,
          upstream,
          checkpoints,
          clock);
    }
  }

  private static InvalidInputException invalid(String field, String value, String expected) {
    return InvalidInputException.of(field, value, expected);
  }
}
