package dev.nameplate.trace;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.TimedOutException;
import dev.nameplate.trace.TraceStep.Reason;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The steps of a walk, and of what other nodes show where it leads beyond this one. */
final class LineageSteps implements TraceSteps {
  private final TraceQuestion question;
  private final LineageReader index;
  private final Walk walk;
  private final Moment moment;
  private final Optional<Neighbours> neighbours;
  private final Budget budget;
  private final Bytes digest;
  private final Presentation presentation;
  private final Predicate<Prefix> own;
  private final Tally tally;
  private final Set<ItemId> shownByOthers = new HashSet<>();

  private @Nullable TraceStep next;
  private long moves;
  private int depth;
  private boolean timeUp;
  private State state = State.WALKING;
  private boolean othersSpoke;

  /** Others show an event of ours: it, and what it brings, is shown where our walk comes to it. */
  private boolean echo;

  private @Nullable Others others;

  private enum State {
    WALKING,
    COUNTED_UP,
    DONE
  }

  /** What another node shows, and where it was asked. */
  private record Others(TraceSteps steps, ItemId item, int depth) {}

  /**
   * Shows a walk.
   *
   * @param first the summary that comes first
   * @param neighbours who is asked where the walk leads beyond this node; empty for nobody
   * @param own whether this node answers for a prefix
   * @param digest of the question
   * @param skipped how many moves were shown before, and are only counted
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
    this.own = own;
    this.digest = digest;
    this.tally = new Tally(question.direction());
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
      ask(beyond, neighbours.get());
      return null;
    }
    TraceStep step = presentation.show(move);
    take(move); // only what was shown need not be shown again
    return step;
  }

  private void ask(Move.Beyond beyond, Neighbours who) {
    ItemId item = beyond.at().isPresent() ? index.item(beyond.at().getAsLong()) : question.item();
    int depthLeft = question.maxDepth() == 0 ? 0 : question.maxDepth() - beyond.depth();
    OptionalLong itemsLeft = walk.itemsLeft(); // the item itself is counted once more
    boolean now = question.asOf() instanceof AsOf.Now && question.resume().isEmpty();
    TraceQuestion rest =
        TraceQuestion.about(item, question.direction())
            .asOf(now ? AsOf.Now.NOW : new AsOf.Time(moment.time())) // positions are ours alone
            .within(depthLeft, itemsLeft.isPresent() ? itemsLeft.getAsLong() + 1 : 0)
            .strict(question.strict())
            .slack(question.slack())
            .history(question.history())
            .shown(item.equals(question.item()) ? question.shown() : Set.of());
    othersSpoke = true;
    echo = false;
    others = new Others(who.trace(item, beyond.authority(), rest, budget), item, beyond.depth());
  }

  private @Nullable TraceStep nextOfOthers(Others speaking) {
    if (!speaking.steps().hasNext()) {
      speaking.steps().close();
      others = null;
      return null;
    }
    TraceStep step = speaking.steps().next();
    if (step instanceof TraceStep.Deed deed) {
      echo = own.test(deed.event().value().recorder());
    }
    if ((echo && !(step instanceof TraceStep.Hole))
        || (step instanceof TraceStep.Item item && !isNews(item, speaking))) {
      return null;
    }
    tally.add(step);
    return deeper(step, speaking.depth());
  }

  private boolean isNews(TraceStep.Item item, Others speaking) {
    return !item.id().equals(speaking.item())
        && shownByOthers.add(item.id())
        && walk.bring(index.number(item.id()), speaking.depth() + item.depth());
  }

  /** The step as it is seen from the item that was asked for; nothing of a summary. */
  private static @Nullable TraceStep deeper(TraceStep step, int by) {
    if (step instanceof TraceStep.Item item) {
      return new TraceStep.Item(item.id(), item.depth() + by, item.retired());
    }
    if (step instanceof TraceStep.Deed deed) {
      return new TraceStep.Deed(deed.depth() + by, deed.role(), deed.event(), deed.verdict());
    }
    return step instanceof TraceStep.Hole hole
        ? new TraceStep.Hole(hole.reason(), hole.depth() + by, hole.at())
        : null;
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
      others.steps().close();
      others = null;
    }
    walk.close();
    index.close();
  }
}
