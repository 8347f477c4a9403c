package dev.nameplate.trace.walk;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.TimedOutException;
import dev.nameplate.trace.Neighbours;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.read.Moment;
import dev.nameplate.trace.read.TimeUpException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The steps of a walk, and of the answers of other nodes beyond it. */
final class LineageSteps implements TraceSteps {
  private final TraceQuestion question;
  private final LineageReader index;
  private final Walk walk;
  private final Moment moment;
  private final Optional<Neighbours> neighbours;
  private final Budget budget;
  private final Bytes digest;
  private final Presentation presentation;
  private final Tally tally;
  private final Relay relay;

  private @Nullable TraceStep next;
  private long moves;
  private int depth;
  private boolean timeUp;
  private State state = State.WALKING;
  private boolean othersSpoke;

  /** Pending questions to other nodes beyond this node's walk. */
  private @Nullable Asking asking;

  private @Nullable TraceSteps others;

  private enum State {
    WALKING,
    COUNTED_UP,
    DONE
  }

  /** The authorities to ask about an item, one after the other. */
  private record Asking(ItemId item, Move.Beyond at, Iterator<Prefix> whom) {}

  /**
   * Shows the steps of a walk.
   *
   * @param first the first summary
   * @param neighbours nodes to ask beyond this node; empty to ask none
   * @param own true for a prefix of this node
   * @param digest of the question
   * @param skipped number of moves that were shown before, and are only counted
   */
  LineageSteps(
      TraceQuestion question,
      LineageReader index,
      Walk walk,
      Moment moment,
      TraceStep.Summary first,
      Optional<Neighbours> neighbours,
      Budget budget,
      Presentation presentation,
      Predicate<Prefix> own,
      Bytes digest,
      long skipped) {
    this.question = question;
    this.index = index;
    this.walk = walk;
    this.moment = moment;
    this.neighbours = neighbours;
    this.budget = budget;
    this.presentation = presentation;
    this.digest = digest;
    this.tally = new Tally(question.direction());
    this.relay = new Relay(index, walk, question, own);
    this.next = first;
    skip(skipped);
  }

  private void skip(long count) {
    for (Optional<Move> move = Optional.empty(); moves < count; take(move.get())) {
      move = walk.next();
      if (move.isEmpty()) {
        return;
      }
    }
  }

  private void take(Move move) {
    tally.add(move);
    moves++;
    depth = move.depth();
  }

  @Override
  public boolean hasNext() {
    while (next == null && state != State.DONE) {
      next = advance();
    }
    return next != null;
  }

  @Override
  public TraceStep next() {
    TraceStep step = hasNext() ? next : null;
    if (step == null) {
      throw new NoSuchElementException("no more steps");
    }
    next = null;
    return step;
  }

  /** The next step, if the next thing to do yields one. */
  private @Nullable TraceStep advance() {
    if (others != null) {
      return nextOfOthers(others);
    }
    if (asking != null) {
      askNext(asking);
      return null;
    }
    if (state == State.COUNTED_UP) {
      state = State.DONE;
      return tally.summary(moment, !timeUp, true);
    }
    try {
      Optional<Move> move = walk.next();
      if (move.isEmpty()) {
        state = State.COUNTED_UP;
        return null;
      }
      return show(move.get());
    } catch (TimeUpException | TimedOutException e) {
      timeUp = true;
      state = State.COUNTED_UP;
      Move hole = new Move.Missing(Reason.LIMIT_TIME, depth, OptionalLong.empty());
      tally.add(hole);
      return presentation.show(hole);
    }
  }

  private @Nullable TraceStep show(Move move) {
    if (move instanceof Move.Beyond beyond && neighbours.isPresent()) {
      OptionalLong at = beyond.at();
      ItemId item = at.isPresent() ? index.item(at.getAsLong()) : question.item();
      asking = new Asking(item, beyond, beyond.authorities().iterator());
      othersSpoke = true;
      return null;
    }
    TraceStep step = presentation.show(move);
    if (neighbours.isPresent() && step instanceof TraceStep.Hole hole && !relay.tells(hole)) {
      return null; // another node told it
    }
    take(move); // only what was shown need not be shown again
    return step;
  }

  private void askNext(Asking open) {
    if (!open.whom().hasNext()) {
      asking = null;
      return;
    }
    int at = open.at().depth();
    relay.begin(open.item(), at, open.at().hasOrigin());
    others =
        neighbours
            .orElseThrow()
            .trace(open.item(), open.whom().next(), rest(open.item(), at), budget);
  }

  /** The remaining question for another node about an item. */
  private TraceQuestion rest(ItemId item, int at) {
    int depthLeft = question.maxDepth() == 0 ? 0 : question.maxDepth() - at;
    OptionalLong itemsLeft = walk.itemsLeft(); // the item itself is counted once more
    boolean now = question.asOf() instanceof AsOf.Newest && question.resume().isEmpty();
    return TraceQuestion.about(item, question.direction())
        .asOf(now ? AsOf.Newest.NEWEST : new AsOf.Time(moment.time())) // positions are ours alone
        .within(depthLeft, itemsLeft.isPresent() ? itemsLeft.getAsLong() + 1 : 0)
        .strict(question.strict())
        .slack(question.slack())
        .history(question.history())
        .parts(question.parts())
        .shown(question.shown());
  }

  private @Nullable TraceStep nextOfOthers(TraceSteps speaking) {
    if (!speaking.hasNext()) {
      speaking.close();
      others = null;
      return null;
    }
    Optional<TraceStep> step = relay.pass(speaking.next());
    step.ifPresent(tally::add);
    return step.orElse(null);
  }

  @Override
  public String resumeToken() {
    return othersSpoke || state != State.WALKING
        ? ""
        : new ResumeToken(moment.position(), moves).text(digest);
  }

  @Override
  public void close() {
    if (others != null) {
      others.close();
      others = null;
    }
    walk.close();
    index.close();
  }
}
