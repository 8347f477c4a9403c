package dev.nameplate.record;

import dev.nameplate.identifier.Identifier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names an identifier, or one value of it. Written {@code index:identifier}, as in the Handle
 * System.
 *
 * @param identifier the identifier
 * @param index index of the value that is meant, 1 to 4294967295; 0 for the identifier as a whole
 */
public record ValueReference(Identifier identifier, long index) {
  private static final Pattern INDEXED = Pattern.compile("([0-9]{1,10}):(.*)", Pattern.DOTALL);

  /** Checks the index. */
  public ValueReference {
    if (index < 0 || index > RecordValue.MAX_INDEX) {
      throw new InvalidRecordException(
          "reference.index",
          Long.toString(index),
          "0 to " + RecordValue.MAX_INDEX + ", 0 for the whole identifier");
    }
  }

  /** A reference to an identifier as a whole. */
  public static ValueReference to(Identifier identifier) {
    return new ValueReference(identifier, 0);
  }

  /**
   * Reads {@code index:identifier}, or an identifier that is meant as a whole.
   *
   * @throws dev.nameplate.error.InvalidInputException if it is neither
   */
  public static ValueReference parse(String text) {
    Matcher indexed = INDEXED.matcher(text);
    return indexed.matches()
        ? new ValueReference(Identifier.parse(indexed.group(2)), Long.parseLong(indexed.group(1)))
        : to(Identifier.parse(text));
  }

  /** {@code index:identifier}, or the identifier alone when it is meant as a whole. */
  @Override
  public String toString() {
    return index == 0 ? identifier.toString() : index + ":" + identifier;
  }
}
