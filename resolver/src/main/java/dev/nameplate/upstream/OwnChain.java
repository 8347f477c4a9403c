package dev.nameplate.upstream;

import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.SignedStatement;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delegations that lead from a trust anchor down to a node's own prefixes, so that the node's
 * answers carry their whole proof. They are asked for in the background, again and again, since
 * they are renewed and changed above; while nobody gives newer ones, the last are kept.
 * Thread-safe.
 */
public final class OwnChain implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(OwnChain.class);

  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final Duration FIRST_PAUSE_WHEN_UNKNOWN = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE_WHEN_UNKNOWN = Duration.ofSeconds(15);

  private final NodeClient client;
  private final Collection<Prefix> prefixes;
  private final Map<Prefix, List<SignedStatement>> chains = new ConcurrentHashMap<>();
  private final Set<Prefix> told = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("nameplate-chain", true));

  /** Pause while the chain is unknown; used only by the asking thread. */
  private Duration pauseWhenUnknown = FIRST_PAUSE_WHEN_UNKNOWN;

  /**
   * The chains of some prefixes.
   *
   * @param client asks for them
   */
  public OwnChain(NodeClient client, Collection<Prefix> prefixes) {
    this.client = client;
    this.prefixes = List.copyOf(prefixes);
  }

  /** Starts asking in the background, at once and then repeatedly. Once only. */
  public void start() {
    thread.execute(this::refreshAndAgain);
  }

  /**
   * The delegations down to one of the prefixes, the outermost first; empty if they are not known,
   * or a trust anchor is for the prefix itself.
   */
  public List<SignedStatement> to(Prefix prefix) {
    return chains.getOrDefault(prefix, List.of());
  }

  /**
   * Asks for all of them. Blocks while it asks, and never throws what other nodes do wrong.
   *
   * @return whether all were found
   */
  public boolean refresh() {
    boolean all = true;
    for (Prefix prefix : prefixes) {
      all &= ask(prefix);
    }
    return all;
  }

  private void refreshAndAgain() {
    Duration pause = PAUSE;
    if (!refresh()) {
      pause = pauseWhenUnknown;
      Duration twice = pause.multipliedBy(2);
      pauseWhenUnknown =
          twice.compareTo(LONGEST_PAUSE_WHEN_UNKNOWN) < 0 ? twice : LONGEST_PAUSE_WHEN_UNKNOWN;
    }
    try {
      var unused = thread.schedule(this::refreshAndAgain, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("No longer asking for delegations: closed");
    }
  }

  private boolean ask(Prefix prefix) {
    try {
      Authority authority = client.authorityOf(prefix, Budget.standard());
      if (chains.put(prefix, authority.chain().stream().map(Verified::statement).toList())
          == null) {
        LOGGER.info("Answers about {} include the delegations above it", prefix);
      }
      return true;
    } catch (NameplateException e) {
      if (!chains.containsKey(prefix) && told.add(prefix)) {
        LOGGER.warn(
            "Answers about {} lack the delegations above it; retrying: {}", prefix, e.getMessage());
      }
      return false;
    }
  }

  /** Stops asking. Idempotent. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
