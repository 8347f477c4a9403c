package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.assign;
import static dev.nameplate.server.grpc.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.CancelledException;
import dev.nameplate.server.operation.CallLimits;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads the log is bounded in number, and does not keep the store waiting. */
class LogReadersTest {
  private static final int READERS = 2;

  @TempDir Path directory;
  private ServedNode served;

  @BeforeEach
  void open() {
    served =
        ServedNode.open(
            ServedNode.config(directory.resolve("node")),
            Caller.STRANGER,
            Runnable::run,
            new CallLimits(Duration.ofSeconds(30), READERS, READERS, Duration.ofMillis(1)));
    for (int i = 0; i < 3; i++) {
      served.registration().assign(assign("88.118.8/C-" + i, text(1, "N", "" + i)));
    }
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void a_reader_who_does_not_read_is_ended() {
    Received<ReadStatementsRequest, ReadStatementsResponse> reader =
        read(Received.nothingYet(), false, 0);

    assertThatThrownBy(() -> reader.end().join()).hasMessageContaining("not read for");
  }

  @Test
  void a_follower_who_has_read_everything_is_waited_for() {
    Received<ReadStatementsRequest, ReadStatementsResponse> follower = follow(4);
    Received<ReadStatementsRequest, ReadStatementsResponse> unread =
        read(Received.nothingYet(), true, 0);

    // by then the follower has been quiet for as long
    assertThatThrownBy(() -> unread.end().join()).hasMessageContaining("not read for");
    served.registration().assign(assign("88.118.8/LATER", text(1, "N", "later")));

    assertThat(follower.all()).hasSize(4);
  }

  @Test
  void one_reader_too_many_is_refused_and_another_may_come_when_one_has_gone() {
    Received<ReadStatementsRequest, ReadStatementsResponse> first = follow(4);
    follow(0);

    Received<ReadStatementsRequest, ReadStatementsResponse> third = follow(0);

    assertThatThrownBy(() -> third.end().join())
        .hasMessageContaining("RESOURCE_EXHAUSTED: node: 2 readers of the log are open");
    served.registration().assign(assign("88.118.8/LATER", text(1, "N", "later")));
    assertThat(first.all()).hasSize(4);
    assertThat(read(Received.everything(), false, 0).all()).hasSize(4);
  }

  @Test
  void a_follower_who_keeps_its_thread_does_not_stop_another() throws Exception {
    CountDownLatch received = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    LogServiceGrpc.newStub(served.channel())
        .readStatements(
            ReadStatementsRequest.newBuilder().setFollow(true).build(),
            new StreamObserver<>() {
              @Override
              public void onNext(ReadStatementsResponse answer) {
                if (answer.getPosition() == 3) {
                  received.countDown();
                  try {
                    goOn.await(); // the server's thread, in this process
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }
              }

              @Override
              public void onError(Throwable failure) {}

              @Override
              public void onCompleted() {}
            });
    try {
      Received<ReadStatementsRequest, ReadStatementsResponse> other = follow(5);
      served.registration().assign(assign("88.118.8/LATER", text(1, "N", "later")));
      assertThat(received.await(30, TimeUnit.SECONDS)).isTrue();
      served.registration().assign(assign("88.118.8/LAST", text(1, "N", "last")));

      assertThat(other.all()).hasSize(5);
    } finally {
      goOn.countDown();
    }
  }

  @Test
  void the_budget_of_a_question_is_cancelled_with_its_call() {
    Context.CancellableContext call = Context.current().withCancellation();
    Budget[] budget = new Budget[1];
    call.run(() -> budget[0] = Callers.call().budget(Budget.Limits.TRACE));
    budget[0].requireTime();

    call.cancel(null);

    assertThatThrownBy(budget[0]::requireTime)
        .isInstanceOfSatisfying(
            CancelledException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.CANCELLED));
  }

  @Test
  void a_call_of_many_questions_keeps_no_budget_of_those_that_are_over() {
    Context.CancellableContext call = Context.current().withCancellation();
    List<WeakReference<Budget>> budgets = new ArrayList<>();
    call.run(
        () -> {
          for (int i = 0; i < 3; i++) {
            budgets.add(new WeakReference<>(Callers.call().budget(Budget.Limits.STANDARD)));
          }
        });

    for (int i = 0; i < 20 && !budgets.get(0).refersTo(null); i++) {
      System.gc();
    }

    assertThat(budgets).allMatch(budget -> budget.refersTo(null));
    assertThat(call.cancel(null)).isTrue(); // it lasted until now
  }

  private Received<ReadStatementsRequest, ReadStatementsResponse> follow(long limit) {
    return read(Received.everything(), true, limit);
  }

  private Received<ReadStatementsRequest, ReadStatementsResponse> read(
      Received<ReadStatementsRequest, ReadStatementsResponse> reader, boolean follow, long limit) {
    LogServiceGrpc.newStub(served.channel())
        .readStatements(
            ReadStatementsRequest.newBuilder().setFollow(follow).setLimit(limit).build(), reader);
    return reader;
  }
}
