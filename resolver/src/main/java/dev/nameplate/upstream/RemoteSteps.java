package dev.nameplate.upstream;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.wire.ReadStep;
import dev.nameplate.wire.StepReader;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The steps of another node's trace, verified. */
final class RemoteSteps implements TraceSteps {
  private final Upstream.Steps<TraceResponse> steps;
  private final StepReader reader;
  private @Nullable TraceStep next;
  private boolean ended;

  RemoteSteps(Upstream.Steps<TraceResponse> steps, StepReader reader) {
    this.steps = steps;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      ended = true; // also if this step fails verification
      next = steps.next().map(this::step).orElse(null);
      ended = next == null;
    }
    return next != null;
  }

  private TraceStep step(TraceResponse response) {
    try {
      return reader.read(response).map(RemoteSteps::step).orElseGet(RemoteSteps::unknown);
    } catch (RejectedStatementException e) {
      throw Rejections.unbelieved("a step", e);
    }
  }

  private static TraceStep step(ReadStep step) {
    if (step instanceof ReadStep.Thing thing) {
      return thing.item();
    }
    if (step instanceof ReadStep.Happened event) {
      return event.deed();
    }
    if (step instanceof ReadStep.Missing hole) {
      return new TraceStep.Hole(hole.reason(), hole.depth(), hole.at());
    }
    return ((ReadStep.Counts) step).summary();
  }

  /** A step of a newer node: there is something, not shown. */
  private static TraceStep unknown() {
    return new TraceStep.Hole(TraceStep.Reason.NO_ACCESS, 0, Optional.empty());
  }

  @Override
  public TraceStep next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    TraceStep step = next;
    next = null;
    return step;
  }

  /** Empty: a verified answer must be verified from its beginning. */
  @Override
  public String resumeToken() {
    return "";
  }

  @Override
  public void close() {
    ended = true;
    steps.close();
  }
}
