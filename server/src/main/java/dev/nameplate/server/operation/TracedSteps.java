package dev.nameplate.server.operation;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The steps of a trace, each event with its proofs. Used by one thread. */
final class TracedSteps implements Iterator<Traced> {
  /** The most recorders that are kept as proven. */
  private static final int MOST_PROVEN = 10_000;

  private final TraceSteps steps;
  private final Function<Verified<RecordedEvent>, List<SignedStatement>> proofs;
  private final Set<Proven> proven = new HashSet<>();

  /** A recorder whose delegations were shown already. */
  private record Proven(Prefix recorder, LogName log) {}

  /**
   * Completes steps.
   *
   * @param proofs finds the delegations that prove an event
   */
  TracedSteps(TraceSteps steps, Function<Verified<RecordedEvent>, List<SignedStatement>> proofs) {
    this.steps = steps;
    this.proofs = proofs;
  }

  @Override
  public boolean hasNext() {
    return steps.hasNext();
  }

  @Override
  public Traced next() {
    TraceStep step = steps.next();
    List<SignedStatement> proving =
        step instanceof TraceStep.Deed deed && isFirst(deed.event())
            ? proofs.apply(deed.event())
            : List.of();
    return new Traced(step, steps.resumeToken(), proving);
  }

  private boolean isFirst(Verified<RecordedEvent> event) {
    if (proven.size() == MOST_PROVEN) {
      proven.clear();
    }
    return proven.add(new Proven(event.value().recorder(), event.batch().log()));
  }
}
