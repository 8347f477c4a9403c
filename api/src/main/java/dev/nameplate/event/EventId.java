package dev.nameplate.event;

import dev.nameplate.record.Bytes;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Identifies an event wherever it is recorded.
 *
 * @param digest SHA-256 of the exact bytes of the event, 32 bytes
 */
public record EventId(Bytes digest) implements Comparable<EventId> {
  private static final int SIZE = 32;
  private static final Pattern SYNTAX = Pattern.compile("[0-9a-fA-F]{64}");

  /** Checks the size. */
  public EventId {
    if (digest.size() != SIZE) {
      throw new InvalidEventException("event id", digest.size() + " bytes", SIZE + " bytes");
    }
  }

  /**
   * Reads 64 hexadecimal digits.
   *
   * @throws InvalidEventException if the text is anything else
   */
  public static EventId parse(String text) {
    if (!isEventId(text)) {
      throw new InvalidEventException("event id", text, "64 hexadecimal digits");
    }
    return new EventId(Bytes.wrap(HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT))));
  }

  /** True if a text has the form of an event id. */
  public static boolean isEventId(String text) {
    return SYNTAX.matcher(text).matches();
  }

  @Override
  public int compareTo(EventId other) {
    return toString().compareTo(other.toString());
  }

  /** 64 hexadecimal digits in lower case. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest.toByteArray());
  }
}
