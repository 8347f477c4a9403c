package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;

/**
 * No endpoint of a node answered, and one at least does not offer the method: its software is
 * older, or it has no such service.
 */
final class NotOfferedByPeerException extends UpstreamException {
  private static final long serialVersionUID = 1L;

  NotOfferedByPeerException(ErrorReason reason, String message) {
    super(reason, message);
  }
}
