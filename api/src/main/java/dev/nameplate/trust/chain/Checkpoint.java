package dev.nameplate.trust.chain;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.StrictBase64;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state of a log at a moment: the number of its batches, and the root of the Merkle tree over
 * them. It is the text of a {@link SignedNote}. Immutable.
 *
 * <p><b>Source:</b> C2SP tlog-checkpoint.
 *
 * @param origin the log
 * @param size number of leaves of the log tree, 0 or more
 * @param root root of the log tree, 32 bytes, always SHA-256
 * @param extensions further lines, none of them empty; a Nameplate log writes none
 */
public record Checkpoint(LogName origin, long size, Bytes root, List<String> extensions) {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

  /** Checks the parts. */
  public Checkpoint {
    if (size < 0 || root.size() != HashFunction.SIZE) {
      throw Rule.MALFORMED_NOTE.broken(
          "a checkpoint has the size " + size + " and a root of " + root.size() + " bytes");
    }
    if (extensions.stream().anyMatch(line -> line.isEmpty() || line.contains("\n"))) {
      throw Rule.MALFORMED_NOTE.broken("a checkpoint has an empty extension line");
    }
    extensions = List.copyOf(extensions);
  }

  /** A checkpoint without extension lines. */
  public static Checkpoint of(LogName origin, long size, Bytes root) {
    return new Checkpoint(origin, size, root, List.of());
  }

  /**
   * Reads the text of a note, without believing it.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_NOTE} if it is no checkpoint
   */
  public static Checkpoint parse(String noteText) {
    List<String> lines = new ArrayList<>(List.of(noteText.split("\n", -1)));
    if (lines.size() < 4
        || !lines.remove(lines.size() - 1).isEmpty()
        || !LogName.isValid(lines.get(0))) {
      throw Rule.MALFORMED_NOTE.broken("a checkpoint has fewer than three lines, or no origin");
    }
    Bytes root =
        StrictBase64.decode(lines.get(2))
            .orElseThrow(
                () ->
                    Rule.MALFORMED_NOTE.broken(
                        "the third line of a checkpoint is not a root hash"));
    return new Checkpoint(
        new LogName(lines.get(0)), number(lines.get(1)), root, lines.subList(3, lines.size()));
  }

  /** The checkpoint in a verified certificate, whose signatures were checked with it. */
  public static Checkpoint of(Verified<Certificate> certificate) {
    return parse(certificate.value().checkpoint().text());
  }

  /**
   * Reads and checks a signed checkpoint: it is of the anchor's log, and every key of {@link
   * TrustAnchor#noteKeys} has signed it.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_NOTE} if the note's text is no checkpoint
   * @throws BrokenRuleException {@link Rule#CHECKPOINT_REJECTED} if it is of another log, or one of
   *     the signatures is missing
   * @throws BrokenRuleException {@link Rule#SIGNATURE_INVALID} if one of the signatures is wrong
   */
  public static Checkpoint verify(SignedNote note, TrustAnchor anchor) {
    return verify(note, TrustAnchors.of(List.of(anchor)));
  }

  /**
   * Reads and checks a signed checkpoint of a log whose authority key may have changed: every key
   * of one of its log's anchors has signed it.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_NOTE} if the note's text is no checkpoint
   * @throws BrokenRuleException {@link Rule#CHECKPOINT_REJECTED} if no anchor is of its log, or
   *     each lacks a signature
   * @throws BrokenRuleException {@link Rule#SIGNATURE_INVALID} if a signature by one of the log's
   *     keys is wrong
   */
  public static Checkpoint verify(SignedNote note, TrustAnchors anchors) {
    Checkpoint checkpoint = parse(note.text());
    List<TrustAnchor> ofLog = anchors.ofLog(checkpoint.origin);
    if (ofLog.isEmpty()) {
      throw Rule.CHECKPOINT_REJECTED.broken(
          "the checkpoint is of the log "
              + checkpoint.origin
              + ", not of "
              + anchors.list().stream()
                  .map(each -> each.log().text())
                  .distinct()
                  .collect(Collectors.joining(", ")));
    }
    Set<NoteKey> signers =
        note.verify(ofLog.stream().flatMap(each -> each.noteKeys().stream()).distinct().toList());
    if (ofLog.stream().noneMatch(each -> signers.containsAll(each.noteKeys()))) {
      throw unsigned(checkpoint);
    }
    return checkpoint;
  }

  /**
   * Reads and checks a signed checkpoint of the log of a key: every key of {@link
   * AuthorityKey#noteKeys} has signed it.
   *
   * @throws BrokenRuleException as {@link #verify(SignedNote, TrustAnchor)}
   */
  public static Checkpoint verify(SignedNote note, AuthorityKey key) {
    Checkpoint checkpoint = parse(note.text());
    if (!checkpoint.origin.equals(key.log())) {
      throw Rule.CHECKPOINT_REJECTED.broken(
          "the checkpoint is of the log " + checkpoint.origin + ", not of " + key.log());
    }
    if (!note.verify(key.noteKeys()).containsAll(key.noteKeys())) {
      throw unsigned(checkpoint);
    }
    return checkpoint;
  }

  private static BrokenRuleException unsigned(Checkpoint checkpoint) {
    return Rule.CHECKPOINT_REJECTED.broken(
        "the checkpoint of " + checkpoint.origin + " is not signed by each of the keys of its log");
  }

  /** This checkpoint as a note signed by each of the signers. */
  public SignedNote sign(List<NoteSigner> signers) {
    return SignedNote.sign(toString(), signers);
  }

  static long number(String text) {
    try {
      if (NUMBER.matcher(text).matches()) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException tooLarge) {
      // falls through: it is refused like any other text that is no number
    }
    throw Rule.MALFORMED_NOTE.broken(
        "\"" + text + "\" is not a number from 0 to 9223372036854775807");
  }

  /** The text that is signed: origin, size, root and extensions, each on a line. */
  @Override
  public String toString() {
    return Stream.concat(
            Stream.of(origin.text(), Long.toString(size), StrictBase64.encode(root)),
            extensions.stream())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
