package dev.nameplate.signing;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
   * True if a passphrase is needed to open any of the files.
   *
   * @throws NodeException if there is no node, or a file cannot be read or is damaged
   */
  public boolean areEncrypted() {
    try {
      for (String name : names()) {
        if (NodeDirectory.sealedKey(directory, name).isEncrypted()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
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
    try {
      Map<String, SigningKey> keys = new LinkedHashMap<>();
      for (String name : names()) {
        keys.put(name, read(name, before, after));
      }
      for (Map.Entry<String, SigningKey> key : keys.entrySet()) {
        NodeDirectory.writeKey(file(key.getKey()), key.getValue(), after);
      }
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  /** The names of the key files, after completing an interrupted change of keys. */
  private List<String> names() throws IOException {
    return KeyRollOver.in(directory).isPrepared()
        ? List.of(NodeDirectory.AUTHORITY_KEY, NodeDirectory.LOG_KEY, KeyRollOver.NEXT_KEY)
        : List.of(NodeDirectory.AUTHORITY_KEY, NodeDirectory.LOG_KEY);
  }

  private SigningKey read(String name, Passphrase before, Passphrase after) throws IOException {
    try {
      return NodeDirectory.sealedKey(directory, name).open(before);
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
      return NodeDirectory.sealedKey(directory, name).open(after);
    } catch (NodeException e) {
      refused.addSuppressed(e);
      throw refused;
    }
  }

  private Path file(String name) {
    return directory.resolve(NodeDirectory.KEYS).resolve(name);
  }
}
