package dev.nameplate.server.operation;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.EventCapture;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.NodeView;
import dev.nameplate.resolve.Budget;
import dev.nameplate.server.operation.OpenedParts.Opened;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.balance.Reconciled;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.evidence.EvidenceQuestion;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.read.EventLists;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Captures events, and follows them. Thread-safe; blocks while it reads the store. */
public final class LineageOperations {
  /** The most yields of an answer; about 150 bytes each. */
  private static final int MOST_YIELDS = 10_000;

  private static final int MOST_INQUIRIES = 4;

  private final NodeView node;
  private final Supplier<EventCapture> events;
  private final Recursion recursion;
  private final CallLimits limits;
  private final Openings answers;

  /** Recalls across nodes, each of which holds the events of all of them. */
  private final Openings inquiries = new Openings("recalls across nodes", MOST_INQUIRIES);

  LineageOperations(
      NodeView node, Supplier<EventCapture> events, Recursion recursion, CallLimits limits) {
    this.node = node;
    this.events = events;
    this.recursion = recursion;
    this.limits = limits;
    this.answers = new Openings("answers", limits.openAnswers());
  }

  /** The prefixes that events may be recorded under. */
  public Set<Prefix> recorders() {
    return node.prefixes();
  }

  /**
   * Records an event.
   *
   * @return completes once it is committed, or with a {@link
   *     dev.nameplate.error.NameplateException}
   */
  public CompletableFuture<Receipt> capture(Call call, Capture capture) {
    Operation.CAPTURE.requireOf(call.caller());
    return events.get().as(call.caller()).captureAsync(capture);
  }

  /**
   * Refuses a stream of events before its first.
   *
   * @throws NotOfferedException if none may be captured
   */
  public void requireCapture(Call call) {
    Operation.CAPTURE.requireOf(call.caller());
  }

  /**
   * Follows an item.
   *
   * @param given the caller's remaining budget
   */
  public Parts<Traced> trace(Call call, TraceQuestion question, Budget.Limits given) {
    Operation.TRACE.requireOf(call.caller());
    boolean asksOthers = question.recursive() && recursion.threads().isPresent();
    Budget budget = call.budget(limits.question().atMost(given));
    return open(
        call,
        budget,
        asksOthers ? recursion.threads().get() : Runnable::run,
        () -> {
          TraceSteps steps =
              node.tracer().trace(question.recursive(asksOthers), budget, call.caller());
          return new Opened<>(new TracedSteps(steps, node.chains()::proving), steps::close);
        });
  }

  /**
   * Finds the items affected by a defect.
   *
   * @param given the caller's remaining budget
   * @param told receives the progress
   * @throws InvalidInputException if other nodes are to be asked, and this node asks none for its
   *     callers
   */
  public Parts<RecallStep> recall(
      Call call, RecallQuestion question, Budget.Limits given, Consumer<RecallStep.Progress> told) {
    Operation.RECALL.requireOf(call.caller());
    if (question.recursive() && recursion.threads().isEmpty()) {
      throw InvalidInputException.of(
          "recursive", true, "false, since this node asks no other nodes for its callers");
    }
    Budget budget = call.budget(limits.question().atMost(given));
    return open(
        call,
        budget,
        question.recursive() ? recursion.threads().get() : Runnable::run,
        () -> {
          Openings.Seat seat = question.recursive() ? inquiries.open(call) : () -> {};
          RecallSteps steps = node.recall().recall(question, budget, call.caller(), told);
          return new Opened<>(
              steps,
              () -> {
                seat.close();
                steps.close();
              });
        });
  }

  /** Finds the events that bear on items, each with its proofs. */
  public Parts<Traced> evidence(Call call, EvidenceQuestion question) {
    Operation.EVIDENCE.requireOf(call.caller());
    Budget budget = call.budget(limits.question());
    return open(
        call,
        budget,
        Runnable::run,
        () -> {
          TraceSteps steps = node.evidence().evidence(question, budget, call.caller());
          return new Opened<>(new TracedSteps(steps, node.chains()::proving), steps::close);
        });
  }

  /**
   * Compares supply and use of a lot.
   *
   * @param yields true to include yields of processes
   */
  public Parts<Reconciled> reconcile(
      Call call, Reconciliation.Question asked, Tolerance tolerance, boolean yields) {
    Operation.RECONCILE.requireOf(call.caller());
    Budget budget = call.budget(limits.question());
    return open(
        call,
        budget,
        Runnable::run,
        () -> {
          Reconciliation reconciliation = node.reconciliation();
          List<Reconciled> answer = new ArrayList<>();
          answer.add(
              new Reconciled.Balance(
                  reconciliation.balance(asked, tolerance, budget, call.caller())));
          if (yields) {
            addYields(reconciliation, asked, budget, call.caller(), answer);
          }
          return new Opened<>(answer.iterator(), () -> {});
        });
  }

  /** End of a list of yields that has enough. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super("enough", null, false, false);
    }
  }

  private static void addYields(
      Reconciliation reconciliation,
      Reconciliation.Question asked,
      Budget budget,
      Caller caller,
      List<Reconciled> answer) {
    try {
      reconciliation.yields(
          asked,
          budget,
          caller,
          made -> {
            if (answer.size() > MOST_YIELDS) {
              throw new EnoughException();
            }
            answer.add(new Reconciled.Yield(made));
          });
    } catch (EnoughException e) {
      answer.add(new Reconciled.MoreYields());
    }
  }

  /** Lists events. */
  public EventLists.Page events(Call call, EventFilter filter, PageRequest page) {
    Operation.LIST_EVENTS.requireOf(call.caller());
    return node.eventLists()
        .list(
            filter,
            page.size(),
            PageRequest.BYTES,
            page.token(),
            call.budget(limits.question()),
            call.caller());
  }

  /** Finds the delegations that prove an event, the outermost first. */
  public Function<Verified<RecordedEvent>, List<SignedStatement>> proofs() {
    return node.chains()::proving;
  }

  private <S> Parts<S> open(Call call, Budget budget, Executor threads, Supplier<Opened<S>> begin) {
    return new OpenedParts<>(answers.open(call), budget, threads, begin);
  }
}
