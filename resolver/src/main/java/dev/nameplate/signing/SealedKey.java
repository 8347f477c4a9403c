package dev.nameplate.signing;

import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.key.SigningKey;
import java.security.SecureRandom;

/** The text of a private key file, with or without a passphrase. Does no I/O. Immutable. */
public final class SealedKey {
  private final String pem;
  private final String source;

  /**
   * Wraps the text of a key file without checking it.
   *
   * @param source the origin of the text, for messages
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
   * True if a passphrase is needed to open it.
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

  /** The origin of the key, without secrets. */
  @Override
  public String toString() {
    return "sealed key of " + source;
  }
}
