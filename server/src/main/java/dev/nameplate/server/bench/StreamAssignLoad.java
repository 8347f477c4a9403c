package dev.nameplate.server.bench;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Assigns over one stream on each connection, whose answers come in the order of the requests. */
final class StreamAssignLoad implements Load {
  private static final long PATIENCE_SECONDS = 10;

  private final List<AssignStream> streams;
  private final NewCoils coils;

  StreamAssignLoad(List<? extends Channel> connections, NewCoils coils) {
    this.coils = coils;
    this.streams = connections.stream().map(AssignStream::new).toList();
  }

  @Override
  public void begin(int connection, Outcome outcome) {
    streams.get(connection).send(coils.next(), outcome);
  }

  @Override
  public void close() {
    streams.forEach(AssignStream::finish);
  }

  private static final class AssignStream implements StreamObserver<AssignAllResponse> {
    private final StreamObserver<AssignAllRequest> requests;
    private final Queue<Outcome> unanswered = new ArrayDeque<>(); // guarded by itself
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean over; // guarded by unanswered

    AssignStream(Channel connection) {
      this.requests = RegistrationServiceGrpc.newStub(connection).assignAll(this);
    }

    void send(AssignRequest assignment, Outcome outcome) {
      synchronized (unanswered) {
        if (!over) {
          unanswered.add(outcome);
          requests.onNext(AssignAllRequest.newBuilder().setAssignment(assignment).build());
          return;
        }
      }
      outcome.ended(Kind.ASSIGN, Optional.of(ErrorReason.NODE_STOPPED.name()));
    }

    @Override
    public void onNext(AssignAllResponse answer) {
      Outcome first;
      synchronized (unanswered) {
        first = unanswered.remove();
      }
      first.ended(
          Kind.ASSIGN,
          answer.hasError() ? Optional.of(answer.getError().getReason()) : Optional.empty());
    }

    @Override
    public void onCompleted() {
      fail(ErrorReason.NODE_STOPPED.name());
    }

    @Override
    public void onError(Throwable thrown) {
      fail(Failure.of(thrown).reason());
    }

    private void fail(String reason) {
      List<Outcome> left;
      synchronized (unanswered) {
        over = true;
        left = List.copyOf(unanswered);
        unanswered.clear();
      }
      left.forEach(outcome -> outcome.ended(Kind.ASSIGN, Optional.of(reason)));
      ended.countDown();
    }

    void finish() {
      synchronized (unanswered) {
        if (!over) {
          requests.onCompleted();
        }
      }
      try {
        var unused = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
