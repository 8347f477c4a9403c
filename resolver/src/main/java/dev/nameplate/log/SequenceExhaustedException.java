package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;

/** Every identifier of a pattern is assigned, or no free one was found. */
public final class SequenceExhaustedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Says which pattern has no free identifier left. */
  public SequenceExhaustedException(Prefix prefix, SuffixPattern pattern) {
    this(prefix, pattern, 0);
  }

  /** The same, of a log that passes over some numbers behind those of the log before it. */
  public SequenceExhaustedException(Prefix prefix, SuffixPattern pattern, long skip) {
    super(
        ErrorReason.SEQUENCE_EXHAUSTED,
        "pattern: \""
            + prefix
            + "/"
            + pattern
            + "\" has no free identifier left (expected: "
            + (pattern.isRandom() ? "more random bits" : "a sequence of more digits")
            + (skip > 0
                ? "; " + skip + " numbers behind those of the former log are passed over"
                : "")
            + ")");
  }
}
