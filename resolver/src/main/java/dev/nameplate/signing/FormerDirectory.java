package dev.nameplate.signing;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The former log of a node, in the directory {@code former} of the node's: a mirror, which accepts
 * no writes. {@code former.txt} beside it names the log, so that the node never opens without it.
 *
 * @param directory where it is
 * @param log its name
 * @param skip how many numbers of each sequence the new log passes over
 */
public record FormerDirectory(Path directory, LogName log, long skip) {
  private static final String DIRECTORY = "former";
  private static final String FILE = "former.txt";
  private static final Pattern CONTENT = Pattern.compile("log (\\S+)\nskip (\\d{1,10})\n");

  /**
   * The former log of the node in a directory; empty if it has none.
   *
   * @throws NodeException if it is missing or damaged, or the change to a new log was interrupted
   */
  public static Optional<FormerDirectory> of(Path node) {
    requireFinished(node);
    Optional<FormerDirectory> former = named(node);
    former.ifPresent(FormerDirectory::requireThere);
    return former;
  }

  /** Refuses a node whose change to a new log was interrupted: its rows may be in neither place. */
  public static void requireFinished(Path node) {
    if (isInterrupted(node)) {
      throw new NodeException(
          ErrorReason.STORE_FAILED,
          "directory: \""
              + node
              + "\" has an interrupted change to a new log (expected: a completed change); run "
              + "restore --as-new-log again");
    }
  }

  /** True if the change of a node to a new log was begun and is not finished. */
  public static boolean isInterrupted(Path node) {
    return named(node)
        .filter(former -> former.log().equals(NodeDirectory.anchorIn(node).log()))
        .isPresent();
  }

  /**
   * Refuses a node that has a former log already.
   *
   * @throws PreconditionException {@code READ_ONLY} if it has
   */
  public static void requireNone(Path node) {
    changed(node)
        .ifPresent(
            former -> {
              throw new PreconditionException(
                  ErrorReason.READ_ONLY,
                  "directory: \""
                      + node
                      + "\" has the former log "
                      + former.log()
                      + " already (expected: no former log); a node keeps one former log");
            });
  }

  /** True if the change of a node to a new log is finished, so that it has a former log. */
  public static boolean isChanged(Path node) {
    return changed(node).isPresent();
  }

  private static Optional<FormerDirectory> changed(Path node) {
    return named(node).filter(former -> !former.log().equals(NodeDirectory.anchorIn(node).log()));
  }

  /** The anchors of the former log. */
  public TrustAnchors anchors() {
    return NodeDirectory.anchorsIn(directory);
  }

  /** The newest checkpoint that was known of it. */
  public SignedNote newest() {
    return MirrorDirectory.in(directory)
        .promised()
        .orElseThrow(
            () ->
                new NodeException(
                    ErrorReason.DATA_CORRUPT,
                    directory + " is damaged: it has no checkpoint; restore it from a backup"));
  }

  private void requireThere() {
    if (!MirrorDirectory.isMirror(directory)) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          "directory: \""
              + directory
              + "\" is missing (expected: the former log "
              + log
              + "); no backup of the node has it: restore it from its own backup, or copy it back");
    }
    LogName there = anchors().list().get(0).log();
    if (!there.equals(log)) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          "directory: \"" + directory + "\" holds the log " + there + " (expected: " + log + ")");
    }
  }

  private static Optional<FormerDirectory> named(Path node) {
    Path file = node.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      Matcher content = CONTENT.matcher(NodeDirectory.text(file));
      if (!content.matches()) {
        throw damaged(file);
      }
      return Optional.of(
          new FormerDirectory(
              node.resolve(DIRECTORY),
              new LogName(content.group(1)),
              Long.parseLong(content.group(2))));
    } catch (InvalidInputException e) {
      throw damaged(file);
    } catch (IOException e) {
      throw NodeDirectory.unusable(node, e);
    }
  }

  private static NodeException damaged(Path file) {
    return new NodeException(
        ErrorReason.DATA_CORRUPT, file + " is damaged; restore it from a backup");
  }

  /** Directory of a node's keys, also after an interrupted change to a new log. */
  public static Path keysOf(Path node) {
    Path former = node.resolve(DIRECTORY);
    return Files.isDirectory(former.resolve(NodeDirectory.KEYS)) ? former : node;
  }

  /**
   * Checks that a passphrase opens the keys of a node, whose change to a new log may be
   * interrupted.
   */
  public static void requirePassphrase(Path node, Passphrase passphrase) {
    var unused = MirrorDirectory.key(keysOf(node), NodeDirectory.AUTHORITY_KEY).open(passphrase);
  }

  /**
   * Makes the log of a node its former log, with new keys for the next. The node must not be open.
   * After an interruption the node opens as before, or only after a repeated call; the new {@code
   * anchor.txt} completes the change.
   *
   * @param newest the newest checkpoint known of the log; ignored in a repeated call
   * @param skip number of skipped numbers of each sequence
   * @param passphrase passphrase of the existing and the new keys
   * @return the new anchor of the node
   */
  public static TrustAnchor begin(
      Path node, Optional<SignedNote> newest, long skip, Passphrase passphrase) {
    requireNone(node);
    requirePassphrase(node, passphrase);
    TrustAnchors before = NodeDirectory.anchorsIn(node);
    TrustAnchor anchor = before.list().get(0);
    Path former = node.resolve(DIRECTORY);
    try {
      if (!isInterrupted(node)) {
        PrivateFiles.createDirectory(former);
        NodeDirectory.writeAnchors(former, before);
        newest.ifPresent(MirrorDirectory.in(former)::promise);
        MirrorDirectory.in(former)
            .mark("This directory is the former log " + anchor.log() + " of a node.\n");
        WholeFile.writePrivate(
            node.resolve(FILE), "log " + anchor.log().text() + "\nskip " + skip + "\n");
      }
      for (String name : List.of(NodeDirectory.KEYS, MirroredBatches.FILE, "store")) {
        if (Files.exists(node.resolve(name)) && !Files.exists(former.resolve(name))) {
          WholeFile.move(node.resolve(name), former.resolve(name));
        }
      }
      return NodeDirectory.writeNew(
              node,
              Set.copyOf(anchor.prefixes()),
              anchor.endpoints(),
              anchor.authorityKey().suite(),
              passphrase)
          .anchor();
    } catch (IOException e) {
      throw NodeDirectory.unusable(node, e);
    }
  }
}
