package dev.nameplate.node;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.log.RolledBackException;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.store.Head;
import dev.nameplate.store.NodeStore;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.SignedNote;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a mirror the node whose log it mirrors, with the keys of that node. */
public final class MirrorPromotion {
  private MirrorPromotion() {}

  /**
   * Turns the mirror into the node. The former node must never run again: two nodes with one log
   * sign contradicting histories.
   *
   * <p>After an interruption the directory is still a mirror, and the call can be repeated.
   *
   * @param config the mirror, the passphrase of the keys, and the sources of the newest checkpoint
   * @param keys the directory with the node's {@code authority.pem} and {@code log.pem}, or the
   *     node's directory
   * @param acceptLoss true to continue without the data that a mirror lacks
   * @param nothingNewer true if the operator confirms that the node wrote nothing after the newest
   *     checkpoint that the mirror saw
   * @return the lost data
   * @throws PreconditionException {@code READ_ONLY} if the mirror lacks data, and the loss was not
   *     accepted; nothing was changed
   * @throws InvalidInputException if the directory is no mirror, or the keys are not the log's
   */
  public static MirrorLoss promote(
      NodeConfig config, Path keys, boolean acceptLoss, boolean nothingNewer) {
    if (!MirrorDirectory.isMirror(config.directory())) {
      throw InvalidInputException.of(
          "--data", config.directory().toString(), "a mirror made by log follow");
    }
    MirrorDirectory mirror = MirrorDirectory.in(config.directory());
    TrustAnchors anchors = mirror.anchors();
    TrustAnchor anchor = anchors.list().get(0);
    mirror.requireKeys(keys, config.passphraseOrNone());
    List<SignedNote> told = KnownCheckpoints.all(config, anchor);
    Optional<SignedNote> known = told.stream().findFirst();
    List<SignedNote> seen = Stream.concat(told.stream(), mirror.promised().stream()).toList();
    MirrorLoss loss;
    long batches;
    try (NodeStore store = Node.openStore(config)) {
      Head head = store.head();
      batches = head.batches();
      NodeRestore.requireKnown(head, known, nothingNewer, "the mirror");
      KnownCheckpoints.check(store, seen).ifPresent(MirrorPromotion::refuse);
      StatementReader statements = StatementReader.verifying(store, anchors, config.clock());
      FormerStore.requireNamed(config.directory(), statements);
      loss = MirrorLoss.count(statements, config.clock().instant());
    }
    loss.requireAccepted(acceptLoss);
    known.or(mirror::promised).ifPresent(note -> NodeRestore.keep(config, anchor, note));
    mirror.promote(keys, batches);
    return loss;
  }

  private static void refuse(RolledBackException why) {
    throw new PreconditionException(
        ErrorReason.READ_ONLY,
        why.isBehind()
            ? "the mirror holds "
                + why.batches()
                + " batches (expected: the "
                + why.known()
                + " of the newest known checkpoint); run log follow until it is complete"
            : "the mirror holds another batch "
                + (why.known() - 1)
                + " than a known checkpoint (expected: the same "
                + why.known()
                + " batches); the log's keys signed two histories, so it cannot be promoted");
  }
}
