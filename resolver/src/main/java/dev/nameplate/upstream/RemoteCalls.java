package dev.nameplate.upstream;

import dev.nameplate.error.NameplateException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.DescribedPrefix;
import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.wire.PrefixCodec;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls to another node that wait for the answer. Thread-safe.
 *
 * @param channel the way to the node
 * @param timeout time limit of a call that has no budget
 * @param failures makes the exceptions
 */
record RemoteCalls(Channel channel, Duration timeout, RemoteFailures failures) {
  ResolutionServiceGrpc.ResolutionServiceBlockingStub records() {
    return within(ResolutionServiceGrpc.newBlockingStub(channel), timeout);
  }

  PrefixServiceGrpc.PrefixServiceBlockingStub prefixes() {
    return within(PrefixServiceGrpc.newBlockingStub(channel), timeout);
  }

  TraceServiceGrpc.TraceServiceBlockingStub traces(Budget budget) {
    budget.requireTime();
    return within(TraceServiceGrpc.newBlockingStub(channel), budget.timeLeft());
  }

  static <S extends AbstractStub<S>> S within(S stub, Duration time) {
    return stub.withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Asks, and verifies the answer.
   *
   * @throws NameplateException the node's refusal, or {@code UPSTREAM_REJECTED}
   */
  <A> A ask(Supplier<A> question) {
    try {
      return question.get();
    } catch (StatusRuntimeException | UpstreamException e) {
      throw failures.of(e);
    } catch (RejectedStatementException e) {
      throw failures.of(Rejections.unbelieved("what it lists", e));
    }
  }

  /** Begins to read an answer in parts, and waits for the first. */
  <A> RemoteAnswer<A> open(Supplier<Iterator<A>> question) {
    RemoteAnswer<A> answer = RemoteAnswer.open(question, failures::of);
    try {
      var unused = answer.hasNext(); // what is wrong with the question shows now
      return answer;
    } catch (RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  /** Has the node describe a prefix. For use in {@link #ask}. */
  DescribedPrefix describe(Prefix prefix) {
    return PrefixCodec.fromProto(prefixes().get(PrefixCodec.request(prefix)).getPrefix());
  }
}
