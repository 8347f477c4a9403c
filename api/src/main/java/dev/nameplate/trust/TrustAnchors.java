package dev.nameplate.trust;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Trust anchors, at most one of each key. Immutable and thread-safe. */
public final class TrustAnchors {
  private final Map<KeyId, TrustAnchor> byKey;

  private TrustAnchors(Map<KeyId, TrustAnchor> byKey) {
    this.byKey = byKey;
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
            "each authority key only once");
      }
    }
    return new TrustAnchors(byKey);
  }

  /**
   * Reads a text of anchors, one after another.
   *
   * @param source where the text is from, for messages
   * @throws InvalidInputException if a line is not what must stand there, or two anchors have the
   *     same key
   * @throws NodeException with reason {@code DATA_CORRUPT} if a public key's block is damaged
   */
  public static TrustAnchors parse(String text, String source) {
    return of(new TrustAnchorReader(text, source).readAll());
  }

  /** The anchor with an authority key. */
  public Optional<TrustAnchor> find(KeyId keyId) {
    return Optional.ofNullable(byKey.get(keyId));
  }

  /** All anchors, in the order in which they were given. */
  public List<TrustAnchor> list() {
    return List.copyOf(byKey.values());
  }

  /** The anchors as they stand in a file. */
  @Override
  public String toString() {
    return byKey.values().stream().map(TrustAnchor::toString).collect(Collectors.joining("\n"));
  }
}
