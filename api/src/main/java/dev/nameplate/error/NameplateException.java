package dev.nameplate.error;

import org.jspecify.annotations.Nullable;

/**
 * Something was turned down or failed. The four families say who can mend it: the caller ({@link
 * InvalidInputException}), nobody but by a different wish ({@link PreconditionException}), whoever
 * signed ({@link RejectedStatementException}), or the operator ({@link NodeException}).
 *
 * <p>The message is public: one line that names the field, the value and what was expected, never a
 * key or a stack trace. It is {@linkplain VisibleText visible text}: control characters and
 * characters that cannot be seen are escapes in it.
 */
public abstract sealed class NameplateException extends RuntimeException
    permits InvalidInputException,
        PreconditionException,
        RejectedStatementException,
        NodeException {
  private static final long serialVersionUID = 1L;

  private final ErrorReason reason;

  NameplateException(ErrorReason reason, String message, @Nullable Throwable cause) {
    super(VisibleText.within(message), cause);
    this.reason = reason;
  }

  /** The reason of the error, for programs to branch on. */
  public final ErrorReason reason() {
    return reason;
  }

  /** Printed name of the broken rule, for example {@code SignatureInvalid}: the class's own. */
  public String ruleName() {
    return getClass().getSimpleName().replaceFirst("Exception$", "");
  }
}
