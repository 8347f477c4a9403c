package dev.nameplate.resolve;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;

/** Aliases lead back to an identifier that was passed before. */
public final class AliasLoopException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  AliasLoopException(Identifier again) {
    super(
        ErrorReason.ALIAS_LOOP,
        "alias: \"" + again + "\" is in a loop (expected: a chain of aliases that ends)");
  }
}
