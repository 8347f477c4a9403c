package dev.nameplate.trust.statement;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import java.time.Duration;

/**
 * An authority's statement that an identifier does not exist. It is short-lived, covers that
 * identifier only, and reveals nothing about its neighbours. Immutable.
 *
 * @param identifier the requested identifier
 * @param authority the prefix of the authority: the identifier's own or one above it
 * @param logSize number of statements in the authority's log at the time of the look-up, 0 or more
 * @param timeToLive validity from the time of its batch on, in whole seconds, 0 to {@link #LONGEST}
 */
public record Absence(Identifier identifier, Prefix authority, long logSize, Duration timeToLive) {
  /** The longest time to live. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** Checks the ranges. */
  public Absence {
    if (!authority.contains(identifier.prefix())) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "authority",
          authority.toString(),
          identifier.prefix() + " or a prefix above it");
    }
    if (logSize < 0) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT, "log_size", Long.toString(logSize), "0 or more");
    }
    if (timeToLive.isNegative()
        || timeToLive.compareTo(LONGEST) > 0
        || timeToLive.toNanosPart() != 0) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "ttl",
          timeToLive.toString(),
          "whole seconds, at most " + LONGEST.toSeconds());
    }
  }
}
