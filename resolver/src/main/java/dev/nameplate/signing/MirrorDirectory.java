package dev.nameplate.signing;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.note.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that make a directory a mirror of a node's log. It has no keys.
 *
 * <pre>
 * MIRROR           says so
 * anchor.txt       whose log it is: one anchor for each key that signed it
 * checkpoint.txt   the newest checkpoint of which all is here
 * promised.txt     the newest checkpoint that was seen; every later one must extend it
 * store/           the rows
 * </pre>
 */
public final class MirrorDirectory {
  private static final String MARK = "MIRROR";
  private static final String REACHED = "checkpoint.txt";
  private static final String PROMISED = "promised.txt";

  private final Path directory;

  private MirrorDirectory(Path directory) {
    this.directory = directory;
  }

  /** True for the directory of a mirror. */
  public static boolean isMirror(Path directory) {
    return Files.isRegularFile(directory.resolve(MARK));
  }

  /** Refuses a mirror where a node with its keys is wanted. */
  public static void requireNone(Path directory) {
    if (isMirror(directory)) {
      throw readOnly(directory);
    }
  }

  /** The error for a write to a mirror. */
  public static PreconditionException readOnly(Path directory) {
    return new PreconditionException(
        ErrorReason.READ_ONLY,
        "directory: \""
            + directory
            + "\" is a mirror (expected: a node with its keys); it is read-only: write to the "
            + "node whose log it mirrors");
  }

