package dev.nameplate.node;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.log.RolledBackException;
import dev.nameplate.log.read.LogContinuity;
import dev.nameplate.record.Endpoint;
import dev.nameplate.signing.CheckpointFile;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.upstream.PeerCheckpoints;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest checkpoints of a log that are known outside of a directory: in a file, or to peers.
 */
final class KnownCheckpoints {
  private static final Logger LOGGER = LoggerFactory.getLogger(KnownCheckpoints.class);

  private KnownCheckpoints() {}

  /**
   * All known checkpoints, the newest first. Peers that cannot be reached, and those that show what
   * the log's key did not sign, are reported and passed over.
   *
   * @param config where the node is, or is to be
   * @param anchor whose log it is
   * @throws dev.nameplate.error.NodeException if the checkpoint file is damaged
   */
  static List<SignedNote> all(NodeConfig config, TrustAnchor anchor) {
    CheckpointPolicy policy = config.checkpoints();
    Optional<SignedNote> kept =
        policy.fileOf(config.directory(), anchor.log()).flatMap(file -> file.read(anchor));
    Map<Endpoint, SignedNote> shown = PeerCheckpoints.ask(policy.peers());
    return Stream.concat(
            kept.stream(),
            shown.entrySet().stream()
                .filter(peer -> isSigned(peer.getKey(), peer.getValue(), anchor))
                .map(Map.Entry::getValue))
        .sorted(Comparator.comparingLong(KnownCheckpoints::size).reversed())
        .toList();
  }

  /**
   * Compares a store with every known checkpoint, any of which may reveal another history.
   *
   * @return why nothing may be written to the store: another history, which nothing repairs, before
   *     a missing end
   */
  static Optional<RolledBackException> check(RecordStore store, List<SignedNote> known) {
    return known.stream()
        .flatMap(note -> LogContinuity.check(store, Checkpoint.parse(note.text())).stream())
        .min(Comparator.comparing(RolledBackException::isBehind));
  }

  private static long size(SignedNote note) {
    return Checkpoint.parse(note.text()).size();
  }

  private static boolean isSigned(Endpoint peer, SignedNote note, TrustAnchor anchor) {
    try {
      CheckpointFile.requireSigned(note, anchor);
      return true;
    } catch (RejectedStatementException e) {
      LOGGER.warn("Peer {} shows no checkpoint of {}: {}", peer, anchor.log(), e.getMessage());
      return false;
    }
  }
}
