package dev.nameplate.record;

import dev.nameplate.identifier.Identifier;

/**
 * Names an identifier, or one value of it. Written {@code index:identifier}, as in the Handle
 * System.
 *
 * @param identifier the identifier
 * @param index index of the value that is meant, 1 to 4294967295; 0 for the identifier as a whole
 */
public record ValueReference(Identifier identifier, long index) {
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

  /** {@code index:identifier}, or the identifier alone when it is meant as a whole. */
  @Override
  public String toString() {
    return index == 0 ? identifier.toString() : index + ":" + identifier;
  }
}
