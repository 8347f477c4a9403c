package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import org.jspecify.annotations.Nullable;

/**
 * A node did not answer, or refused to. Its reason is {@code UNREACHABLE}, {@code
 * UPSTREAM_REJECTED} for an answer that fails verification, or the node's reason for the refusal.
 */
public sealed class UpstreamException extends NodeException permits NotOfferedByPeerException {
  private static final long serialVersionUID = 1L;

  UpstreamException(ErrorReason reason, String message) {
    this(reason, message, null);
  }

  UpstreamException(ErrorReason reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }
}
