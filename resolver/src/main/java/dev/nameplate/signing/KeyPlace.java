package dev.nameplate.signing;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import java.util.Set;

/** Where the keys and the anchors of one node are found, apart from its rows. Thread-safe. */
public interface KeyPlace {
  /** Whether a node was made here. */
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
   * Who the node is, by the key it signs with now and by those before. Needs nothing secret.
   *
   * @throws dev.nameplate.error.NodeException if there is no node, or its anchors are damaged
   */
  TrustAnchors anchors();
}
