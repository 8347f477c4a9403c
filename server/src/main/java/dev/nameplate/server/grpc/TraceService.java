package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.EventReceipt;
import dev.nameplate.error.NameplateException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeView;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.RecallStep;
import dev.nameplate.trace.RecallSteps;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.ListEventsRequest;
import dev.nameplate.v1.ListEventsResponse;
import dev.nameplate.v1.RecallRequest;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.v1.ReconcileRequest;
import dev.nameplate.v1.ReconcileResponse;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Captures events, and follows them. Blocks while it reads the store. */
final class TraceService extends TraceServiceGrpc.TraceServiceImplBase {
  /** What the statements of a page may take; a client accepts 4 MiB. */
  private static final long PAGE_BYTES = 3 << 20;

  private final BiFunction<CaptureRequest, Caller, CompletableFuture<EventReceipt>> capturing;
  private final NodeView node;
  private final Recursion recursion;
  private final CallLimits limits;
  private final Openings answers;

  private TraceService(
      BiFunction<CaptureRequest, Caller, CompletableFuture<EventReceipt>> capturing,
      NodeView node,
      Recursion recursion,
      CallLimits limits) {
    this.recursion = recursion;
    this.limits = limits;
    this.answers = new Openings("answers", limits.openAnswers());
    this.capturing = capturing;
    this.node = node;
  }

  /** Captures into a node, and follows what it recorded. */
  static TraceService of(Node node, Recursion recursion, CallLimits limits) {
    return new TraceService(
        (request, caller) ->
            node.events().as(caller).captureAsync(CaptureCodec.capture(request, node.prefixes())),
        node,
        recursion,
        limits);
  }

  /** Follows only; to capture is refused. */
  static TraceService readingOnly(
      NodeView node,
      Recursion recursion,
      CallLimits limits,
      Supplier<? extends RuntimeException> refusal) {
    return new TraceService(
        (request, caller) -> {
          throw refusal.get();
        },
        node,
        recursion,
        limits);
  }

  @Override
  public StreamObserver<CaptureRequest> capture(StreamObserver<CaptureResponse> caller) {
    return WriteStream.open(new Captures(capturing, Callers.current()), limits.patience(), caller);
  }

  /** What a stream of events writes. */
  private record Captures(
      BiFunction<CaptureRequest, Caller, CompletableFuture<EventReceipt>> capturing, Caller caller)
      implements WriteStream.Writes<CaptureRequest, EventReceipt, CaptureResponse> {
    @Override
    public CompletableFuture<EventReceipt> begin(CaptureRequest request) {
      return capturing.apply(request, caller);
    }

    @Override
    public CaptureResponse receipt(EventReceipt receipt) {
      return CaptureResponse.newBuilder().setReceipt(CaptureCodec.receipt(receipt)).build();
    }

    @Override
    public CaptureResponse refusal(NameplateException why) {
      return CaptureResponse.newBuilder().setError(Failures.item(why)).build();
    }
  }

  @Override
  public void trace(TraceRequest request, StreamObserver<TraceResponse> caller) {
    Caller asking = Callers.current();
    Budget budget =
        Budgets.of(
            Budget.Limits.TRACE.within(limits.questionTime()),
            request.hasBudget(),
            request.getBudget());
    boolean asksOthers = request.getRecursive() && recursion.threads().isPresent();
    AnswerStream.open(
        () -> {
          UnknownFields.refuse(request);
          TraceQuestion question = TraceCodec.question(request).recursive(asksOthers);
          return new TraceParts(
              node.tracer().trace(question, budget, asking), node.chains()::proving, asking);
        },
        budget,
        answers,
        limits.patience(),
        asksOthers ? recursion.threads().get() : Runnable::run,
        caller);
  }

  @Override
  public void reconcile(ReconcileRequest request, StreamObserver<ReconcileResponse> caller) {
    Caller asking = Callers.current();
    Budget budget = budget();
    AnswerStream.open(
        () -> {
          UnknownFields.refuse(request);
          return AnswerStream.Parts.of(
              Balances.of(node.reconciliation(), request, budget, asking).iterator(), () -> {});
        },
        budget,
        answers,
        limits.patience(),
        Runnable::run,
        caller);
  }

  @Override
  public void recall(RecallRequest request, StreamObserver<RecallResponse> caller) {
    Caller asking = Callers.current();
    Budget budget = budget();
    AnswerStream.open(
        () -> {
          UnknownFields.refuse(request);
          RecallSteps steps =
              node.recall().recall(RecallCodec.question(request), budget, asking, told(caller));
          return AnswerStream.Parts.of(mapped(steps, RecallCodec::response), steps::close);
        },
        budget,
        answers,
        limits.patience(),
        Runnable::run,
        caller);
  }

  /** Tells a caller how far a recall is, if he has room for it. */
  private static Consumer<RecallStep.Progress> told(StreamObserver<RecallResponse> caller) {
    var stream = (ServerCallStreamObserver<RecallResponse>) caller;
    return progress -> {
      if (stream.isReady()) {
        stream.onNext(RecallCodec.response(progress));
      }
    };
  }

  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> caller) {
    Budget budget = budget();
    Calls.answer(
        request,
        caller,
        asked ->
            EventListCodec.response(
                node.eventLists()
                    .list(
                        EventListCodec.filter(asked),
                        ProtoCodec.pageSize(asked.getPageSize()),
                        PAGE_BYTES,
                        asked.getPageToken(),
                        budget,
                        Callers.current()),
                node.chains()::proving,
                Callers.current()));
  }

  private Budget budget() {
    return Budgets.within(limits.questionTime());
  }

  private static <S, A> Iterator<A> mapped(Iterator<S> steps, Function<S, A> translate) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return steps.hasNext();
      }

      @Override
      public A next() {
        return translate.apply(steps.next());
      }
    };
  }
}
