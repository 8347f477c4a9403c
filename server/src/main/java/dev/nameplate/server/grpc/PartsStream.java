package dev.nameplate.server.grpc;

import com.google.protobuf.Message;
import dev.nameplate.server.operation.Parts;
import dev.nameplate.server.operation.Recursion;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An answer of many parts on its way to one caller. A part is made when the caller has room for it,
 * and no longer than the caller wants them. An answer that goes on is sent what comes later, too,
 * until the caller hangs up or the server closes.
 *
 * @param <S> a part
 * @param <A> a part on the wire
 */
final class PartsStream<S, A> {
  private final Parts<S> parts;
  private final Function<S, A> translate;
  private final ServerCallStreamObserver<A> caller;
  private final Context context = Context.current();
  private final long opened = System.nanoTime();
  private final Patience patience;

  /**
   * Pending wake-ups. The thread that raises this from 0 to 1 sends; others only increment, so no
   * thread waits for another.
   */
  private final AtomicInteger looks = new AtomicInteger(1);

  private boolean ended; // belongs to who raised it

  private PartsStream(
      Parts<S> parts,
      Function<S, A> translate,
      Duration patience,
      ServerCallStreamObserver<A> caller) {
    this.parts = parts;
    this.translate = translate;
    this.patience = new Patience(patience, () -> look(parts.later()));
    this.caller = caller;
  }

  /**
   * Begins a stream.
   *
   * @param request refused if this version does not understand it
   * @param begin opens the answer
   * @param translate puts a part into the words of the wire
   * @param patience how long a caller may take to read on
   */
  static <S, A> void open(
      Message request,
      Supplier<Parts<S>> begin,
      Function<S, A> translate,
      Duration patience,
      StreamObserver<A> caller) {
    if (Calls.isOver()) {
      return;
    }
    PartsStream<S, A> stream;
    try {
      UnknownFields.refuse(request);
      stream =
          new PartsStream<>(begin.get(), translate, patience, (ServerCallStreamObserver<A>) caller);
    } catch (RuntimeException e) {
      caller.onError(Failures.of(e));
      return;
    }
    stream.start();
  }

  private void start() {
    caller.setOnCancelHandler(() -> look(parts.threads()));
    caller.setOnReadyHandler(() -> look(parts.threads()));
    if (parts.goesOn()) {
      parts.follow(() -> look(parts.later()));
      context.addListener(over -> look(parts.later()), Runnable::run);
    }
    run(parts.threads());
  }

  private void look(Executor threads) {
    if (looks.getAndIncrement() == 0) {
      run(threads);
    }
  }

  private void run(Executor threads) {
    try {
      threads.execute(this::lookUntilDone);
    } catch (RejectedExecutionException e) {
      fail(Recursion.overloaded(e));
    }
  }

  private void lookUntilDone() {
    int seen;
    do {
      seen = looks.get();
      if (!send()) {
        run(parts.later()); // after others have had their turn
        return;
      }
    } while (!looks.compareAndSet(seen, 0));
  }

  /** Sends available parts; false after a full turn, if there may be more. */
  private boolean send() {
    if (ended) {
      return true;
    }
    try {
      patience.end();
      patience.require();
      parts.resume();
      boolean done = sendParts();
      parts.pause();
      return done;
    } catch (RuntimeException e) {
      fail(e);
    } catch (Error e) {
      fail(e);
      throw e;
    }
    return true;
  }

  private boolean sendParts() {
    for (int sent = 0; !isOver() && caller.isReady(); sent++) {
      if (sent == parts.turn()) {
        return false;
      }
      if (!parts.hasNext()) {
        if (!parts.goesOn()) {
          end();
          caller.onCompleted();
        }
        return true; // until there is more
      }
      caller.onNext(translate.apply(parts.next()));
    }
    if (!ended) {
      patience.begin(parts.longest().minusNanos(System.nanoTime() - opened));
    }
    return true;
  }

  /** True if the answer is no longer wanted, or the server is closing, which a follower is told. */
  private boolean isOver() {
    if (caller.isCancelled()) {
      end();
    } else if (parts.goesOn() && context.isCancelled()) {
      end();
      caller.onError(
          Status.UNAVAILABLE.withDescription("the node is stopping").asRuntimeException());
    }
    return ended;
  }

  private void fail(Throwable why) {
    try {
      end();
    } finally {
      Calls.fail(caller, why);
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      patience.end();
      parts.close();
    }
  }
}