  /**
   * Makes a mirror, or opens an existing mirror.
   *
   * @param anchors the anchors of the log; for an existing mirror, they must include all its
   *     previous keys. Empty to keep those
   * @throws InvalidInputException if they are of another log, or missing
   * @throws NodeException if the directory has other content, or cannot be used
   */
  public static MirrorDirectory open(Path directory, Optional<TrustAnchors> anchors) {
    MirrorDirectory mirror = new MirrorDirectory(directory);
    try {
      if (isMirror(directory)) {
        anchors.ifPresent(mirror::replaceAnchors);
      } else {
        mirror.create(
            anchors.orElseThrow(
                () ->
                    InvalidInputException.of(
                        "--anchor", "", "the file with the trust anchor of the log to mirror")));
      }
      return mirror;
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  /** The mirror that is in a directory. */
  public static MirrorDirectory in(Path directory) {
    return new MirrorDirectory(directory);
  }

  private void create(TrustAnchors anchors) throws IOException {
    requireOneLog(anchors);
    if (Files.isDirectory(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        if (entries.findFirst().isPresent()) {
          throw new NodeException(
              ErrorReason.FORMAT_UNSUPPORTED,
              "directory: \""
                  + directory
                  + "\" is neither empty nor a mirror (expected: a mirror, or an empty "
                  + "directory); choose another directory");
        }
      }
    }
    PrivateFiles.createDirectory(directory);
    NodeDirectory.writeAnchors(directory, anchors);
    mark(
        "This directory is a mirror of the log "
            + anchors.list().get(0).log()
            + ". It has no keys.\n");
  }

  /** Makes the directory a mirror. */
  void mark(String why) throws IOException {
    WholeFile.writePrivate(directory.resolve(MARK), why);
  }

  private void replaceAnchors(TrustAnchors anchors) {
    requireOneLog(anchors);
    TrustAnchors before = anchors();
    TrustAnchor first = before.list().get(0);
    List<KeyId> missing =
        before.list().stream()
            .map(TrustAnchor::keyId)
            .filter(key -> anchors.find(key).isEmpty())
            .toList();
    if (!anchors.list().get(0).checkpointKey().equals(first.checkpointKey())
        || !missing.isEmpty()) {
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY,
          "--anchor",
          anchors.list().get(0).log().text(),
          "the anchor.txt of the node of " + first.log() + ", with every key it signed with");
    }
    try {
      NodeDirectory.writeAnchors(directory, anchors);
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  private static void requireOneLog(TrustAnchors anchors) {
    List<String> logs = anchors.list().stream().map(each -> each.log().text()).distinct().toList();
    if (logs.size() != 1) {
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY, "--anchor", String.join(", ", logs), "the anchors of one log");
    }
  }

  /** Trust anchors of the owner of the log. */
  public TrustAnchors anchors() {
    return NodeDirectory.anchorsIn(directory);
  }

  /**
   * The newest checkpoint of which all is here.
   *
   * @throws NodeException with reason {@code DATA_CORRUPT} if its file is damaged
   */
  public Optional<SignedNote> reached() {
    return read(REACHED);
  }

  /**
   * The newest checkpoint that was seen.
   *
   * @throws NodeException with reason {@code DATA_CORRUPT} if its file is damaged
   */
  public Optional<SignedNote> promised() {
    return read(PROMISED);
  }

  /** Keeps a checkpoint of which all is here. */
  public void reach(SignedNote checkpoint) {
    write(REACHED, checkpoint);
  }

  /** Keeps a checkpoint that was seen. */
  public void promise(SignedNote checkpoint) {
    write(PROMISED, checkpoint);
  }

  /**
   * Checks that a directory has the private keys of the log's node, as {@code authority.pem} and
   * {@code log.pem}, or in its {@code keys}.
   *
   * @throws InvalidInputException if they are other keys
   * @throws NodeException if one is missing or damaged, or the passphrase is wrong
   */
  public void requireKeys(Path keys, Passphrase passphrase) {
    TrustAnchor anchor = anchors().list().get(0);
    NodeDirectory.requireKey(
        NodeDirectory.AUTHORITY_KEY,
        key(keys, NodeDirectory.AUTHORITY_KEY)
            .open(passphrase)
            .verifyingKey()
            .equals(anchor.authorityKey()));
    NodeDirectory.requireKey(
        NodeDirectory.LOG_KEY,
        key(keys, NodeDirectory.LOG_KEY)
            .open(passphrase)
            .verifyingKey()
            .equals(anchor.checkpointKey().key()));
  }

  /** The sealed key in a file of a directory of keys, or in its {@code keys}. */
  static SealedKey key(Path keys, String name) {
    Path within = keys.resolve(NodeDirectory.KEYS).resolve(name);
    Path file = Files.exists(within) ? within : keys.resolve(name);
    try {
      return new SealedKey(NodeDirectory.text(file), file.toString());
    } catch (IOException e) {
      throw NodeDirectory.unusable(keys, e);
    }
  }

  /** True if a passphrase is needed to open a key in a directory of keys. */
  public static boolean areKeysEncrypted(Path keys) {
    return key(keys, NodeDirectory.AUTHORITY_KEY).isEncrypted()
        || key(keys, NodeDirectory.LOG_KEY).isEncrypted();
  }

  /**
   * Turns this mirror into the node of its log: copies the keys unchanged, and lastly removes the
   * mark.
   *
   * @param keys a directory that {@link #requireKeys} has checked
   * @param batches how many batches are here, of which no restricted values are
   */
  public void promote(Path keys, long batches) {
    try {
      Path own = PrivateFiles.createDirectory(directory.resolve(NodeDirectory.KEYS));
      for (String name : List.of(NodeDirectory.AUTHORITY_KEY, NodeDirectory.LOG_KEY)) {
        WholeFile.writePrivate(own.resolve(name), key(keys, name).insecureText());
      }
      MirroredBatches.add(directory, 0, batches);
      Files.deleteIfExists(directory.resolve(REACHED));
      Files.deleteIfExists(directory.resolve(PROMISED));
      WholeFile.delete(directory.resolve(MARK));
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  private Optional<SignedNote> read(String name) {
    Path file = directory.resolve(name);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      SignedNote checkpoint = SignedNote.parse(NodeDirectory.text(file));
      Checkpoint.verify(checkpoint, anchors());
      return Optional.of(checkpoint);
    } catch (RejectedStatementException e) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          file + " is damaged: " + e.getMessage() + "; restore it from a backup",
          e);
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  private void write(String name, SignedNote checkpoint) {
    if (read(name).equals(Optional.of(checkpoint))) {
      return;
    }
    try {
      WholeFile.writePrivate(directory.resolve(name), checkpoint.toString());
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }
}
