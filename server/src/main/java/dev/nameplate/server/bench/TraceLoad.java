package dev.nameplate.server.bench;

import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.wire.TraceCodec;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Traces panels up and heats down, in a random order that is the same each time. */
final class TraceLoad implements Load {
  private final List<? extends Channel> connections;
  private final LineagePlan plan;
  private final LineageAnswers answers;
  private final Way way;
  private final AtomicLong next = new AtomicLong();

  /** Direction of the traces. */
  enum Way {
    UP,
    DOWN,
    BOTH
  }

  TraceLoad(List<? extends Channel> connections, LineagePlan plan, Way way) {
    this.connections = connections;
    this.plan = plan;
    this.answers = new LineageAnswers(plan);
    this.way = way;
  }

  @Override
  public void begin(int connection, Outcome outcome) {
    long turn = next.getAndIncrement();
    boolean up = way == Way.UP || (way == Way.BOTH && turn % 2 == 0);
    int level = up ? plan.last() : 0;
    long item = new SplittableRandom(turn).nextLong(plan.count(level));
    long expected =
        LineageAnswers.size(up ? answers.above(level, item) : answers.below(level, item));
    TraceQuestion question =
        TraceQuestion.about(plan.item(level, item), up ? Direction.UPSTREAM : Direction.DOWNSTREAM)
            .recursive(false);
    TraceServiceGrpc.newStub(connections.get(connection))
        .trace(
            TraceCodec.request(question),
            new Answer(up ? Kind.TRACE_UP : Kind.TRACE_DOWN, expected, outcome));
  }

  private static final class Answer implements StreamObserver<TraceResponse> {
    private final Kind kind;
    private final long expected;
    private final Outcome outcome;
    private long items;

    Answer(Kind kind, long expected, Outcome outcome) {
      this.kind = kind;
      this.expected = expected;
      this.outcome = outcome;
    }

    @Override
    public void onNext(TraceResponse answer) {
      if (answer.hasItem()) {
        items++;
      }
    }

    @Override
    public void onCompleted() {
      outcome.ended(kind, items == expected ? Optional.empty() : Optional.of("WRONG_ANSWER"));
    }

    @Override
    public void onError(Throwable thrown) {
      outcome.ended(kind, Optional.of(Failure.of(thrown).reason()));
    }
  }
}
