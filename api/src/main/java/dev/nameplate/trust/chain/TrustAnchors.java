package dev.nameplate.trust.chain;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.note.LogName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Trust anchors, at most one of each key. Immutable and thread-safe. */
public final class TrustAnchors {
  private final Map<KeyId, TrustAnchor> byKey;
  private final Map<Prefix, List<TrustAnchor>> byPrefix = new HashMap<>();

  private TrustAnchors(Map<KeyId, TrustAnchor> byKey) {
    this.byKey = byKey;
    for (TrustAnchor anchor : byKey.values()) {
      for (Prefix prefix : anchor.prefixes()) {
        byPrefix.computeIfAbsent(prefix, first -> new ArrayList<>()).add(anchor);
      }
    }
  }

  /**
   * The anchors.
   *
   * @throws InvalidInputException with reason {@code WRONG_KEY} if two have the same authority key
   */
  public static TrustAnchors of(Collection<TrustAnchor> anchors) {
    Map<KeyId, TrustAnchor> byKey = new LinkedHashMap<>();
    for (TrustAnchor anchor : anchors) {
      if (byKey.put(anchor.keyId(), anchor) != null) {
        throw new InvalidInputException(
            ErrorReason.WRONG_KEY,
            "trust anchors",
            anchor.keyId().toString(),
            "each authority key once");
      }
    }
    return new TrustAnchors(byKey);
  }

  /**
   * Reads a text of anchors, one after another.
   *
   * @param source the origin of the text, for messages
   * @throws InvalidInputException if a line is not the expected line, or two anchors have the same
   *     key
   * @throws NodeException with reason {@code DATA_CORRUPT} if a public key's block is damaged
   */
  public static TrustAnchors parse(String text, String source) {
    return of(new TrustAnchorReader(text, source).readAll());
  }

  /** The anchor with an authority key. */
  public Optional<TrustAnchor> find(KeyId keyId) {
    return Optional.ofNullable(byKey.get(keyId));
  }

  /** The anchor with the authority key that a batch is signed with. */
  TrustAnchor require(KeyId keyId) {
    return find(keyId).orElseThrow(() -> untrusted(keyId));
  }

  static BrokenRuleException untrusted(KeyId keyId) {
    return Rule.UNTRUSTED_KEY.broken(
        "no trust anchor names the key " + keyId + " that the batch is signed with");
  }

  /** The failure of finding no anchor for a prefix. */
  public static BrokenRuleException noneFor(Prefix prefix) {
    return Rule.NO_TRUST_ANCHOR.broken(
        "no trust anchor covers " + prefix + " or a prefix above it");
  }

  /**
   * The authority of the longest prefix that an anchor names and that is the given one or above it.
   */
  public Optional<Authority> above(Prefix prefix) {
    for (Optional<Prefix> at = Optional.of(prefix); at.isPresent(); at = at.get().parent()) {
      List<TrustAnchor> anchors = byPrefix.getOrDefault(at.get(), List.of());
      if (!anchors.isEmpty()) {
        return Optional.of(Authority.of(at.get(), anchors));
      }
    }
    return Optional.empty();
  }

  /** The anchors of one log: one for each key that signs it, now or at some time. */
  public List<TrustAnchor> ofLog(LogName log) {
    return byKey.values().stream().filter(anchor -> anchor.log().equals(log)).toList();
  }

  /** All anchors, in the order in which they were given. */
  public List<TrustAnchor> list() {
    return List.copyOf(byKey.values());
  }

  /** The anchors in the form of a file. */
  @Override
  public String toString() {
    return byKey.values().stream().map(TrustAnchor::toString).collect(Collectors.joining("\n"));
  }
}
