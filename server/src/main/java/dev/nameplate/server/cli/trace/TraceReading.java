package dev.nameplate.server.cli.trace;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.event.ItemId;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.wire.ReadStep;
import dev.nameplate.wire.StepReader;
import java.util.Optional;

/** Reads the steps of a trace, and verifies them if there are trust anchors. Used by one thread. */
final class TraceReading {
  /** A step of a newer node: there is something, not shown. */
  private static final ReadStep UNKNOWN =
      new ReadStep.Missing(Reason.NO_ACCESS, 0, Optional.empty());

  private final ItemId asked;
  private final StepReader steps;

  TraceReading(ItemId asked, Direction direction, Optional<TrustAnchors> anchors) {
    this.asked = asked;
    this.steps = new StepReader(asked, direction, new EventReading(anchors));
  }

  /**
   * Reads a step.
   *
   * @throws NotVerifiedException if it is malformed, or must not be believed
   */
  ReadStep read(TraceResponse response) {
    try {
      return steps.read(response).orElse(UNKNOWN);
    } catch (NotVerifiedException e) {
      throw e;
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.trace(asked.toString(), e);
    }
  }
}
