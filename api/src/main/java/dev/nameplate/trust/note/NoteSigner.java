package dev.nameplate.trust.note;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.key.SigningKey;

/**
 * A named key that signs notes. Thread-safe.
 *
 * @param name the name, as in {@link NoteKey}
 * @param key the private key
 */
public record NoteSigner(String name, SigningKey key) {
  /** Checks the name. */
  public NoteSigner {
    NoteKey.requireName(name);
  }

  /** The key that checks the signatures. */
  public NoteKey noteKey() {
    return new NoteKey(name, key.verifyingKey());
  }

  /** The signature line of this key over a text. */
  public SignedNote.Line sign(String text) {
    return new SignedNote.Line(name, noteKey().id(), key.sign(Bytes.utf8(text)));
  }
}
