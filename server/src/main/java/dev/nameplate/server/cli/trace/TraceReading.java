package dev.nameplate.server.cli.trace;

import com.google.common.collect.Iterators;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.wire.AnswerRow;
import dev.nameplate.wire.ReadStep;
import dev.nameplate.wire.StepReader;
import dev.nameplate.wire.TraceCodec;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;

/** Traces of a node, verified if there are trust anchors. */
final class TraceReading {
  /** A step of a newer node: there is something, not shown. */
  private static final ReadStep UNKNOWN =
      new ReadStep.Missing(Reason.NO_ACCESS, 0, Optional.empty());

  private TraceReading() {}

  /** Has a node follow an item, and keeps nothing. */
  static Iterator<ReadStep> ask(
      NodeConnection connection, TraceQuestion question, Optional<TrustAnchors> anchors) {
    return ask(connection, question, anchors, SavedAnswer.NONE);
  }

  /**
   * Has a node follow an item. Asking for a step throws {@link NotVerifiedException} if it is
   * malformed, or must not be believed.
   *
   * @param saved where steps are kept
   * @return used by one thread
   */
  static Iterator<ReadStep> ask(
      NodeConnection connection,
      TraceQuestion question,
      Optional<TrustAnchors> anchors,
      SavedAnswer saved) {
    StepReader steps =
        new StepReader(question.item(), question.direction(), new EventReading(anchors));
    return Iterators.transform(
        connection.traces().trace(TraceCodec.request(question.certify(saved.isNamed()))),
        response -> {
          ReadStep step = read(question, () -> steps.read(response));
          if (saved.isNamed()) {
            saved.add(AnswerRow.of(response), step);
          }
          return step;
        });
  }

  private static ReadStep read(TraceQuestion question, Supplier<Optional<ReadStep>> step) {
    try {
      return step.get().orElse(UNKNOWN);
    } catch (NotVerifiedException e) {
      throw e;
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.trace(question.item().toString(), e);
    }
  }
}
