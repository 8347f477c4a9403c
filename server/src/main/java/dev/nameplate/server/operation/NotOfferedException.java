package dev.nameplate.server.operation;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;

/** The operation is not offered to this caller on this face. */
public final class NotOfferedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  NotOfferedException() {
    super(
        ErrorReason.INVALID_ARGUMENT,
        "port: read-only (expected: a loopback address, or serve --allow-remote-registration)");
  }
}
