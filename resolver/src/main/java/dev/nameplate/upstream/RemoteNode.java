package dev.nameplate.upstream;

import dev.nameplate.assign.Allotments;
import dev.nameplate.assign.EventCapture;
import dev.nameplate.assign.Registrar;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.mirror.LogSource;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.trace.Tracer;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.read.EventLists;
import dev.nameplate.trace.recall.Recaller;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A node in another process, with the doors of a {@link dev.nameplate.node.Node} in this process:
 * code that was given a {@link Registrar}, an {@link EventCapture}, {@link Allotments}, a {@link
 * Resolver}, {@link Records}, {@link EventLists}, a {@link Tracer}, a {@link Recaller} or a {@link
 * Reconciliation} runs with either.
 *
 * <pre>{@code
 * TrustAnchors anchors = TrustAnchors.parse(Files.readString(file), "anchor.txt");
 * try (RemoteNode node = RemoteNode.at(Endpoint.parse("127.0.0.1:7430"), anchors)) {
 *   node.registrar().assign(Assignment.of("88.118.8/COIL-2026-000451").operation("coil-451"));
 * }
 * }</pre>
 *
 * <p>Plain gRPC, neither encrypted nor authenticated. Records, events and delegations are verified
 * by the trust anchors before they are returned, and resolved records are kept for their time to
 * live, unless they are changed by this object. Receipts, recalls and balances are the node's word,
 * and so is that a list is complete.
 *
 * <p>A refusal has the family, the reason and the message of the node's own, but is not of its
 * class: tell refusals apart by {@link dev.nameplate.error.NameplateException#reason}. With reason
 * {@code UNREACHABLE}, {@code TIMED_OUT} or {@code STORE_FAILED} it is open whether a write was
 * made: repeat it under the same operation id.
 *
 * <p>The node decides who asks: {@code as(Caller)} and the caller of a question have no effect.
 * Thread-safe. Nothing is dialled before the first call.
 */
public final class RemoteNode implements AutoCloseable {
  /** Default time limit of a page of a list, and of a write that is a call of its own. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private static final int MOST_METADATA_BYTES = 8 << 10;
  private static final int PING_SECONDS = 60;
  private static final int PONG_SECONDS = 10;
  private static final int IDLE_MINUTES = 5;

  private final ManagedChannel channel;
  private final NodeClient client;
  private final Registrar registrar;
  private final EventCapture events;
  private final Allotments allotments;
  private final Tracer tracer;
  private final RemoteCalls calls;
  private final StatementVerifier verifier;

  private RemoteNode(Endpoint address, TrustAnchors anchors, Duration timeout) {
    this.client = NodeClient.open(UpstreamConfig.trusting(anchors).asking(List.of(address)));
    this.channel =
        NettyChannelBuilder.forAddress(address.host(), address.port())
            .usePlaintext()
            .disableRetry()
            .disableServiceConfigLookUp()
            .maxInboundMetadataSize(MOST_METADATA_BYTES)
            .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS)
            .idleTimeout(IDLE_MINUTES, TimeUnit.MINUTES)
            .build();
    Target target = new Target("", List.of(address), true);
    RemoteFailures failures = new RemoteFailures(address);
    this.calls = new RemoteCalls(channel, timeout, failures);
    this.verifier = new StatementVerifier(anchors, Clock.systemUTC());
    RemoteWrites writes = new RemoteWrites(channel, timeout, failures, this::forget);
    this.registrar = new Registrar(writes);
    this.allotments =
        new Allotments(writes, new RemoteDelegations(calls, verifier), client::forgetUnder);
    this.events = new EventCapture(new RemoteCapture(channel, failures));
    this.tracer =
        (question, budget, caller) -> {
          try {
            return client.trace(target, question, budget);
          } catch (UpstreamException e) {
            throw failures.of(e);
          }
        };
  }

  /** Drops the cached answers that a write made outdated. */
  private void forget(Receipt receipt) {
    if (receipt.extent().isPresent()) {
      client.forgetUnder(receipt.identifier().prefix());
    } else {
      client.forget(receipt.identifier());
    }
  }

  /**
   * The node that listens at an address.
   *
   * @param anchors whom to believe: the node's own anchor, or one above it
   */
  public static RemoteNode at(Endpoint address, TrustAnchors anchors) {
    return at(address, anchors, DEFAULT_TIMEOUT);
  }

  /**
   * The node that listens at an address.
   *
   * @param timeout how long a page of a list, and a write that is a call of its own, may take.
   *     Assignments and events share streams, which wait for as long as the node gives signs of
   *     life
   */
  public static RemoteNode at(Endpoint address, TrustAnchors anchors, Duration timeout) {
    return new RemoteNode(address, anchors, timeout);
  }

  /** Assigns, updates and retires identifiers. */
  public Registrar registrar() {
    return registrar;
  }

  /** Records events. */
  public EventCapture events() {
    return events;
  }

  /** The resolver, which verifies answers. */
  public Resolver resolver() {
    return client;
  }

  /** The tracer, which follows items to their ancestors and descendants, verified. */
  public Tracer tracer() {
    return tracer;
  }

  /** Allots prefixes, and changes and lists those that were allotted. */
  public Allotments allotments() {
    return allotments;
  }

  /** Lists records and their versions, and finds them by indexed items. */
  public Records records() {
    return new RemoteRecords(calls, verifier);
  }

  /** Lists events. */
  public EventLists eventLists() {
    return new RemoteEvents(calls, verifier);
  }

  /** Finds the items affected by a defect, and their holders. */
  public Recaller recall() {
    return new RemoteRecall(calls);
  }

  /** Compares the supply of lots with their use. A node shows a limited number of yields. */
  public Reconciliation reconciliation() {
    return new RemoteReconciliation(calls);
  }

  /**
   * The log of the node, for {@link dev.nameplate.node.Mirror#follow} and {@link
   * dev.nameplate.log.audit.LogAudit}, which verify it.
   */
  public LogSource log() {
    return new GrpcLogSource(channel, calls.failures()::of);
  }

  /** Ends all calls: what waits for the node fails. Idempotent. */
  @Override
  public void close() {
    channel.shutdownNow();
    client.close();
  }
}
