package dev.nameplate.log;

import dev.nameplate.access.Caller;

/**
 * An operation id of a caller: the same id of another caller is another operation.
 *
 * @param caller the caller
 * @param id the id
 */
public record CallersOperation(Caller caller, OperationId id) {
  /** True for a write without an operation id. */
  public boolean isNone() {
    return id.isNone();
  }
}
