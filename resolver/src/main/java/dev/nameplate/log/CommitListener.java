package dev.nameplate.log;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import java.util.Collection;

/** Is told of each commit, after it became visible and before it is acknowledged. */
@FunctionalInterface
public interface CommitListener {
  /** These identifiers have a new version, or are the first of a new range. */
  void committed(Collection<Identifier> identifiers);

  /** This piece of the log was committed; told before {@link #committed}, piece by piece. */
  default void logged(LoggedEvents.Piece piece) {}

  /** There are new ranges under these prefixes. */
  default void rangesCommitted(Collection<Prefix> prefixes) {}
}
