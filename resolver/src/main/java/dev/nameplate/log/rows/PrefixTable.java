package dev.nameplate.log.rows;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.AlreadyAllottedException;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.PrefixRevokedException;
import dev.nameplate.log.PrefixSuspendedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node's own prefixes, and the states of the prefixes allotted below them; with the rules for
 * both. May overlay another table, whose entries it overrides without changing them: so a group of
 * writes sees its earlier writes.
 *
 * <p>Thread-safe for one writer and any number of readers.
 */
public final class PrefixTable {
  private final Set<Prefix> anchors;
  private final @Nullable PrefixTable beneath;
  private final NavigableMap<String, Standing> entries = new ConcurrentSkipListMap<>();

  /** An empty table of a log with these own prefixes. */
  public PrefixTable(Collection<Prefix> anchors) {
    this.anchors = Set.copyOf(anchors);
    this.beneath = null;
  }

  private PrefixTable(PrefixTable beneath) {
    this.anchors = beneath.anchors;
    this.beneath = beneath;
  }

  /** An empty table over this one. */
  public PrefixTable over() {
    return new PrefixTable(this);
  }

  /** The prefixes of the log's anchor, without those that it hosts. */
  public Set<Prefix> anchors() {
    return anchors;
  }

  /** The outermost own prefixes, one of which holds every allotment. */
  public Set<Prefix> roots() {
    return anchors.stream()
        .filter(anchor -> root(anchor).filter(anchor::equals).isPresent())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The outermost own prefix that contains this prefix. */
  public Optional<Prefix> root(Prefix prefix) {
    Prefix outermost = null;
    for (Prefix anchor : anchors) { // few, and no stream: this is asked for every row of a scan
      if (anchor.contains(prefix) && (outermost == null || anchor.contains(outermost))) {
        outermost = anchor;
      }
    }
    return Optional.ofNullable(outermost);
  }

  /** Replaces the entry of a prefix. */
  public void put(Standing standing) {
    entries.put(standing.prefix().canonical(), standing);
  }

  boolean isEmpty() {
    return entries.isEmpty() && (beneath == null || beneath.isEmpty());
  }

  /** The newest standing of a prefix, if it was allotted. */
  public Optional<Standing> find(Prefix prefix) {
    Standing here = entries.get(prefix.canonical());
    return here != null || beneath == null ? Optional.ofNullable(here) : beneath.find(prefix);
  }

  /** Entries of the prefix and of its ancestors that are allotted, the outermost first. */
  public List<Standing> path(Prefix prefix) {
    if (isEmpty() || root(prefix).isEmpty()) {
      return List.of();
    }
    List<Standing> path = new ArrayList<>();
    for (Optional<Prefix> at = Optional.of(prefix); at.isPresent(); at = at.get().parent()) {
      find(at.get()).ifPresent(path::add);
    }
    Collections.reverse(path);
    return path;
  }

  /** Entries of the prefixes below a prefix. */
  public Stream<Standing> below(Prefix prefix) {
    String first = prefix.canonical() + '.';
    String behind = prefix.canonical() + (char) ('.' + 1);
    Stream<Standing> here = entries.subMap(first, behind).values().stream();
    return beneath == null
        ? here
        : Stream.concat(
            here,
            beneath
                .below(prefix)
                .filter(other -> !entries.containsKey(other.prefix().canonical())));
  }

  /**
   * The entry that governs a prefix: from the outermost ancestor down, the first that is suspended,
   * revoked or served elsewhere, which governs all below it, even prefixes once allotted here;
   * otherwise the nearest. Empty if none was allotted.
   */
  public Optional<Standing> decisive(Prefix prefix) {
    List<Standing> path = path(prefix);
    return path.stream()
        .filter(standing -> !standing.active() || !standing.hosted())
        .findFirst()
        .or(() -> path.isEmpty() ? Optional.empty() : Optional.of(path.get(path.size() - 1)));
  }

  /** True if the node itself serves the prefix: it is an own prefix, or hosted and in use. */
  public boolean isInUse(Prefix prefix) {
    return anchors.contains(prefix)
        || decisive(prefix)
            .filter(standing -> standing.prefix().equals(prefix))
            .filter(standing -> standing.hosted() && standing.active())
            .isPresent();
  }

  /**
   * Refuses a prefix that is suspended or revoked, or is below such a prefix.
   *
   * @throws PrefixSuspendedException if it is suspended
   * @throws PrefixRevokedException if it is revoked
   */
  public void requireNotBarred(Prefix prefix) {
    Optional<Standing> decisive = decisive(prefix);
    if (decisive.isPresent()) {
      switch (decisive.get().state()) {
        case SUSPENDED -> throw new PrefixSuspendedException(decisive.get().prefix());
        case REVOKED -> throw new PrefixRevokedException(decisive.get().prefix());
        case ACTIVE -> {}
      }
    }
  }

  /**
   * Refuses a prefix that cannot be allotted for the first time.
   *
   * @throws NotAuthoritativeException if it is below no own prefix
   * @throws AlreadyAllottedException if it was allotted, or overlaps with an allotted prefix
   * @throws PrefixSuspendedException if it is below a suspended prefix
   * @throws PrefixRevokedException if it is below a revoked prefix
   */
  public void requireFree(Prefix prefix) {
    Optional<Prefix> root = root(prefix);
    anchors.stream()
        .filter(prefix::contains)
        .findFirst()
        .filter(own -> root.isPresent())
        .ifPresent(
            own -> {
              throw new AlreadyAllottedException(prefix, own);
            });
    if (root.isEmpty()) {
      throw new NotAuthoritativeException(prefix, anchors);
    }
    if (find(prefix).isPresent()) {
      throw new AlreadyAllottedException(prefix, prefix);
    }
    requireNotBarred(prefix);
    path(prefix).stream()
        .filter(above -> !above.hosted())
        .findFirst()
        .or(() -> below(prefix).filter(other -> !other.revoked()).findFirst())
        .ifPresent(
            other -> {
              throw new AlreadyAllottedException(prefix, other.prefix());
            });
  }
}
