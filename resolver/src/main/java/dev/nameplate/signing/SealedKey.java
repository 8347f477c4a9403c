package dev.nameplate.signing;

import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.key.SigningKey;
import java.security.SecureRandom;

/** A private key as its file holds it, under a passphrase or not. Does no I/O. Immutable. */
public final class SealedKey {
  private final String pem;
  private final String source;

  /**
   * What a file holds; nothing is checked yet.
   *
   * @param source where the text is from, for messages
   */
  public SealedKey(String pem, String source) {
    this.pem = pem;
    this.source = source;
  }

  /** Seals a key with a passphrase; {@link Passphrase#NONE} leaves it unencrypted. */
  public static SealedKey of(SigningKey key, Passphrase passphrase) {
    return new SealedKey(
        passphrase.isNone()
            ? KeyPem.writeInsecureUnencrypted(key)
            : KeyPem.writeEncrypted(key, passphrase.characters(), new SecureRandom()),
        key.keyId().toString());
  }

  /**
   * Whether a passphrase is needed to open it.
   *
   * @throws dev.nameplate.error.NodeException with reason {@code DATA_CORRUPT} if it is no PEM
   */
  public boolean isEncrypted() {
    return KeyPem.isEncrypted(pem, source);
  }

  /**
   * The key.
   *
   * @throws dev.nameplate.error.NameplateException as {@link KeyPem#readPrivate} does
   */
  public SigningKey open(Passphrase passphrase) {
    return KeyPem.readPrivate(pem, source, passphrase.characters(), new SecureRandom());
  }

  /** The text of its file: the key itself, if it is not encrypted. */
  public String insecureText() {
    return pem;
  }

  /** Where it is from, nothing secret. */
  @Override
  public String toString() {
    return "sealed key of " + source;
  }
}
