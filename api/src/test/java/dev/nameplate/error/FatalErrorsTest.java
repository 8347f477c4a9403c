package dev.nameplate.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FatalErrorsTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Java heap space, true",
    "GC overhead limit exceeded, true",
    "Metaspace, true",
    "Compressed class space, true",
    ", true",
    "Direct buffer memory, false",
    "Cannot reserve 1048576 bytes of direct buffer memory (allocated: 1; limit: 2), false",
    "failed to allocate 4194304 byte(s) of direct memory (used: 1; max: 2), false",
    "Map failed, false",
    "unable to create native thread: possibly out of memory, false",
    "unable to create new native thread, false",
    "Requested array size exceeds VM limit, false"
  })
  void what_ran_out_decides(String message, boolean fatal) {
    OutOfMemoryError error = new OutOfMemoryError(message);

    assertThat(FatalErrors.isIn(error)).isEqualTo(fatal);
    assertThat(FatalErrors.isIn(new IllegalStateException(new ExecutionException(error))))
        .isEqualTo(fatal);
  }

  @Test
  void internal_errors_are_fatal_and_other_errors_are_not() {
    assertThat(FatalErrors.isIn(new InternalError("a fault"))).isTrue();
    assertThat(FatalErrors.isIn(new StackOverflowError())).isFalse();
    assertThat(FatalErrors.isIn(new AssertionError("x"))).isFalse();
    assertThat(FatalErrors.isIn(null)).isFalse();
  }

  @Test
  void an_internal_error_is_no_want_of_memory_however_deep_it_is() {
    assertThat(FatalErrors.isWantOfMemory(new OutOfMemoryError("Java heap space"))).isTrue();
    assertThat(FatalErrors.isWantOfMemory(new RuntimeException(new OutOfMemoryError()))).isTrue();
    assertThat(FatalErrors.isWantOfMemory(new InternalError(new OutOfMemoryError()))).isFalse();
    assertThat(FatalErrors.isWantOfMemory(new RuntimeException(new InternalError("x")))).isFalse();
    assertThat(FatalErrors.isWantOfMemory(null)).isFalse();
  }

  @Test
  void causes_that_go_in_a_circle_are_looked_at_once() {
    IllegalStateException one = new IllegalStateException();
    IllegalStateException other = new IllegalStateException(one);
    one.initCause(other);

    assertThat(FatalErrors.isIn(one)).isFalse();
  }
}
