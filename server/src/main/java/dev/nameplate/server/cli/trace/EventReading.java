package dev.nameplate.server.cli.trace;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.wire.EventReader;
import dev.nameplate.wire.Read;
import dev.nameplate.wire.StepReader;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Reads signed events of a node, verifies them if there are trust anchors, and gives hints for
 * failures. Used by one thread.
 */
final class EventReading implements StepReader.Events {
  private final EventReader reader;

  EventReading(Optional<TrustAnchors> anchors) {
    this.reader =
        new EventReader(anchors.map(trusted -> new StatementVerifier(trusted, Clock.systemUTC())));
  }

  @Override
  public boolean verifies() {
    return reader.verifies();
  }

  @Override
  public Read<RecordedEvent> read(SignedStatement statement, List<SignedStatement> chain) {
    try {
      return reader.read(statement, chain);
    } catch (RejectedStatementException e) {
      Prefix recorder = statement.recorder();
      Authority authority = reader.authorityOf(recorder).orElseThrow(() -> e);
      throw NotVerifiedException.event(recorder, e, hint(recorder, authority));
    }
  }

  /** A hint about missing delegations between the anchors and the signing key. */
  private static String hint(Prefix recorder, Authority authority) {
    return authority.prefix().equals(recorder)
        ? ""
        : "; the node gave no delegations from %s down to %s: run it with serve --anchor FILE, or give the anchor of %s itself"
            .formatted(authority.prefix(), recorder, recorder);
  }
}
