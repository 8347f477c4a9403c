package dev.nameplate.server.crash;

import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.Reference;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Mints identifiers by a pattern over one stream of assignments, each with a value that must be
 * unique.
 */
final class MintingLoad implements Load {
  static final String OPERATION = "mint-";

  /** Has a sequence and a check character. */
  static final SuffixPattern PATTERN = SuffixPattern.parse("M-{seq:7}{check}");

  /** The template, whose one item is unique: the operation. */
  static final String TEMPLATE = KilledServerTest.PREFIX + "/TEMPLATE";

  static final String ITEM = "OP";
  static final String TEMPLATE_JSON =
      "{\"items\":[{\"name\":\"" + ITEM + "\",\"type\":\"string\",\"unique\":true}]}";

  private static final int IN_FLIGHT = 24;
  private static final int REPEATED = 10;

  private final Acknowledged acknowledged;
  private final Random random;
  private final Deque<String> inDoubt = new ArrayDeque<>();
  private int next;

  MintingLoad(Acknowledged acknowledged, Random random) {
    this.acknowledged = acknowledged;
    this.random = random;
  }

  /** How many operations there were, answered or not. */
  int operations() {
    return next;
  }

  @Override
  public boolean run(ManagedChannel channel, String address, int more) throws Exception {
    Stream stream = new Stream();
    StreamObserver<AssignAllRequest> requests =
        RegistrationServiceGrpc.newStub(channel).assignAll(stream);
    for (String operation : inDoubt.toArray(String[]::new)) {
      stream.send(requests, operation);
    }
    for (int i = 0; i < REPEATED && next > 0; i++) {
      stream.send(requests, OPERATION + random.nextInt(next));
    }
    for (int i = 0; i < more && !stream.end.isDone(); i++) {
      inDoubt.add(OPERATION + next);
      stream.send(requests, OPERATION + next++);
    }
    requests.onCompleted();
    boolean whole = stream.end.join();
    stream.answered.forEach(inDoubt::remove);
    return whole;
  }

  /** One stream: the answers come in the order of the requests. */
  private final class Stream implements StreamObserver<AssignAllResponse> {
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final Deque<String> sent = new ArrayDeque<>(); // guarded by itself
    private final Deque<String> answered = new ArrayDeque<>(); // read once the stream has ended
    final CompletableFuture<Boolean> end = new CompletableFuture<>();

    void send(StreamObserver<AssignAllRequest> requests, String operation)
        throws InterruptedException {
      room.acquire();
      if (end.isDone()) {
        return;
      }
      synchronized (sent) {
        sent.add(operation);
      }
      requests.onNext(
          AssignAllRequest.newBuilder()
              .setAssignment(
                  AssignRequest.newBuilder()
                      .setPattern(KilledServerTest.PREFIX + "/" + PATTERN)
                      .setOperationId(operation)
                      .setTemplate(Reference.newBuilder().setIdentifier(TEMPLATE))
                      .addValues(
                          RecordValue.newBuilder().setIndex(1).setType(ITEM).setText(operation)))
              .build());
    }

    @Override
    public void onNext(AssignAllResponse answer) {
      String operation;
      synchronized (sent) {
        operation = sent.remove();
      }
      if (answer.hasReceipt()) {
        answered.add(operation);
        acknowledged.take(operation, answer.getReceipt());
      } else {
        acknowledged.contradiction(operation, answer.getError());
      }
      room.release();
    }

    @Override
    public void onError(Throwable gone) {
      end.complete(false);
      room.release(Integer.MAX_VALUE / 2);
    }

    @Override
    public void onCompleted() {
      end.complete(true);
      room.release(Integer.MAX_VALUE / 2);
    }
  }
}
