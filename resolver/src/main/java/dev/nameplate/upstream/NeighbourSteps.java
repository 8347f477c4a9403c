package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.event.ItemId;
import dev.nameplate.resolve.BudgetExhaustedException;
import dev.nameplate.resolve.CancelledException;
import dev.nameplate.resolve.TimedOutException;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Hole;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.wire.ReadStep;
import dev.nameplate.wire.StepReader;
import dev.nameplate.wire.UnacceptableAnswerException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Another node's answer about an item: verified steps, and a hole where it fails. The node is asked
 * with the first step.
 */
final class NeighbourSteps implements TraceSteps {
  private final ItemId item;
  private final Direction direction;
  private final Supplier<Answer> ask;
  private @Nullable Answer answer;
  private Optional<TraceStep> next = Optional.empty();
  private boolean ended;

  /**
   * An answer.
   *
   * @param steps the steps as they come
   * @param reader believes them or not
   */
  record Answer(Upstream.Steps<TraceResponse> steps, StepReader reader) {}

  NeighbourSteps(ItemId item, Direction direction, Supplier<Answer> ask) {
    this.item = item;
    this.direction = direction;
    this.ask = ask;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && !ended) {
      try {
        next = read();
      } catch (CancelledException e) {
        throw e;
      } catch (NameplateException e) {
        ended = true;
        next = holeOf(e).map(reason -> new Hole(reason, 0, Optional.of(item)));
      }
    }
    return next.isPresent();
  }

  private Optional<TraceStep> read() {
    Answer given = answer == null ? ask.get() : answer;
    answer = given;
    Optional<TraceResponse> step = given.steps().next();
    ended = step.isEmpty();
    return step.flatMap(response -> believed(given.reader(), response));
  }

  private static Optional<TraceStep> believed(StepReader reader, TraceResponse response) {
    ReadStep step =
        reader.read(response).orElseThrow(() -> new UnacceptableAnswerException("a step is empty"));
    if (step instanceof ReadStep.Thing thing) {
      return Optional.of(thing.item());
    }
    if (step instanceof ReadStep.Happened event) {
      return Optional.of(event.deed());
    }
    return step instanceof ReadStep.Missing hole
        ? Optional.of(new Hole(hole.reason(), hole.depth(), hole.at().filter(reader::knows)))
        : Optional.empty(); // the asking node counts by itself
  }

  /** The reason of a hole for a failure; empty if there is no hole. */
  private Optional<Reason> holeOf(NameplateException failure) {
    if (failure.reason() == ErrorReason.NOT_RECORDED) { // it never heard of the item
      return direction == Direction.UPSTREAM
          ? Optional.of(Reason.UNKNOWN_ORIGIN)
          : Optional.empty();
    }
    return Optional.of(reasonOf(failure));
  }

  /** The reason of the gap that a failed question leaves. */
  static Reason reasonOf(NameplateException failure) {
    if (failure instanceof BudgetExhaustedException || failure instanceof TimedOutException) {
      return Reason.LIMIT_TIME;
    }
    if (failure instanceof RejectedStatementException) {
      return Reason.NOT_BELIEVED;
    }
    return switch (failure.reason()) {
      case UNREACHABLE, NODE_STOPPED -> Reason.PEER_UNREACHABLE;
      case UPSTREAM_REJECTED -> Reason.NOT_BELIEVED;
      default -> Reason.PEER_REFUSED;
    };
  }

  @Override
  public TraceStep next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    TraceStep step = next.orElseThrow();
    next = Optional.empty();
    return step;
  }

  /** Empty: another node's answer cannot be resumed from here. */
  @Override
  public String resumeToken() {
    return "";
  }

  @Override
  public void close() {
    ended = true;
    if (answer != null) {
      answer.steps().close();
    }
  }
}
