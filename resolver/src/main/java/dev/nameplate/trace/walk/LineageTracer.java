package dev.nameplate.trace.walk;

import dev.nameplate.access.Caller;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Visibility;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.TimedOutException;
import dev.nameplate.trace.Neighbours;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.Tracer;
import dev.nameplate.trace.read.Moment;
import dev.nameplate.trace.read.NotNamedException;
import dev.nameplate.trace.read.SoughtItem;
import dev.nameplate.trace.read.TimeUpException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Follows items through the events of a node, and asks other nodes beyond them. Thread-safe. */
public final class LineageTracer implements Tracer {
  /** The longest time for the first summary. */
  private static final Duration FIRST_SUMMARY = Duration.ofMillis(80);

  private final LineageIndex lineage;
  private final StatementReader statements;
  private final Predicate<Prefix> own;
  private final Optional<Neighbours> neighbours;

  /**
   * Follows items through a log.
   *
   * @param lineage the index of the log
   * @param statements the reader of the log
   * @param own true for a prefix of the log's owner
   * @param neighbours nodes to ask about items of others; empty to ask none
   */
  public LineageTracer(
      LineageIndex lineage,
      StatementReader statements,
      Predicate<Prefix> own,
      Optional<Neighbours> neighbours) {
    this.lineage = lineage;
    this.statements = statements;
    this.own = own;
    this.neighbours = neighbours;
  }

  @Override
  public TraceSteps trace(TraceQuestion question, Budget budget, Caller caller) {
    budget.requireTime();
    Bytes digest = ResumeToken.digest(question, caller);
    long skipped = 0;
    AsOf.State asOf = question.asOf();
    if (!question.resume().isEmpty()) {
      ResumeToken token = ResumeToken.parse(question.resume(), digest);
      skipped = token.moves();
      asOf = new AsOf.Position(token.position());
    }
    Moment moment = Moment.of(asOf, statements);
    LineageReader index = lineage.read(moment.position(), Visibility.of(caller), budget);
    boolean opened = false;
    try {
      TraceSteps steps = steps(question, new Asking(index, moment, budget, digest), skipped);
      opened = true;
      return steps;
    } catch (TimeUpException e) {
      budget.requireTime();
      throw e;
    } finally {
      if (!opened) {
        index.close();
      }
    }
  }

  /** The surroundings of a question. */
  private record Asking(LineageReader index, Moment moment, Budget budget, Bytes digest) {}

  private TraceSteps steps(TraceQuestion asked, Asking asking, long skipped) {
    TraceQuestion question =
        asked.about(SoughtItem.of(asked.item(), item -> asking.index().number(item).isPresent()));
    OptionalLong root = asking.index().number(question.item());
    Optional<Neighbours> others = question.recursive() ? neighbours : Optional.empty();
    if (root.isEmpty() && (others.isEmpty() || !isOfOthers(question))) {
      throw new NotNamedException("item", question.item());
    }
    TraceStep.Summary first = firstSummary(question, asking, root, others.isPresent());
    return new LineageSteps(
        question,
        asking.index(),
        walk(question, asking, root, asking.budget()),
        asking.moment(),
        first,
        others,
        asking.budget(),
        new Presentation(question, asking.index(), own),
        own,
        asking.digest(),
        skipped);
  }

  /** True if the item belongs to another authority that is not itself asking. */
  private boolean isOfOthers(TraceQuestion question) {
    return question
        .item()
        .identifier()
        .map(Identifier::prefix)
        .filter(own.negate())
        .filter(authority -> !question.shown().contains(authority))
        .isPresent();
  }

  private Walk walk(TraceQuestion question, Asking asking, OptionalLong root, Budget budget) {
    return new Walk(asking.index(), question, root, own, budget);
  }

  /** Counts within the time for the first summary. */
  private TraceStep.Summary firstSummary(
      TraceQuestion question, Asking asking, OptionalLong root, boolean othersAsked) {
    Tally tally = new Tally(question.direction());
    boolean complete = true;
    Duration left = asking.budget().timeLeft();
    Budget moment =
        asking.budget().within(left.compareTo(FIRST_SUMMARY) < 0 ? left : FIRST_SUMMARY);
    try (Walk walk = walk(question, asking, root, moment)) {
      for (Optional<Move> move = walk.next(); move.isPresent(); move = walk.next()) {
        if (move.get() instanceof Move.Beyond && othersAsked) {
          complete = false; // they know
        } else {
          tally.add(move.get());
        }
      }
    } catch (TimeUpException | TimedOutException e) {
      complete = false;
    }
    return tally.summary(asking.moment(), complete, false);
  }
}
