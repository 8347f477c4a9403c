package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Deed;
import dev.nameplate.trace.TraceStep.Hole;
import dev.nameplate.trace.TraceStep.Item;
import dev.nameplate.trace.TraceStep.Summary;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trust.LogName;
import dev.nameplate.trust.RecordedEvent;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.TraceEvent;
import dev.nameplate.v1.TraceResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The steps of a trace in the words of the wire, with what proves each. Used by one thread. */
final class TraceParts implements AnswerStream.Parts<TraceResponse> {
  /** How many recorders are remembered to have been proven already. */
  private static final int MOST_PROVEN = 10_000;

  private final TraceSteps steps;
  private final Function<Verified<RecordedEvent>, List<SignedStatement>> proofs;
  private final Caller caller;
  private final Set<Proven> proven = new HashSet<>();

  /** A recorder whose delegations were sent already. */
  private record Proven(Prefix recorder, LogName log) {}

  /**
   * Translates steps.
   *
   * @param proofs finds the delegations that prove an event
   */
  TraceParts(
      TraceSteps steps,
      Function<Verified<RecordedEvent>, List<SignedStatement>> proofs,
      Caller caller) {
    this.steps = steps;
    this.proofs = proofs;
    this.caller = caller;
  }

  @Override
  public boolean hasNext() {
    return steps.hasNext();
  }

  @Override
  public TraceResponse next() {
    TraceResponse.Builder response = response(steps.next());
    return response.setResumeToken(steps.resumeToken()).build();
  }

  private TraceResponse.Builder response(TraceStep step) {
    TraceResponse.Builder response = TraceResponse.newBuilder();
    if (step instanceof Deed deed) {
      return response.setEvent(event(deed));
    }
    if (step instanceof Item item) {
      return response.setItem(TraceCodec.item(item));
    }
    return step instanceof Hole hole
        ? response.setHole(TraceCodec.hole(hole))
        : response.setSummary(TraceCodec.summary((Summary) step));
  }

  private TraceEvent event(Deed deed) {
    TraceEvent.Builder event =
        TraceEvent.newBuilder()
            .setDepth(deed.depth())
            .setRole(TraceCodec.role(deed.role()))
            .setStatement(Callers.show(deed.event(), caller))
            .setVerdict(TraceCodec.verdict(deed.verdict()));
    deed.withdrawal()
        .ifPresent(withdrawal -> event.setWithdrawal(Callers.show(withdrawal, caller)));
    if (isFirst(deed.event())) {
      proofs.apply(deed.event()).forEach(link -> event.addChain(link.toProto()));
    }
    return event.build();
  }

  private boolean isFirst(Verified<RecordedEvent> event) {
    if (proven.size() == MOST_PROVEN) {
      proven.clear();
    }
    return proven.add(new Proven(event.value().recorder(), event.batch().log()));
  }

  @Override
  public void close() {
    steps.close();
  }
}
