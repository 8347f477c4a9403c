package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;
import java.time.Instant;

/** A batch was made later than now, by more than clocks may differ. */
public final class FutureBatchException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  FutureBatchException(Instant time, Instant now) {
    super("the batch was made at " + time + ", which is more than 5 minutes after now, " + now);
  }
}
