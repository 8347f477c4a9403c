package dev.nameplate.node;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.FormerLog;
import dev.nameplate.log.read.LogContinuity;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.signing.FormerDirectory;
import dev.nameplate.store.NodeStore;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.note.LogName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of the log that a node had before, opened to be read: the rows of a mirror. Nothing is
 * signed for it, and every statement is checked when it is read.
 */
final class FormerStore implements AutoCloseable {
  /** The type of the value that holds the newest checkpoint known of the former log, signed. */
  static final String NEWEST = "FORMER_LOG";

  /** The type of the value with the checkpoint of the kept part, in plain text. */
  static final String KEPT = "FORMER_LOG_KEPT";

  private static final Logger LOGGER = LoggerFactory.getLogger(FormerStore.class);

  private final FormerDirectory directory;
  private final NodeStore store;
  private final FormerLog log;

  private FormerStore(FormerDirectory directory, NodeStore store, NodeConfig config) {
    this.directory = directory;
    this.store = store;
    this.log =
        new FormerLog(
            directory.log(),
            StatementReader.verifying(store, directory.anchors(), config.clock()),
            directory.skip());
  }

  /** Opens the former log of the node in a directory, if it has one. */
  static Optional<FormerStore> open(NodeConfig config) {
    return FormerDirectory.of(config.directory()).map(former -> open(former, config));
  }

  private static FormerStore open(FormerDirectory former, NodeConfig config) {
    NodeStore store =
        Node.openStore(
            NodeConfig.in(former.directory())
                .withEngine(config.engine())
                .withBlockCacheBytes(config.blockCacheBytes())
                .withReserveBytes(0));
    try {
      return new FormerStore(former, store, config);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Refuses a directory without the former log that the first statement of its log names, since the
   * node would assign its identifiers again.
   *
   * @param statements reads the log of the node or the mirror in the directory
   */
  static void requireNamed(Path directory, StatementReader statements) {
    if (statements.size() == 0 || FormerDirectory.of(directory).isPresent()) {
      return;
    }
    Optional<Identifier> naming = naming(statements);
    if (naming.isPresent()) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          "directory: \""
              + directory
              + "\" has no former.txt, although its log names a former log in "
              + naming.get()
              + " (expected: former.txt and the directory former of the node); copy both there");
    }
  }

  private static Optional<Identifier> naming(StatementReader statements) {
    try (StatementReader.Cursor log = statements.fromPosition(0)) {
      return log.next().value() instanceof IdentifierRecord first
              && first.values().stream().anyMatch(value -> value.hasType(NEWEST))
          ? Optional.of(first.identifier())
          : Optional.empty();
    } catch (NodeException e) {
      LOGGER.warn("It is unknown whether a former log exists: {}", e.getMessage());
      return Optional.empty();
    }
  }

  FormerLog log() {
    return log;
  }

  long batches() {
    return store.head().batches();
  }

  /** Names the former log and its kept part in the first statement of the new log. */
  void nameIn(Node node) {
    node.registrar()
        .assign(
            Assignment.of(freeName(node))
                .value(1, NEWEST, directory.newest().toString())
                .value(2, KEPT, kept().toString()));
  }

  private Checkpoint kept() {
    long batches = store.head().batches();
    return Checkpoint.of(log.log(), batches, LogContinuity.rootAt(store, batches));
  }

  private Identifier freeName(Node node) {
    Prefix prefix = node.anchor().prefixes().get(0);
    String name = name(log.log());
    return Stream.iterate(1, i -> i + 1)
        .map(i -> Identifier.parse(prefix + "/" + name + (i == 1 ? "" : "-" + i)))
        .filter(identifier -> !log.statements().isAssigned(identifier))
        .findFirst()
        .orElseThrow();
  }

  /** The suffix of the record that names a former log. */
  static String name(LogName log) {
    return "former-" + log.text().substring(log.text().indexOf('/') + 1);
  }

  @Override
  public void close() {
    store.close();
  }
}
