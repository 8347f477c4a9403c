package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;

/** All identifiers of a pattern are assigned, or no free identifier was found. */
public final class SequenceExhaustedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for a pattern. */
  public SequenceExhaustedException(Prefix prefix, SuffixPattern pattern) {
    this(prefix, pattern, 0);
  }

  /** Creates the exception for a log that skips numbers behind those of its former log. */
  public SequenceExhaustedException(Prefix prefix, SuffixPattern pattern, long skip) {
    super(
        ErrorReason.SEQUENCE_EXHAUSTED,
        "pattern: \""
            + prefix
            + "/"
            + pattern
            + "\" has no free identifier left (expected: "
            + (pattern.isRandom() ? "more random bits" : "a sequence of more digits")
            + (skip > 0 ? "; " + skip + " numbers after the former log are skipped" : "")
            + ")");
  }
}
