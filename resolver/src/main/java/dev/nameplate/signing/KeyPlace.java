package dev.nameplate.signing;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import java.util.Set;

/** The place of the keys and the anchors of a node, apart from its rows. Thread-safe. */
public interface KeyPlace {
  /** True if a node was made here. */
  boolean holdsNode();

  /**
   * Makes the keys and the anchor of a new node.
   *
   * @param prefixes the prefixes it is the authority for, at least one
   * @throws dev.nameplate.error.NameplateException if there is a node, or they cannot be kept here
   */
  NodeKeys create(Set<Prefix> prefixes, SignatureSuite suite);

  /**
   * The keys of the node.
   *
   * @throws dev.nameplate.error.NodeException if there is no node, or its keys cannot be read
   */
  NodeKeys open();

  /**
   * The anchors of the node, of its current and its former keys. Reads no private key.
   *
   * @throws dev.nameplate.error.NodeException if there is no node, or its anchors are damaged
   */
  TrustAnchors anchors();
}
