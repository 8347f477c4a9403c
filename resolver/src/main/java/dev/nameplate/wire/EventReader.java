package dev.nameplate.wire;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads signed events of another node: verified if there is a verifier, and otherwise unverified.
 * The delegations that prove a recorder come with its first event, and hold for its other events.
 * Used by one thread.
 */
public final class EventReader implements StepReader.Events {
  private final Optional<StatementVerifier> verifier;
  private final Map<Prefix, List<SignedStatement>> chains = new HashMap<>();
  private final Map<Prefix, Authority> authorities = new HashMap<>();

  /**
   * Reads the events of one answer.
   *
   * @param verifier verifies every event; empty to take the node's word
   */
  public EventReader(Optional<StatementVerifier> verifier) {
    this.verifier = verifier;
  }

  @Override
  public boolean verifies() {
    return verifier.isPresent();
  }

  @Override
  public Read<RecordedEvent> read(SignedStatement statement, List<SignedStatement> given) {
    Prefix recorder = statement.recorder();
    if (!given.isEmpty()) {
      chains.put(recorder, given);
      authorities.remove(recorder);
    }
    List<SignedStatement> chain = chains.getOrDefault(recorder, List.of());
    if (verifier.isEmpty()) {
      return Read.unverifiedEvent(statement, chain);
    }
    StatementVerifier checking = verifier.get();
    Authority authority =
        authorities.computeIfAbsent(recorder, prefix -> checking.authority(chain, prefix));
    return Read.verified(checking.verifyEvent(statement, authority), chain);
  }

  /** The authority that was to have signed the events of a recorder, if one was found so far. */
  public Optional<Authority> authorityOf(Prefix recorder) {
    return Optional.ofNullable(authorities.get(recorder));
  }
}
