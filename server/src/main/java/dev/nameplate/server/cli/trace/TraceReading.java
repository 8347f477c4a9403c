package dev.nameplate.server.cli.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.event.Event;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.NotVerifiedException;
import dev.nameplate.trace.Direction;
import dev.nameplate.trust.Authority;
import dev.nameplate.trust.EventBody;
import dev.nameplate.trust.RecordedEvent;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.StatementVerifier;
import dev.nameplate.trust.TrustAnchors;
import dev.nameplate.upstream.Coherence;
import dev.nameplate.v1.TraceEvent;
import dev.nameplate.v1.TraceHole;
import dev.nameplate.v1.TraceItem;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceRole;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the steps of a trace, and checks all of them if there are trust anchors: who signed each
 * event, and that the steps hang together. Used by one thread.
 */
final class TraceReading {
  private final ItemId asked;
  private final Optional<StatementVerifier> verifier;
  private final Coherence coherence;
  private final Map<Prefix, List<SignedStatement>> chains = new HashMap<>();
  private final Map<Prefix, Authority> authorities = new HashMap<>();
  private String hint = "";

  TraceReading(ItemId asked, Direction direction, Optional<TrustAnchors> anchors) {
    this.asked = asked;
    this.verifier = anchors.map(trusted -> new StatementVerifier(trusted, Clock.systemUTC()));
    this.coherence = new Coherence(asked, direction);
  }

  /**
   * Reads a step.
   *
   * @throws RejectedStatementException if it is malformed, or must not be believed
   */
  Shown read(TraceResponse response) {
    try {
      return switch (response.getStepCase()) {
        case SUMMARY -> new Shown.Counts(response.getSummary());
        case ITEM -> item(response.getItem());
        case EVENT -> event(response.getEvent());
        case HOLE -> hole(response.getHole());
        case STEP_NOT_SET -> new Shown.Missing("newer-than-this-command", 0, Optional.empty());
      };
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.trace(asked.toString(), e, hint);
    } catch (InvalidInputException e) {
      throw NotVerifiedException.trace(asked.toString(), e, "");
    }
  }

  private Shown item(TraceItem item) {
    ItemId id = ItemId.parse(item.getItem());
    if (verifier.isPresent()) {
      coherence.item(id);
    }
    return new Shown.Thing(id, item, verifier.isPresent());
  }

  private Shown event(TraceEvent proto) {
    SignedStatement statement = SignedStatement.fromProto(proto.getStatement());
    List<SignedStatement> chain = chain(statement.recorder(), proto);
    RecordedEvent event =
        verifier
            .map(checking -> verified(checking, statement, chain, proto.getRole()))
            .orElseGet(() -> unchecked(statement));
    return new Shown.Happened(
        proto.getDepth(),
        proto.getRole(),
        event,
        statement,
        chain,
        proto.getVerdict(),
        verifier.isPresent());
  }

  /** The delegations come with the first event of a recorder, and hold for its other ones. */
  private List<SignedStatement> chain(Prefix recorder, TraceEvent proto) {
    if (proto.getChainCount() > 0) {
      chains.put(recorder, proto.getChainList().stream().map(SignedStatement::fromProto).toList());
      authorities.remove(recorder);
    }
    return chains.getOrDefault(recorder, List.of());
  }

  private RecordedEvent verified(
      StatementVerifier checking,
      SignedStatement statement,
      List<SignedStatement> chain,
      TraceRole role) {
    Authority authority =
        authorities.computeIfAbsent(
            statement.recorder(), recorder -> checking.authority(chain, recorder));
    hint = hint(statement.recorder(), authority);
    RecordedEvent event = checking.verifyEvent(statement, authority).value();
    hint = "";
    if (role == TraceRole.TRACE_ROLE_LINEAGE) {
      event.event().map(Event::occurrence).ifPresent(coherence::lineage);
    }
    return event;
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

  private static RecordedEvent unchecked(SignedStatement statement) {
    return EventBody.parse(
            statement.body(), statement.disclosures(), statement.batch().suite().hash())
        .recorded();
  }

  private static Shown hole(TraceHole hole) {
    return new Shown.Missing(
        hole.getReason()
            .name()
            .replaceFirst("^HOLE_REASON_", "")
            .toLowerCase(java.util.Locale.ROOT)
            .replace('_', '-'),
        hole.getDepth(),
        Optional.of(hole.getItem()).filter(item -> !item.isEmpty()));
  }
}
