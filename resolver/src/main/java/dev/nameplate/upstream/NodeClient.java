package dev.nameplate.upstream;

import dev.nameplate.cache.AuthorityCache;
import dev.nameplate.cache.CacheStatistics;
import dev.nameplate.cache.UpstreamCache;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.trace.Neighbours;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.evidence.Witnesses;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A client that resolves identifiers at other nodes, verifies the answers, and caches them for
 * their time to live. It has no store and opens no port.
 *
 * <pre>{@code
 * TrustAnchors anchors = TrustAnchors.parse(Files.readString(file), "root.txt"); // with an endpoint
 * try (NodeClient client = NodeClient.open(UpstreamConfig.trusting(anchors))) {
 *   Resolution answer = client.resolve(Identifier.parse("88.118.8/COIL-2026-000451"));
 * }
 * }</pre>
 *
 * <p>It asks the node of a trust anchor and follows referrals, or has a recursive node do that and
 * verifies its answers. Thread-safe; questions block while other nodes are asked.
 *
 * <p>Errors: {@link dev.nameplate.log.PrefixSuspendedException}, {@link
 * dev.nameplate.log.PrefixRevokedException}, {@link
 * dev.nameplate.resolve.BudgetExhaustedException}, {@link dev.nameplate.resolve.TimedOutException},
 * and {@link UpstreamException} when no node answers, or an answer fails verification; its cause
 * then names the broken rule.
 */
public final class NodeClient implements Resolver, AutoCloseable {
  private static final int THREADS = 128;
  private static final long IDLE_SECONDS = 30;
  private static final long MOST_AUTHORITIES = 10_000;

  private final Upstream upstream;
  private final ThreadPoolExecutor flights;
  private final AuthorityCache delegations;
  private final IterativeResolver fromAnchors;
  private final Resolver asking;
  private final Function<Set<Prefix>, AskedNeighbours> neighbours;
  private final UpstreamCache cache;
  private final Optional<ChangeFeed> feed;

  private NodeClient(
      UpstreamConfig config, KnownAuthorities known, Upstream upstream, LongSupplier nanoTime) {
    this.upstream = upstream;
    this.flights = threads(config.cache().questionsInFlight());
    this.delegations = new AuthorityCache(MOST_AUTHORITIES, nanoTime);
    StatementVerifier verifier = new StatementVerifier(config.anchors(), config.clock());
    KnownAuthorities anchors = config.anchors()::above;
    this.fromAnchors =
        new IterativeResolver(
            upstream, verifier, anchors, new AuthorityCache(0), authority -> {}, config.clock());
    IterativeResolver iterative =
        new IterativeResolver(
            upstream, verifier, known.or(anchors), delegations, this::noticed, config.clock());
    this.neighbours =
        own ->
            new AskedNeighbours(upstream, verifier, known.or(anchors), iterative::authorityOf, own);
    this.asking =
        config.recursiveNode().isEmpty()
            ? iterative
            : new ForwardingResolver(upstream, config.recursiveNode(), verifier, config.clock());
    this.cache = new UpstreamCache(asking, config.cache(), flights, nanoTime);
    this.feed =
        config.followChanges()
            ? Optional.of(new ChangeFeed(upstream, verifier, this::forget, this::forgetUnder))
            : Optional.empty();
  }

  /** Opens a client. It dials when it is first asked. */
  public static NodeClient open(UpstreamConfig config) {
    return open(config, KnownAuthorities.NONE);
  }

  /**
   * Opens a client for a node.
   *
   * @param own the authorities known to the node: itself, and those it delegated to
   */
  public static NodeClient open(UpstreamConfig config, KnownAuthorities own) {
    return open(config, own, new GrpcUpstream(config.endpointPolicy()), System::nanoTime);
  }

  /**
   * Opens a client with another transport.
   *
   * @param upstream the transport of questions; closed with the client
   * @param nanoTime the clock, in nanoseconds
   */
  static NodeClient open(
      UpstreamConfig config, KnownAuthorities own, Upstream upstream, LongSupplier nanoTime) {
    return new NodeClient(config, own, upstream, nanoTime);
  }

  private void noticed(Authority authority) {
    feed.ifPresent(following -> following.notice(authority));
  }

  private static ThreadPoolExecutor threads(int waiting) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            new DefaultThreadFactory("nameplate-ask", true));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Override
  public Resolution resolve(Question question, Budget budget) {
    return cache.resolve(question, budget);
  }

  @Override
  public Resolution resolve(Identifier identifier) {
    return cache.resolve(identifier);
  }

  @Override
  public List<Resolved> resolveAll(List<Identifier> identifiers, AsOf asOf, Budget budget) {
    return cache.resolveAll(identifiers, asOf, budget);
  }

  /** The answer, if it is kept and within its time to live. Never blocks. */
  public Optional<Resolution> kept(Question question) {
    return cache.kept(question);
  }

  /** Resolves without the cache, and keeps only delegations. */
  public Resolution ask(Question question, Budget budget) {
    return asking.resolve(question, budget);
  }

  /**
   * The current authority of a prefix, according to the nodes above it, without the cache.
   *
   * @throws dev.nameplate.error.NameplateException as {@link #resolve(Question, Budget)}
   */
  public Authority authorityOf(Prefix prefix, Budget budget) {
    return fromAnchors.authorityOf(prefix, budget);
  }

  /**
   * Tracing at the authorities of items.
   *
   * @param own the prefixes of the asking node, which is not asked in turn
   */
  public Neighbours neighbours(Set<Prefix> own) {
    return neighbours.apply(own);
  }

  /**
   * Evidence of the authorities of items.
   *
   * @param own the prefixes of the asking node
   */
  public Witnesses witnesses(Set<Prefix> own) {
    return neighbours.apply(own);
  }

  /** Traces an item at a node, and verifies the steps, which must be closed. */
  TraceSteps trace(Target node, TraceQuestion question, Budget budget) {
    return neighbours.apply(Set.of()).answer(node, question, budget);
  }

  /** Drops the answers kept for an identifier. */
  public void forget(Identifier identifier) {
    cache.forget(identifier);
  }

  /** Drops the answers kept for a prefix and everything below it, delegations included. */
  public void forgetUnder(Prefix prefix) {
    delegations.forget(prefix);
    cache.forgetUnder(prefix);
  }

  /** Statistics of the cache of answers. */
  public CacheStatistics statistics() {
    return cache.statistics();
  }

  /** Closes all connections; running and waiting questions fail. Idempotent. */
  @Override
  public void close() {
    feed.ifPresent(ChangeFeed::close);
    cache.close();
    flights.shutdownNow().forEach(Runnable::run); // which tells those who wait for them
    upstream.close();
  }
}
