package dev.nameplate.resolve;

import dev.nameplate.identifier.Identifier;

/**
 * What a resolver is asked: an identifier, and which version of its record.
 *
 * @param identifier the identifier
 * @param asOf which version is wanted
 */
public record Question(Identifier identifier, AsOf asOf) {
  /** Asks for the newest version. */
  public static Question about(Identifier identifier) {
    return new Question(identifier, AsOf.Newest.NEWEST);
  }
}
