package dev.nameplate.server.demo;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.output.Failure;

/** Checks of the steps' results. */
final class Expectation {
  private Expectation() {}

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new NodeException(ErrorReason.DATA_CORRUPT, otherwise);
    }
  }

  /** Does what must be refused, and returns how it was. */
  static Failure refusal(Runnable wrong, ErrorReason expected) {
    try {
      wrong.run();
    } catch (RuntimeException e) {
      Failure failure = Failure.of(e);
      require(
          failure.reason().equals(expected.name()),
          "refused, but for another reason: " + failure.message());
      return failure;
    }
    throw new NodeException(
        ErrorReason.DATA_CORRUPT, "accepted, but expected to be refused with " + expected);
  }
}
