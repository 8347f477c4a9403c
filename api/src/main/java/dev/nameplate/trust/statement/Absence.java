package dev.nameplate.trust.statement;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import java.time.Duration;

/**
 * What an authority says about an identifier that does not exist. It is about that very identifier
 * and short-lived; it shows nothing of its neighbours. Immutable.
 *
 * @param identifier the identifier, as it was asked for
 * @param authority the prefix whose authority says so: the identifier's own or one above it
 * @param logSize how many statements the authority's log held when it was looked, 0 or more
 * @param timeToLive how long this may be believed from the time of its batch on, in whole seconds,
 *     0 to {@link #LONGEST}
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
