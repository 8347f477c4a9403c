package dev.nameplate.server.grpc;

import dev.nameplate.error.InvalidInputException;

/**
 * An input that is wrong inside a larger one: the same complaint, with the whole path to the field.
 */
final class InvalidItemException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  private final String message;

  /**
   * Puts a path in front.
   *
   * @param path where the input stands, for example {@code values[2]}
   * @param complaint what is wrong with it
   */
  InvalidItemException(String path, InvalidInputException complaint) {
    super(complaint.reason(), path + "." + complaint.field(), "", "");
    this.message = path + "." + complaint.getMessage();
  }

  @Override
  public String getMessage() {
    return message;
  }
}
