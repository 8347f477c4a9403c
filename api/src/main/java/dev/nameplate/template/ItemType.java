package dev.nameplate.template;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kind of data of a template's item. */
public enum ItemType {
  /** Text; its length is in characters (Unicode code points). */
  STRING,
  /** An exact decimal number. */
  NUMBER,
  /**
   * A text that is a day, {@code 2026-01-31}, or a moment, {@code 2026-01-31T08:00:00+08:00} (RFC
   * 3339, section 5.6, seconds up to 59, at most nine digits of fraction, {@code T} and {@code Z}
   * in upper case). A limit is a day; a moment is compared by the day that is written in it.
   */
  DATE,
  /** A reference to another identifier, or to one value of it. */
  REFERENCE,
  /** Bytes; their length is in bytes. */
  BYTES;

  /** The word in a template: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type with a word. */
  public static Optional<ItemType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  /** All words, for messages. */
  public static String words() {
    return Arrays.stream(values()).map(ItemType::word).collect(Collectors.joining(", "));
  }
}
