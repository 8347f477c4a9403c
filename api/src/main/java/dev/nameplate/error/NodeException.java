package dev.nameplate.error;

import org.jspecify.annotations.Nullable;

/** The node, its directory or its surroundings fail; an operator can mend it. */
public non-sealed class NodeException extends NameplateException {
  private static final long serialVersionUID = 1L;

  /** Says what failed and what to do, in one line. */
  public NodeException(ErrorReason reason, String message) {
    super(reason, message, null);
  }

  /** Says what failed and what to do, in one line, with the cause for the operator's log. */
  public NodeException(ErrorReason reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }
}
