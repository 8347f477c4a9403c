package dev.nameplate.signing;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.note.LogName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that make a directory a node's: its two private keys, its trust anchors, and the rows
 * below {@link #store(Path)}.
 *
 * <pre>
 * anchor.txt          who the node is, for those who verify; written last, so that it marks a finished node
 * keys/authority.pem  signs batches
 * keys/log.pem        signs checkpoints, always Ed25519
 * store/              the rows
 * </pre>
 *
 * <p>{@code anchor.txt} has one anchor for each key that signed the log, the one that signs now
 * first; {@link KeyRollOver} adds them. Private keys are readable by their owner only, and
 * encrypted unless there is no passphrase.
 */
public final class NodeDirectory {
  static final String ANCHOR = "anchor.txt";
  static final String KEYS = "keys";
  static final String AUTHORITY_KEY = "authority.pem";
  static final String LOG_KEY = "log.pem";

  private static final int MAX_TEXT_BYTES = 1 << 20;

  private NodeDirectory() {}

  /** True for a directory with a node. */
  public static boolean holdsNode(Path directory) {
    return Files.isRegularFile(directory.resolve(ANCHOR));
  }

  /** Path of a node's trust anchor. */
  public static Path anchorFile(Path directory) {
    return directory.resolve(ANCHOR);
  }

  /**
   * Makes keys and an anchor for a new node.
   *
   * @param directory empty, or not there yet
   * @param prefixes the prefixes the node is the authority for, at least one
   * @param suite how it signs
   * @param passphrase encrypts its keys
   * @throws InvalidInputException if there is a node already, or no prefix
   * @throws NodeException if the directory holds something else or cannot be written
   */
  public static NodeKeys create(
      Path directory, Set<Prefix> prefixes, SignatureSuite suite, Passphrase passphrase) {
    requireSome(prefixes);
    try {
      requireEmpty(directory);
      return writeNew(directory, prefixes, List.of(), suite, passphrase);
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  static void requireSome(Set<Prefix> prefixes) {
    if (prefixes.isEmpty()) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "prefix",
          "",
          "the prefix for which the node is authoritative, for example 88.118.8");
    }
  }

  /** Makes keys, and lastly an anchor, replacing existing files. */
  static NodeKeys writeNew(
      Path directory,
      Set<Prefix> prefixes,
      List<Endpoint> endpoints,
      SignatureSuite suite,
      Passphrase passphrase)
      throws IOException {
    NodeKeys made = NodeKeys.generate(prefixes, endpoints, suite);
    PrivateFiles.createDirectory(directory);
    Path keys = PrivateFiles.createDirectory(directory.resolve(KEYS));
    writeKey(keys.resolve(AUTHORITY_KEY), made.authorityKey(), passphrase);
    writeKey(keys.resolve(LOG_KEY), made.logKey(), passphrase);
    writeAnchors(directory, made.anchors());
    return made;
  }

  /**
   * Opens the keys of the node in a directory. If a change of its authority key was interrupted, it
   * is finished.
   *
   * @throws NodeException if there is no node, a file is damaged, or the passphrase is wrong
   */
  public static NodeKeys open(Path directory, Passphrase passphrase) {
    TrustAnchors anchors = anchorsIn(directory);
    TrustAnchor anchor = anchors.list().get(0);
    MirrorDirectory.requireNone(directory);
    FormerDirectory.requireFinished(directory);
    try {
      KeyRollOver.in(directory).finish();
      SigningKey authority = sealedKey(directory, AUTHORITY_KEY).open(passphrase);
      SigningKey log = sealedKey(directory, LOG_KEY).open(passphrase);
      requireKey(AUTHORITY_KEY, authority.verifyingKey().equals(anchor.authorityKey()));
      requireKey(LOG_KEY, log.verifyingKey().equals(anchor.checkpointKey().key()));
      return new NodeKeys(anchors, authority, log);
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /**
   * The anchor of a node's current key. Reads no private key.
   *
   * @throws NodeException if there is no node, or its anchor is damaged
   */
  public static TrustAnchor anchorIn(Path directory) {
    return anchorsIn(directory).list().get(0);
  }

  /**
   * The anchors of a node: first of its current key, then of its former keys. Reads no private key.
   *
   * @throws NodeException if there is no node, or its anchor is damaged
   * @throws InvalidInputException if the anchors are not of one node
   */
  public static TrustAnchors anchorsIn(Path directory) {
    if (!holdsNode(directory)) {
      throw new NodeException(
          ErrorReason.FORMAT_UNSUPPORTED,
          "directory: \""
              + directory
              + "\" holds no node (expected: a node created by init); run init --data "
              + directory
              + " --prefix P first");
    }
    try {
      TrustAnchors anchors = TrustAnchors.parse(text(directory.resolve(ANCHOR)), ANCHOR);
      requireOwnName(anchors.list().get(0));
      anchors.list().forEach(each -> requireSameNode(anchors.list().get(0), each));
      return anchors;
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** A log is named for the first prefix of its node and for the key of its checkpoints. */
  private static void requireOwnName(TrustAnchor anchor) {
    LogName name = LogName.of(anchor.prefixes().get(0), anchor.checkpointKey().key());
    if (!name.equals(anchor.log())) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          ANCHOR
              + " is damaged: its first prefix, its log "
              + anchor.log()
              + " and its checkpoint key do not belong together; restore it from a backup");
    }
  }

  private static void requireSameNode(TrustAnchor first, TrustAnchor other) {
    if (!other.checkpointKey().equals(first.checkpointKey())
        || !other.prefixes().equals(first.prefixes())
        || other.authorityKey().suite() != first.authorityKey().suite()) {
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY,
          ANCHOR,
          other.log() + ", key " + other.keyId(),
          "the same prefixes, log, checkpoint key and suite as in its first block");
    }
  }

  /** Directory of a node's rows. */
  public static Path store(Path directory) {
    return directory.resolve("store");
  }

  /**
   * Refuses a directory that holds something, where a node is to be made.
   *
   * @throws InvalidInputException if a node lives there
   * @throws NodeException if it holds something else or cannot be read
   */
  public static void requireVacant(Path directory) {
    try {
      requireEmpty(directory);
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (holdsNode(directory)) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "directory",
          directory.toString(),
          "an empty directory; this directory already holds a node");
    }
    if (Files.isDirectory(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        Optional<Path> first = entries.findFirst();
        if (first.isPresent()) {
          throw new NodeException(
              ErrorReason.FORMAT_UNSUPPORTED,
              "directory: \""
                  + directory
                  + "\" holds \""
                  + first.get().getFileName()
                  + "\" and no node (expected: an empty directory); choose another directory");
        }
      }
    }
  }

  static void requireKey(String file, boolean matches) {
    if (!matches) {
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY,
          KEYS + "/" + file,
          "another key",
          "the private key of the key in " + ANCHOR);
    }
  }

  static SealedKey sealedKey(Path directory, String name) throws IOException {
    Path file = directory.resolve(KEYS).resolve(name);
    return new SealedKey(text(file), file.toString());
  }

  static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_TEXT_BYTES + 1);
      if (content.length > MAX_TEXT_BYTES) {
        throw new NodeException(
            ErrorReason.DATA_CORRUPT,
            file
                + " is damaged: it has more than "
                + MAX_TEXT_BYTES
                + " bytes; restore it from a backup");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text; // as some editors write it
    } catch (NoSuchFileException e) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT, file + " is missing; restore it from a backup", e);
    } catch (CharacterCodingException e) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          file + " is damaged: it is not text; restore it from a backup",
          e);
    }
  }

  static void writeKey(Path file, SigningKey key, Passphrase passphrase) throws IOException {
    WholeFile.writePrivate(file, SealedKey.of(key, passphrase).insecureText());
  }

  static void writeAnchors(Path directory, TrustAnchors anchors) throws IOException {
    WholeFile.write(directory.resolve(ANCHOR), anchors.toString());
  }

  static NodeException unusable(Path directory, IOException e) {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "directory: \""
            + directory
            + "\" cannot be used: "
            + because(e)
            + " (expected: a directory that this user can read and write, with free space); "
            + "check its owner, mount and free space",
        e);
  }

  static String because(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof NoSuchFileException) {
      return "it cannot be created";
    }
    return e instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : String.valueOf(e.getMessage());
  }
}
