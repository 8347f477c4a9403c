package dev.nameplate.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.Delegations;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.upstream.OwnChain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The delegations that prove a node's answers, from a trust anchor down to who signed them.
 * Thread-safe; may read the store.
 */
public final class Chains {
  /** The most delegations kept in memory, about 2 KiB each. */
  private static final long MOST_KEPT = 10_000;

  private final Set<LogName> own;
  private final OwnPrefixes prefixes;
  private final Delegations delegations;
  private final Optional<OwnChain> above;
  private final Cache<Prefix, Verified<Delegation>> hosted =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).executor(Runnable::run).build();

  /**
   * Chains of a node.
   *
   * @param own its log and its former log
   */
  Chains(
      Set<LogName> own, OwnPrefixes prefixes, Delegations delegations, Optional<OwnChain> above) {
    this.own = Set.copyOf(own);
    this.prefixes = prefixes;
    this.delegations = delegations;
    this.above = above;
  }

  /**
   * The delegations that prove an answer, the outermost first. Delegations above the node's own
   * prefixes are left out while they are unknown.
   *
   * @param identifier the requested identifier
   */
  public List<SignedStatement> proving(Identifier identifier, Resolution answer) {
    if (answer instanceof Resolution.Referred referred) {
      return down(referred.to().value().prefix());
    }
    if (answer.source() == Source.OWN) {
      return down(
          answer instanceof Resolution.Absent absent ? absent.coveredBy() : identifier.prefix());
    }
    return whole(chainOf(answer));
  }

  /** The delegations that prove an event of this node or of another, the outermost first. */
  public List<SignedStatement> proving(Verified<RecordedEvent> event) {
    return own.contains(event.batch().log())
        ? down(event.value().recorder())
        : whole(event.chain());
  }

  /** The delegations that prove an answer of another node, the outermost first. */
  public static List<SignedStatement> ofOthers(Identifier identifier, Resolution answer) {
    return chainOf(answer).stream().map(Verified::statement).toList();
  }

  /** The delegations down to a prefix of the node, or to a prefix that it delegated. */
  public List<SignedStatement> down(Prefix prefix) {
    if (prefixes.anchors().contains(prefix)) {
      return above(prefix);
    }
    List<SignedStatement> own = new ArrayList<>();
    Optional<Prefix> at = Optional.of(prefix);
    while (at.isPresent() && !prefixes.anchors().contains(at.get())) {
      newest(at.get()).map(Verified::statement).ifPresent(own::add);
      at = at.get().parent();
    }
    Collections.reverse(own);
    return Stream.concat(at.map(this::above).orElse(List.of()).stream(), own.stream()).toList();
  }

  /** The newest delegation of a prefix, out of memory unless it has changed. */
  private Optional<Verified<Delegation>> newest(Prefix prefix) {
    OptionalLong version = delegations.newestVersion(prefix);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Verified<Delegation> known = hosted.getIfPresent(prefix);
    if (known != null && known.value().version() == version.getAsLong()) {
      return Optional.of(known);
    }
    Optional<Verified<Delegation>> read = delegations.of(prefix);
    read.ifPresent(delegation -> hosted.put(prefix, delegation));
    return read;
  }

  private List<SignedStatement> above(Prefix anchor) {
    return above.map(chain -> chain.to(anchor)).orElse(List.of());
  }

  /** A chain that begins at this node's own log is preceded by the node's own. */
  private List<SignedStatement> whole(List<Verified<Delegation>> chain) {
    Stream<SignedStatement> statements = chain.stream().map(Verified::statement);
    if (chain.isEmpty() || !own.contains(chain.get(0).batch().log())) {
      return statements.toList();
    }
    Optional<Prefix> anchor = chain.get(0).value().prefix().parent();
    while (anchor.isPresent() && !prefixes.anchors().contains(anchor.get())) {
      anchor = anchor.get().parent();
    }
    return Stream.concat(anchor.map(this::above).orElse(List.of()).stream(), statements).toList();
  }

  private static List<Verified<Delegation>> chainOf(Resolution answer) {
    if (answer instanceof Resolution.Referred referred) {
      return referred.to().chain();
    }
    if (answer instanceof Resolution.Found found) {
      return found.verified().chain();
    }
    Resolution.Absent absent = (Resolution.Absent) answer;
    return absent
        .tombstone()
        .<List<Verified<Delegation>>>map(Verified::chain)
        .or(() -> absent.denial().map(Verified::chain))
        .orElse(List.of());
  }
}
