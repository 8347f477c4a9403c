package dev.nameplate.trace.read;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of parties that are prefixes or identifiers, and so name a node. */
public final class Parties {
  /** A prefix, and not any text that could be one. */
  private static final Pattern PREFIX = Pattern.compile("[0-9]+(\\.[^./\\s]+)++");

  private Parties() {}

  /** The authority that a party is, if it is one. */
  public static Optional<Prefix> authority(String party) {
    try {
      return PREFIX.matcher(party).matches()
          ? Optional.of(Prefix.parse(party))
          : party.isEmpty()
              ? Optional.empty()
              : ItemId.parse(party)
                  .identifier()
                  .map(Identifier::prefix)
                  .filter(Parties::isNumbered);
    } catch (InvalidInputException e) {
      return Optional.empty(); // a name, but not of a node
    }
  }

  private static boolean isNumbered(Prefix prefix) {
    return PREFIX.matcher(prefix.canonical()).matches();
  }
}
