package dev.nameplate.wire;

import dev.nameplate.error.InvalidInputException;

/** An error in a nested input, with the whole path of the field. */
public final class InvalidItemException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  private final String message;

  /**
   * Prepends a path to an error.
   *
   * @param path path of the nested input, for example {@code values[2]}
   * @param complaint the error
   */
  public InvalidItemException(String path, InvalidInputException complaint) {
    super(complaint.reason(), path + "." + complaint.field(), "", "");
    this.message = path + "." + complaint.getMessage();
  }

  @Override
  public String getMessage() {
    return message;
  }
}
