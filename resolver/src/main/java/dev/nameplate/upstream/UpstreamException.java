package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import org.jspecify.annotations.Nullable;

/**
 * Another node did not answer, or refused to. Its reason is {@code UNREACHABLE}, {@code
 * UPSTREAM_REJECTED} if what it said must not be believed, or the one the node gave for refusing.
 */
public final class UpstreamException extends NodeException {
  private static final long serialVersionUID = 1L;

  UpstreamException(ErrorReason reason, String message) {
    this(reason, message, null);
  }

  UpstreamException(ErrorReason reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }
}
