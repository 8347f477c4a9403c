package dev.nameplate.signing;

import java.util.Arrays;

/**
 * The passphrase of a node's key files, never shown in {@link #toString} or messages. Immutable.
 */
public final class Passphrase {
  /** No passphrase: key files are kept unencrypted, readable by their owner only. */
  public static final Passphrase NONE = new Passphrase(new char[0]);

  private final char[] characters;

  private Passphrase(char[] characters) {
    this.characters = characters;
  }

  /** A passphrase; {@link #NONE} for an empty text. The array is copied. */
  public static Passphrase of(char[] characters) {
    return characters.length == 0 ? NONE : new Passphrase(characters.clone());
  }

  /** True if there is no passphrase. */
  public boolean isNone() {
    return characters.length == 0;
  }

  char[] characters() {
    return characters.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Passphrase that && Arrays.equals(characters, that.characters);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(characters);
  }

  /** States only if there is a passphrase. */
  @Override
  public String toString() {
    return isNone() ? "no passphrase" : "a passphrase";
  }
}
