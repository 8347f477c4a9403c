package dev.nameplate.resolve;

import dev.nameplate.identifier.Identifier;

/**
 * A question to a resolver: an identifier, and the wanted version of its record.
 *
 * @param identifier the identifier
 * @param asOf the wanted version
 */
public record Question(Identifier identifier, AsOf asOf) {
  /** Asks for the newest version. */
  public static Question about(Identifier identifier) {
    return new Question(identifier, AsOf.Newest.NEWEST);
  }
}
