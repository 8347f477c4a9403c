package dev.nameplate.signing;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys that last as long as this object, and are written nowhere. Thread-safe. */
public final class MemoryKeys implements KeyPlace {
  private @Nullable NodeKeys made; // guarded by this

  @Override
  public synchronized boolean holdsNode() {
    return made != null;
  }

  @Override
  public synchronized NodeKeys create(Set<Prefix> prefixes, SignatureSuite suite) {
    NodeDirectory.requireSome(prefixes);
    NodeKeys keys = NodeKeys.generate(prefixes, List.of(), suite);
    made = keys;
    return keys;
  }

  @Override
  public synchronized NodeKeys open() {
    if (made == null) {
      throw new NodeException(
          ErrorReason.FORMAT_UNSUPPORTED,
          "keys: no node exists in memory (expected: a node opened with a prefix first)");
    }
    return made;
  }

  @Override
  public TrustAnchors anchors() {
    return open().anchors();
  }
}
