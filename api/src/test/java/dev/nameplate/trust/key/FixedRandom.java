package dev.nameplate.trust.key;

import java.security.SecureRandom;

/** Gives the same bytes each time: 1, 2, 3 and so on, or those it was made with. */
public final class FixedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final byte[] given;
  private byte next;

  public FixedRandom() {
    this(new byte[0]);
  }

  public FixedRandom(byte[] given) {
    this.given = given.clone();
  }

  /** A signing key with the given private bytes. */
  public static SigningKey key(SignatureSuite suite, byte[] privateKey) {
    return SigningKey.of(suite, privateKey, new FixedRandom());
  }

  @Override
  public void nextBytes(byte[] bytes) {
    if (given.length != 0) {
      System.arraycopy(given, 0, bytes, 0, bytes.length);
      return;
    }
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = ++next;
    }
  }
}
