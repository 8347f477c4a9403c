package dev.nameplate.trust.root;

import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.note.SignedNote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A trust root while it is being signed, by each signer on a separate machine: the content and the
 * signatures so far. It is not trusted. Immutable.
 */
public final class TrustRootDraft {
  private final RootContent content;
  private final String text;
  private final List<SignedNote.Line> signatures;

  private TrustRootDraft(RootContent content, String text, List<SignedNote.Line> signatures) {
    this.content = content;
    this.text = text;
    this.signatures = List.copyOf(signatures);
  }

  /** A draft without signatures. */
  public static TrustRootDraft of(RootContent content) {
    return new TrustRootDraft(content, content.toString(), List.of());
  }

  /**
   * Reads a draft with its signatures, of which there may be none; they are not checked.
   *
   * @param source where the text is from, for messages
   * @throws BrokenRuleException {@link Rule#MALFORMED_NOTE} if it is no note
   * @throws dev.nameplate.error.NameplateException as {@link RootContent#parse} does
   */
  public static TrustRootDraft parse(String text, String source) {
    int blank = text.lastIndexOf("\n\n");
    if (blank < 0 || !text.startsWith(SignedNote.DASH, blank + 2)) {
      return of(RootContent.parse(text, source));
    }
    SignedNote note = SignedNote.parse(text);
    return new TrustRootDraft(
        RootContent.parse(note.text(), source), note.text(), note.signatures());
  }

  /** The content to be signed. */
  public RootContent content() {
    return content;
  }

  /** Copy of this draft with a signature, which replaces an earlier signature by the same key. */
  public TrustRootDraft sign(NoteSigner signer) {
    List<SignedNote.Line> lines = new ArrayList<>(signatures);
    lines.removeIf(line -> line.isBy(signer.noteKey()));
    lines.add(signer.sign(text));
    return new TrustRootDraft(content, text, new SignedNote(text, lines).signatures());
  }

  /**
   * The keys that have signed, of those given.
   *
   * @throws BrokenRuleException {@link Rule#SIGNATURE_INVALID} if a signature that names one of
   *     them is invalid
   */
  public Set<NoteKey> signedBy(Collection<NoteKey> keys) {
    return note().map(note -> note.signers(keys)).orElse(Set.of());
  }

  /**
   * The trust root, if enough of its own keys have signed it.
   *
   * @throws BrokenRuleException {@link Rule#ROOT_THRESHOLD} if there are too few
   * @throws BrokenRuleException {@link Rule#SIGNATURE_INVALID} if a signature by one of its keys is
   *     wrong
   */
  public TrustRoot complete() {
    TrustRoot.requireThreshold(this, content);
    return new TrustRoot(this);
  }

  private Optional<SignedNote> note() {
    return signatures.isEmpty() ? Optional.empty() : Optional.of(new SignedNote(text, signatures));
  }

  /** The draft in the form of a file: with signatures, a note. */
  @Override
  public String toString() {
    return note().map(SignedNote::toString).orElse(text);
  }
}
