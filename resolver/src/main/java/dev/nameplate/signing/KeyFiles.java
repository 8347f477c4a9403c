package dev.nameplate.signing;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.trust.KeyPem;
import dev.nameplate.trust.SigningKey;
import java.io.IOException;
import java.nio.file.Path;

/** The private key files of a node, without the node being open. */
public final class KeyFiles {
  private final Path directory;

  private KeyFiles(Path directory) {
    this.directory = directory;
  }

  /** The key files of the node in a directory. */
  public static KeyFiles in(Path directory) {
    return new KeyFiles(directory);
  }

  /**
   * Whether a passphrase is needed to open any of them.
   *
   * @throws NodeException if there is no node, or a file cannot be read or is damaged
   */
  public boolean areEncrypted() {
    NodeDirectory.anchorIn(directory); // says plainly when there is no node
    return isEncrypted(NodeDirectory.AUTHORITY_KEY) || isEncrypted(NodeDirectory.LOG_KEY);
  }

  /**
   * Encrypts each file with another passphrase, each at one stroke. A file that is under the new
   * passphrase already is left as it is, so that an interrupted change can be finished by repeating
   * it.
   *
   * @param before opens the files as they are
   * @param after encrypts them; {@link Passphrase#NONE} leaves them unencrypted
   * @throws NodeException with reason {@code WRONG_PASSPHRASE} if a file opens with neither of the
   *     two; nothing was changed then
   */
  public void changePassphrase(Passphrase before, Passphrase after) {
    NodeDirectory.anchorIn(directory); // says plainly when there is no node
    try {
      SigningKey authority = read(NodeDirectory.AUTHORITY_KEY, before, after);
      SigningKey log = read(NodeDirectory.LOG_KEY, before, after);
      NodeDirectory.writeKey(file(NodeDirectory.AUTHORITY_KEY), authority, after);
      NodeDirectory.writeKey(file(NodeDirectory.LOG_KEY), log, after);
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  private SigningKey read(String name, Passphrase before, Passphrase after) throws IOException {
    try {
      return NodeDirectory.readKey(directory, name, before);
    } catch (NodeException e) {
      if (e.reason() != ErrorReason.WRONG_PASSPHRASE || after.isNone()) {
        throw e;
      }
      return readChanged(name, after, e);
    }
  }

  private SigningKey readChanged(String name, Passphrase after, NodeException refused)
      throws IOException {
    try {
      return NodeDirectory.readKey(directory, name, after);
    } catch (NodeException e) {
      refused.addSuppressed(e);
      throw refused;
    }
  }

  private boolean isEncrypted(String name) {
    try {
      return KeyPem.isEncrypted(NodeDirectory.keyText(file(name)), file(name).toString());
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  private Path file(String name) {
    return directory.resolve(NodeDirectory.KEYS).resolve(name);
  }
}
