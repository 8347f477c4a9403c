package dev.nameplate.trace.walk;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.ItemRows;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Trail;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Turns moves into steps: reads the statements of events, and judges them. Used by one thread. */
final class Presentation {
  private final TraceQuestion question;
  private final LineageReader index;
  private final Verdicts verdicts;
  private final ItemRows ends;

  /**
   * Shows what an index knows.
   *
   * @param own whether the node answers for a prefix
   */
  Presentation(TraceQuestion question, LineageReader index, Predicate<Prefix> own) {
    this.question = question;
    this.index = index;
    this.verdicts = new Verdicts(index, own, question.slack());
    this.ends = index.rows(Trail.ENDED);
  }

  TraceStep show(Move move) {
    if (move instanceof Move.Happened happened) {
      Verified<RecordedEvent> recorded = index.statement(happened.row());
      Optional<Verified<RecordedEvent>> withdrawal =
          happened.withdrawnBy().isPresent()
              ? Optional.of(index.statement(index.event(happened.withdrawnBy().getAsLong())))
              : Optional.empty();
      return new TraceStep.Deed(
          happened.depth(),
          happened.role(),
          recorded,
          verdicts.of(happened, recorded, withdrawal),
          withdrawal);
    }
    if (move instanceof Move.Brought brought) {
      return new TraceStep.Item(
          index.item(brought.number()), brought.depth(), isRetired(brought.number()));
    }
    if (move instanceof Move.Root) {
      OptionalLong number = index.number(question.item());
      return new TraceStep.Item(
          item(number).orElse(question.item()),
          0,
          number.isPresent() && isRetired(number.getAsLong()));
    }
    if (move instanceof Move.Beyond beyond) {
      return new TraceStep.Hole(TraceStep.Reason.FOREIGN, beyond.depth(), item(beyond.at()));
    }
    Move.Missing missing = (Move.Missing) move;
    return new TraceStep.Hole(missing.reason(), missing.depth(), item(missing.at()));
  }

  /** The item with a number, as written where it is first named. */
  private Optional<ItemId> item(OptionalLong number) {
    return number.isPresent() ? Optional.of(index.item(number.getAsLong())) : Optional.empty();
  }

  private boolean isRetired(long item) {
    for (boolean more = ends.first(item); more; more = ends.next()) {
      if (index.stands(ends.position())) {
        return true;
      }
    }
    return false;
  }
}
