package dev.nameplate.signing;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.util.Set;

/**
 * Keys in the files of a node's directory.
 *
 * @param directory the directory
 * @param passphrase the passphrase that opens the key files, or encrypts those of a new node
 */
public record DirectoryKeys(Path directory, Passphrase passphrase) implements KeyPlace {
  @Override
  public boolean holdsNode() {
    return NodeDirectory.holdsNode(directory);
  }

  @Override
  public NodeKeys create(Set<Prefix> prefixes, SignatureSuite suite) {
    return NodeDirectory.create(directory, prefixes, suite, passphrase);
  }

  @Override
  public NodeKeys open() {
    return NodeDirectory.open(directory, passphrase);
  }

  @Override
  public TrustAnchors anchors() {
    return NodeDirectory.anchorsIn(directory);
  }
}
