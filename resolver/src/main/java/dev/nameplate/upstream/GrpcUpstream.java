package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.v1.EvidenceRequest;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Asks other nodes over gRPC, unencrypted, whatever they do: an endpoint that hangs, breaks off,
 * trickles, sends too much or refuses costs at most its share of the question's budget, and the
 * next endpoint is asked. Of a node's first eight endpoints the ones that did well lately are asked
 * first; those that take longer than usual are not waited for, but a second one is asked as well.
 *
 * <p>Thread-safe; one for the whole process is meant. Waiting may be interrupted, which ends in an
 * {@link UpstreamException} and leaves the thread interrupted.
 */
public final class GrpcUpstream implements Upstream {
  /**
   * The largest answer about an identifier, in bytes: a statement of 320 KiB, 16 delegations of 16
   * KiB, and their surroundings.
   */
  static final int MOST_BYTES = 1 << 20;

  /**
   * The largest answer with followed links, in bytes: that of an identifier (576 KiB), of 8 aliases
   * and of 8 references, 9.6 MiB in all, and their surroundings.
   */
  static final int MOST_LINKED_BYTES = 10 << 20;

  /** Time limit of a further step from a node that has begun to answer: it may ask others. */
  private static final Duration BETWEEN_STEPS = Duration.ofSeconds(10);

  /** The most steps in flight, so that the next step is available when requested. */
  private static final int STEPS_AHEAD = 64;

  /** The most messages of answers in flight; each has many answers. */
  private static final int MESSAGES_AHEAD = 4;

  /** Time limit for the first event of evidence, which is sent once all events are found. */
  private static final Duration LONGEST_SEARCH = Duration.ofMinutes(2);

  private final Transport transport;

  /**
   * Connects to nothing yet.
   *
   * @param policy where endpoints may lead that other nodes named
   */
  public GrpcUpstream(EndpointPolicy policy) {
    this(policy, UpstreamTimings.DEFAULT);
  }

  /** Asks with other timings. */
  public GrpcUpstream(EndpointPolicy policy, UpstreamTimings timings) {
    this(policy, timings, AddressLookup.OF_THE_MACHINE, System::nanoTime);
  }

  GrpcUpstream(
      EndpointPolicy policy, UpstreamTimings timings, AddressLookup lookup, LongSupplier nanoTime) {
    this.transport = Transport.of(policy, timings, lookup, nanoTime);
  }

  @Override
  public ResolveResponse resolve(Target target, ResolveRequest request, Budget budget) {
    boolean linked = request.getFollowAliases() || request.getFollowReferences();
    UpstreamTimings timings = transport.timings();
    NodeCall<ResolveRequest, ResolveResponse> what =
        new NodeCall<>(
            ResolutionServiceGrpc.getResolveMethod(),
            request,
            linked ? MOST_LINKED_BYTES : MOST_BYTES,
            request.getRecursive() ? timings.recursiveAttempt() : timings.attempt(),
            answer -> nameOf(answer.getOutcome()));
    return new Inquiry<>(transport, target, what, budget).answer();
  }

  @Override
  public Steps<TraceResponse> trace(Target target, TraceRequest request, Budget budget) {
    return steps(target, TraceServiceGrpc.getTraceMethod(), request, BETWEEN_STEPS, budget);
  }

  @Override
  public Steps<TraceResponse> evidence(Target target, EvidenceRequest request, Budget budget) {
    return steps(target, TraceServiceGrpc.getEvidenceMethod(), request, LONGEST_SEARCH, budget);
  }

  @Override
  public Steps<ResolveManyResponse> resolveMany(
      Target target, ResolveManyRequest request, Budget budget) {
    return new StreamCall<>(
        transport,
        target,
        new StreamCall.Streamed<>(
            ResolutionServiceGrpc.getResolveManyMethod(),
            request,
            MESSAGES_AHEAD,
            BETWEEN_STEPS,
            "resolved"),
        budget);
  }

  private <Q> Steps<TraceResponse> steps(
      Target target,
      MethodDescriptor<Q, TraceResponse> method,
      Q request,
      Duration quiet,
      Budget budget) {
    return new StreamCall<>(
        transport,
        target,
        new StreamCall.Streamed<>(method, request, STEPS_AHEAD, quiet, "traced"),
        budget);
  }

  @Override
  public void follow(Target target, ReadStatementsRequest request, Executor thread, Feed feed) {
    List<Endpoint> best = transport.health().inOrder(target.endpoints());
    if (best.isEmpty()) {
      thread.execute(
          () ->
              feed.ended(
                  new UpstreamException(
                      ErrorReason.UNREACHABLE, "log: no endpoint of its node is known")));
      return;
    }
    new LogCall(transport, target, best.get(0), request, feed).start(thread);
  }

  @Override
  public void close() {
    transport.close();
  }

  private static Optional<String> nameOf(Outcome outcome) {
    return switch (outcome) {
      case OUTCOME_FOUND -> Optional.of("found");
      case OUTCOME_REFERRED -> Optional.of("referred");
      case OUTCOME_ABSENT -> Optional.of("absent");
      case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
