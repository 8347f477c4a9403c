package dev.nameplate.trust.note;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.StrictBase64;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text with signatures below it. Nothing in the text may be believed before {@link #verify}.
 * Immutable.
 *
 * <p><b>Source:</b> C2SP signed-note.
 *
 * @param text the text that is signed; ends in a line feed and has no other control characters
 * @param signatures the signature lines, 1 to {@link #MAX_SIGNATURES}
 */
public record SignedNote(String text, List<Line> signatures) {
  /** The most signature lines. */
  public static final int MAX_SIGNATURES = 100;

  /** The most characters of a note. */
  public static final int MAX_CHARACTERS = 1 << 20;

  public static final String DASH = "\u2014 ";
  private static final int KEY_ID_SIZE = 4;

  /**
   * A signature line.
   *
   * @param name name of the key
   * @param keyId id of the key, 4 bytes
   * @param signature the signature, at least one byte
   */
  public record Line(String name, Bytes keyId, Bytes signature) {
    /** Checks the parts. */
    public Line {
      if (!NoteKey.isName(name) || keyId.size() != KEY_ID_SIZE || signature.isEmpty()) {
        throw Rule.MALFORMED_NOTE.broken(
            "a signature line of a note lacks its name, its key id or its signature");
      }
    }

    public boolean isBy(NoteKey key) {
      return name.equals(key.name()) && keyId.equals(key.id());
    }

    @Override
    public String toString() {
      Bytes both = Bytes.of(keyId.asByteString().concat(signature.asByteString()));
      return DASH + name + " " + StrictBase64.encode(both) + "\n";
    }
  }

  /** Checks the text and the number of signatures. */
  public SignedNote {
    if (!text.endsWith("\n") || text.codePoints().anyMatch(SignedNote::isForbidden)) {
      throw Rule.MALFORMED_NOTE.broken(
          "the text of a note does not end in a line feed, or has control characters");
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw Rule.MALFORMED_NOTE.broken(
          "a note has "
              + signatures.size()
              + " signatures (expected: 1 to "
              + MAX_SIGNATURES
              + ")");
    }
    signatures = List.copyOf(signatures);
  }

  /** A text signed by each of the signers, in their order. */
  public static SignedNote sign(String text, List<NoteSigner> signers) {
    return new SignedNote(text, signers.stream().map(signer -> signer.sign(text)).toList());
  }

  /**
   * Reads a note, without believing it.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_NOTE} if it is none
   */
  public static SignedNote parse(String note) {
    if (note.length() > MAX_CHARACTERS) {
      throw Rule.MALFORMED_NOTE.broken(
          "a note has " + note.length() + " characters (expected: at most " + MAX_CHARACTERS + ")");
    }
    int blank = note.lastIndexOf("\n\n");
    if (blank < 0 || !note.endsWith("\n") || blank + 2 == note.length()) {
      throw Rule.MALFORMED_NOTE.broken(
          "a note lacks the blank line before its signatures, or its last line feed");
    }
    String[] lines = note.substring(blank + 2, note.length() - 1).split("\n", MAX_SIGNATURES + 2);
    if (lines.length > MAX_SIGNATURES) {
      throw Rule.MALFORMED_NOTE.broken("a note has more than " + MAX_SIGNATURES + " signatures");
    }
    List<Line> signatures = new ArrayList<>(lines.length);
    for (String line : lines) {
      signatures.add(parseLine(line));
    }
    return new SignedNote(note.substring(0, blank + 1), signatures);
  }

  private static Line parseLine(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length == 3 && parts[0].equals(DASH.strip())) {
      Optional<Bytes> both =
          StrictBase64.decode(parts[2]).filter(bytes -> bytes.size() > KEY_ID_SIZE);
      if (both.isPresent()) {
        var bytes = both.get().asByteString();
        return new Line(
            parts[1],
            Bytes.of(bytes.substring(0, KEY_ID_SIZE)),
            Bytes.of(bytes.substring(KEY_ID_SIZE)));
      }
    }
    throw Rule.MALFORMED_NOTE.broken("a note has a line below its text that is not a signature");
  }

  /**
   * Checks the signatures of known keys; lines of unknown keys are ignored. Of several lines by one
   * key the first counts.
   *
   * @param known the keys that are trusted; no two share name and id
   * @return the keys that signed, at least one
   * @throws BrokenRuleException {@link Rule#SIGNATURE_INVALID} if a known key's signature is wrong,
   *     or there is none by any of them
   */
  public Set<NoteKey> verify(Collection<NoteKey> known) {
    Set<NoteKey> signed = signers(known);
    if (signed.isEmpty()) {
      throw Rule.SIGNATURE_INVALID.broken("the note has no signature by a known key");
    }
    return signed;
  }

  /** Like {@link #verify}, but there may be no signature by any of the known keys. */
  public Set<NoteKey> signers(Collection<NoteKey> known) {
    Bytes message = Bytes.utf8(text);
    Set<NoteKey> signed = new HashSet<>();
    for (NoteKey key : known) {
      Optional<Line> line = signatures.stream().filter(each -> each.isBy(key)).findFirst();
      if (line.isPresent()) {
        if (!key.key().verifies(message, line.get().signature())) {
          throw Rule.SIGNATURE_INVALID.broken(
              "the signature of " + key.name() + " on the note is wrong");
        }
        signed.add(key);
      }
    }
    return Set.copyOf(signed);
  }

  /** The note in the form in which it is sent. */
  @Override
  public String toString() {
    return Stream.concat(Stream.of(text, "\n"), signatures.stream().map(Line::toString))
        .collect(Collectors.joining());
  }

  private static boolean isForbidden(int point) {
    return (point < 0x20 && point != '\n') || Character.getType(point) == Character.SURROGATE;
  }
}
