package dev.nameplate.trust.note;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.StrictBase64;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.merkle.HashFunction;
import java.util.function.BiFunction;

/**
 * A named key that checks signatures of {@linkplain SignedNote signed notes}, written {@code
 * <name>+<hash>+<base64>}. Ed25519 keys have the signature type 0x01. SM2 keys, for which no type
 * is assigned, have 0xff, the ASCII text {@code nameplate/sm2}, and the SubjectPublicKeyInfo.
 * Immutable and thread-safe.
 *
 * <p><b>Source:</b> C2SP signed-note, "Signatures" and "Signature types"; the text form is that of
 * golang.org/x/mod/sumdb/note.
 *
 * @param name the name: not empty, without white space, control characters and {@code +}
 * @param key the key
 */
public record NoteKey(String name, VerifyingKey key) {
  private static final Bytes ED25519 = Bytes.fromHex("01");
  private static final Bytes SM2 =
      Bytes.of(
          Bytes.fromHex("ff").asByteString().concat(Bytes.utf8("nameplate/sm2").asByteString()));
  private static final int ID_SIZE = 4;

  /** Checks the name. */
  public NoteKey {
    requireName(name);
  }

  /**
   * Reads a key.
   *
   * @throws InvalidInputException with reason {@code WRONG_KEY} if the text is not a key of a known
   *     type whose hash fits
   */
  public static NoteKey parse(String text) {
    return parse(text, VerifyingKey::of);
  }

  /** As {@link #parse}, with checks put off as {@link VerifyingKey#parseLazily} does. */
  public static NoteKey parseLazily(String text) {
    return parse(text, VerifyingKey::lazilyOf);
  }

  private static NoteKey parse(
      String text, BiFunction<SignatureSuite, Bytes, VerifyingKey> ed25519) {
    // The last part may hold plus signs, as Base64 does; a name never does.
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw malformed(text);
    }
    Bytes typed = StrictBase64.decode(parts[2]).orElseThrow(() -> malformed(text));
    NoteKey key = new NoteKey(parts[0], keyOf(typed, text, ed25519));
    if (!key.id().toHex().equals(parts[1])) {
      throw malformed(text);
    }
    return key;
  }

  private static VerifyingKey keyOf(
      Bytes typed, String text, BiFunction<SignatureSuite, Bytes, VerifyingKey> ed25519) {
    if (startsWith(typed, ED25519)) {
      return ed25519.apply(SignatureSuite.ED25519_SHA256, behind(typed, ED25519));
    }
    if (startsWith(typed, SM2)) {
      VerifyingKey key = VerifyingKey.parse(behind(typed, SM2));
      if (key.suite() == SignatureSuite.SM2_SM3) {
        return key;
      }
    }
    throw malformed(text);
  }

  /** The key id of signature lines, 4 bytes. */
  public Bytes id() {
    Bytes hash = HashFunction.SHA256.hash(Bytes.utf8(name + "\n"), typed());
    return Bytes.of(hash.asByteString().substring(0, ID_SIZE));
  }

  /** The signature type and the public key. */
  private Bytes typed() {
    return switch (key.suite()) {
      case ED25519_SHA256 ->
          Bytes.of(ED25519.asByteString().concat(key.publicKey().asByteString()));
      case SM2_SM3 -> Bytes.of(SM2.asByteString().concat(key.spki().asByteString()));
    };
  }

  /** The key as text, {@code <name>+<hash>+<base64>}. */
  @Override
  public String toString() {
    return name + "+" + id().toHex() + "+" + StrictBase64.encode(typed());
  }

  static void requireName(String name) {
    if (!isName(name)) {
      throw malformed(name);
    }
  }

  /** True for a text that can name a key. */
  static boolean isName(String text) {
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point <= ' ' || point == '+' || (point >= 0x7F && isForbidden(point))) {
        return false;
      }
      i += Character.charCount(point);
    }
    return !text.isEmpty();
  }

  private static boolean isForbidden(int point) {
    return Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.isISOControl(point)
        || Character.getType(point) == Character.SURROGATE;
  }

  private static boolean startsWith(Bytes bytes, Bytes start) {
    return bytes.asByteString().startsWith(start.asByteString());
  }

  private static Bytes behind(Bytes bytes, Bytes start) {
    return Bytes.of(bytes.asByteString().substring(start.size()));
  }

  private static InvalidInputException malformed(String text) {
    return new InvalidInputException(
        ErrorReason.WRONG_KEY,
        "checkpoint key",
        text,
        "<name>+<8 hexadecimal digits>+<base64>, of Ed25519 or SM2");
  }
}
