package dev.nameplate.error;

import org.jspecify.annotations.Nullable;

/** The node, its directory or its surroundings fail; an operator can mend it. */
public non-sealed class NodeException extends NameplateException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; the message is one line with the failure and what to do. */
  public NodeException(ErrorReason reason, String message) {
    super(reason, message, null);
  }

  /**
   * Creates the exception with its cause; the message is one line with the failure and what to do.
   */
  public NodeException(ErrorReason reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }
}
