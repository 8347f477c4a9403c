package dev.nameplate.server.cli.bulk;

import com.google.protobuf.Message;
import dev.nameplate.server.cli.output.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends rows over a stream, and continues over another when it breaks: unanswered rows are sent
 * again. Used by one thread; holds a window of rows in memory.
 *
 * @param <R> a row, which must be idempotent
 * @param <Q> the request that a row becomes
 * @param <A> the answer to it
 */
final class ResumingStream<R, Q extends Message, A> {
  private final WriteCall.Method<R, Q, A> method;
  private final Settings settings;
  private final Receiver<R, A> receiver;
  private final Outage outage;
  private final ArrayDeque<R> toSend = new ArrayDeque<>();
  private final AtomicLong answered = new AtomicLong();
  private WriteCall<R, Q, A> call;
  private volatile boolean refused;

  /**
   * Settings of a stream.
   *
   * @param window the most unanswered rows, 1 or more
   * @param retry time for retries after a lost connection, without a single answer; zero for none
   * @param failFast true to stop sending once a row was refused
   */
  record Settings(int window, Duration retry, boolean failFast) {
    /** Settings for files that are read as fast as possible. */
    static final Settings USUAL = new Settings(4096, Duration.ZERO, false);
  }

  /** Receives the outcomes of rows. */
  interface Receiver<R, A> {
    /** An answer; on a thread of the transport, one after the other. */
    void take(R row, A answer);

    /**
     * Does what answers left to be done, on the thread that sends.
     *
     * @param all whether there will be no more of them
     * @throws LostConnectionException if the node does not answer; this is called again then
     */
    default void settle(boolean all) {}

    /** The connection was lost and is tried again. */
    void retrying(Failure failure);

    /** Makes all results received so far durable. */
    void flush();
  }

  /**
   * Begins to send.
   *
   * @param target where the node is, for messages
   */
  ResumingStream(
      WriteCall.Method<R, Q, A> method, String target, Settings settings, Receiver<R, A> receiver) {
    this.method = method;
    this.settings = settings;
    this.receiver = receiver;
    this.outage = new Outage(target, settings.retry());
    this.call = begin();
  }

  /**
   * Runs an action that sends all rows, and returns when each is answered.
   *
   * @throws dev.nameplate.error.NodeException if the connection is lost for good; received results
   *     stay valid, and sending the same rows again completes the rest
   */
  void run(Runnable sending) {
    try {
      sending.run();
      resuming(
          () -> {
            sendWaiting();
            call.finish();
            receiver.settle(true);
          });
    } catch (RuntimeException e) {
      call.close();
      throw e;
    } finally {
      receiver.flush();
    }
  }

  /** Sends a row; waits while too many are unanswered. */
  void send(R row) {
    toSend.add(row);
    resuming(this::sendWaiting);
  }

  /** Notes that a row was refused, by the node or before it was sent. */
  void refused() {
    refused = true;
  }

  /** True if further rows are to be sent. */
  boolean goesOn() {
    return !(refused && settings.failFast());
  }

  private WriteCall<R, Q, A> begin() {
    return WriteCall.begin(method, settings.window(), this::take);
  }

  private void take(R row, A answer) {
    receiver.take(row, answer);
    answered.incrementAndGet();
  }

  private void sendWaiting() {
    while (!toSend.isEmpty()) {
      call.send(toSend.peek());
      toSend.remove();
    }
    receiver.settle(false);
  }

  private void resuming(Runnable step) {
    while (true) {
      try {
        step.run();
        return;
      } catch (LostConnectionException e) {
        recover(e);
      }
    }
  }

  private void recover(LostConnectionException lost) {
    List<R> unanswered = call.close();
    receiver.flush();
    outage.pauseUnlessForGood(lost, answered.get(), () -> receiver.retrying(Failure.of(lost)));
    for (int i = unanswered.size() - 1; i >= 0; i--) {
      toSend.addFirst(unanswered.get(i));
    }
    call = begin();
  }
}
