package dev.nameplate.server.crash;

import dev.nameplate.v1.Receipt;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Writes over one stream, whose answers come in the order of the requests. Also asks again for some
 * of what was answered.
 *
 * @param <Q> a request
 * @param <A> its answer
 */
abstract class StreamLoad<Q, A> implements Load {
  private static final int IN_FLIGHT = 24;
  private static final int REPEATED = 10;

  private final String prefix;
  private final Acknowledged acknowledged;
  private final Random random;
  private final Deque<String> inDoubt = new ArrayDeque<>();
  private int next;

  /**
   * A load.
   *
   * @param prefix what the names of its operations begin with; their numbers follow
   */
  StreamLoad(String prefix, Acknowledged acknowledged, Random random) {
    this.prefix = prefix;
    this.acknowledged = acknowledged;
    this.random = random;
  }

  abstract StreamObserver<Q> open(ManagedChannel channel, StreamObserver<A> answers);

  abstract Q request(String operation);

  abstract Optional<Receipt> receipt(A answer);

  /** How many operations there were, answered or not. */
  final int operations() {
    return next;
  }

  @Override
  public final boolean run(ManagedChannel channel, String address, int more) throws Exception {
    Stream stream = new Stream();
    StreamObserver<Q> requests = open(channel, stream);
    for (String operation : inDoubt.toArray(String[]::new)) {
      stream.send(requests, operation);
    }
    for (int i = 0; i < REPEATED && next > 0; i++) {
      stream.send(requests, prefix + random.nextInt(next));
    }
    for (int i = 0; i < more && !stream.end.isDone(); i++) {
      inDoubt.add(prefix + next);
      stream.send(requests, prefix + next++);
    }
    requests.onCompleted();
    boolean whole = stream.end.join();
    stream.answered.forEach(inDoubt::remove);
    return whole;
  }

  private final class Stream implements StreamObserver<A> {
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final Deque<String> sent = new ArrayDeque<>(); // guarded by itself
    private final Deque<String> answered = new ArrayDeque<>(); // read once the stream has ended
    final CompletableFuture<Boolean> end = new CompletableFuture<>();

    void send(StreamObserver<Q> requests, String operation) throws InterruptedException {
      room.acquire();
      if (end.isDone()) {
        return;
      }
      synchronized (sent) {
        sent.add(operation);
      }
      requests.onNext(request(operation));
    }

    @Override
    public void onNext(A answer) {
      String operation;
      synchronized (sent) {
        operation = sent.remove();
      }
      Optional<Receipt> receipt = receipt(answer);
      if (receipt.isPresent()) {
        answered.add(operation);
        acknowledged.take(operation, receipt.get());
      } else {
        acknowledged.contradiction(operation, answer);
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
