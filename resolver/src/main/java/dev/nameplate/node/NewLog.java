package dev.nameplate.node;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.RolledBackException;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.signing.FormerDirectory;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.NodeStore;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.SignedNote;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Continues a node whose directory is an older copy with a new log and new keys, when the missing
 * part is lost. The old log is kept beside it, read-only.
 */
public final class NewLog {
  /** The most numbers of a sequence that are skipped. */
  public static final long MOST_SKIPPED = 1_000_000_000;

  private NewLog() {}

  /**
   * The result of beginning a new log.
   *
   * @param former the former anchor
   * @param anchor the new anchor
   * @param kept number of kept batches of the former log
   * @param known number of batches of the former log
   * @param skip number of skipped numbers of each sequence
   * @param from the time of the first statement of the new log, or a little earlier
   */
  public record Begun(
      TrustAnchor former, TrustAnchor anchor, long kept, long known, long skip, Instant from) {}

  /**
   * Begins the new log: its first statement names the newest checkpoint known of the old one. The
   * node must not be open. A repeated call completes an interrupted call; until the new log holds
   * more, it changes nothing and returns the same.
   *
   * @param config the node's directory, the passphrase of its keys, and the sources of the newest
   *     checkpoint
   * @param skip number of skipped numbers of each sequence, behind the highest kept number; 1 to
   *     {@link #MOST_SKIPPED}
   * @throws PreconditionException {@code READ_ONLY} if the node has a former log already, is no
   *     older copy, was written to after the restore, or allotted prefixes; nothing was changed
   */
  public static Begun begin(NodeConfig config, long skip) {
    if (skip < 1 || skip > MOST_SKIPPED) {
      throw InvalidInputException.of("--skip", skip, "1 to " + MOST_SKIPPED);
    }
    MirrorDirectory.requireNone(config.directory());
    if (!FormerDirectory.isChanged(config.directory())) {
      change(config, skip);
    }
    // A file that was named holds the checkpoint of the former log.
    boolean named = config.checkpoints().file().isPresent();
    NodeConfig fresh = named ? config.withCheckpoints(CheckpointPolicy.NONE) : config;
    try (Node node = Node.open(fresh);
        StatementReader.Cursor first = node.statements().fromPosition(0)) {
      if (node.head().statements() > 1) {
        FormerDirectory.requireNone(config.directory());
      }
      FormerDirectory former = FormerDirectory.of(config.directory()).orElseThrow();
      return new Begun(
          former.anchors().list().get(0),
          node.anchor(),
          node.formerBatches(),
          Checkpoint.parse(former.newest().text()).size(),
          former.skip(),
          first.next().time().minus(StatementVerifier.CLOCK_DIFFERENCE));
    }
  }

  private static void change(NodeConfig config, long skip) {
    TrustAnchors anchors = NodeDirectory.anchorsIn(config.directory());
    FormerDirectory.requirePassphrase(config.directory(), config.passphraseOrNone());
    List<SignedNote> known = List.of();
    if (!FormerDirectory.isInterrupted(config.directory())) {
      known = KnownCheckpoints.all(config, anchors.list().get(0));
      requireFit(config, anchors, known);
    }
    FormerDirectory.begin(
        config.directory(), known.stream().findFirst(), skip, config.passphraseOrNone());
  }

  private static void requireFit(NodeConfig config, TrustAnchors anchors, List<SignedNote> known) {
    try (NodeStore store = Node.openStore(config)) {
      RolledBackException behind =
          KnownCheckpoints.check(store, known)
              .orElseThrow(
                  () ->
                      refused(
                          "no newer checkpoint of its log is known (expected: a checkpoint of "
                              + "missing batches, from --checkpoint-file or --peer); serve the node "
                              + "as it is"));
      if (!behind.isBehind()) {
        throw behind.again();
      }
      requireNoneAllotted(store, anchors, config);
    }
  }

  private static void requireNoneAllotted(
      NodeStore store, TrustAnchors anchors, NodeConfig config) {
    TrustAnchor anchor = anchors.list().get(0);
    OwnPrefixes prefixes =
        OwnPrefixes.load(
            anchor.prefixes(), StatementReader.verifying(store, anchors, config.clock()));
    Optional<Prefix> allotted = prefixes.anyAllotted();
    if (allotted.isPresent()) {
      throw refused(
          "it allotted prefixes such as "
              + allotted.get()
              + " (expected: no allotted prefixes); a new log cannot continue the delegations of "
              + "the old log");
    }
  }

  private static PreconditionException refused(String why) {
    return new PreconditionException(ErrorReason.READ_ONLY, "log: cannot start a new log: " + why);
  }
}
