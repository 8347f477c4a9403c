package dev.nameplate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that something is refused as outside a record's bounds. */
final class Refused {
  private Refused() {}

  static void with(String message, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidRecordException.class))
        .satisfies(e -> assertThat(e).hasMessage(message))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ErrorReason.INVALID_RECORD));
  }
}
