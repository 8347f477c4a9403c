package dev.nameplate.server.cli.trace;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.NotVerifiedException;
import dev.nameplate.trust.Authority;
import dev.nameplate.trust.EventBody;
import dev.nameplate.trust.RecordedEvent;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.StatementVerifier;
import dev.nameplate.trust.TrustAnchors;
import dev.nameplate.trust.Verified;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads signed events as they come from a node, and checks each if there are trust anchors. The
 * delegations that prove a recorder come with its first event, and hold for its other ones. Used by
 * one thread.
 */
final class EventReading {
  private final Optional<StatementVerifier> verifier;
  private final Map<Prefix, List<SignedStatement>> chains = new HashMap<>();
  private final Map<Prefix, Authority> authorities = new HashMap<>();

  /**
   * An event that was read.
   *
   * @param event what it says
   * @param statement the statement that carries it
   * @param chain the delegations that prove who signed it
   * @param proof the same, if it was checked
   */
  record Read(
      RecordedEvent event,
      SignedStatement statement,
      List<SignedStatement> chain,
      Optional<Verified<RecordedEvent>> proof) {
    boolean verified() {
      return proof.isPresent();
    }
  }

  EventReading(Optional<TrustAnchors> anchors) {
    this.verifier = anchors.map(trusted -> new StatementVerifier(trusted, Clock.systemUTC()));
  }

  /** Whether events are checked. */
  boolean checks() {
    return verifier.isPresent();
  }

  /**
   * Reads an event.
   *
   * @throws RejectedStatementException if it is malformed, or must not be believed
   */
  Read read(dev.nameplate.v1.SignedStatement proto, List<dev.nameplate.v1.SignedStatement> given) {
    SignedStatement statement = SignedStatement.fromProto(proto);
    Prefix recorder = statement.recorder();
    if (!given.isEmpty()) {
      chains.put(recorder, given.stream().map(SignedStatement::fromProto).toList());
      authorities.remove(recorder);
    }
    List<SignedStatement> chain = chains.getOrDefault(recorder, List.of());
    if (verifier.isEmpty()) {
      RecordedEvent unchecked =
          EventBody.parse(
                  statement.body(), statement.disclosures(), statement.batch().suite().hash())
              .recorded();
      return new Read(unchecked, statement, chain, Optional.empty());
    }
    StatementVerifier checking = verifier.get();
    Authority authority =
        authorities.computeIfAbsent(recorder, prefix -> checking.authority(chain, prefix));
    try {
      Verified<RecordedEvent> proof = checking.verifyEvent(statement, authority);
      return new Read(proof.value(), statement, chain, Optional.of(proof));
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.event(recorder, e, hint(recorder, authority));
    }
  }

  /** What may be missing when nothing leads from the anchors to who signed. */
  private static String hint(Prefix recorder, Authority authority) {
    return authority.prefix().equals(recorder)
        ? ""
        : "; the node gave no delegations from "
            + authority.prefix()
            + " down to "
            + recorder
            + ": run it with serve --anchor FILE, or give the anchor of "
            + recorder
            + " itself";
  }
}
