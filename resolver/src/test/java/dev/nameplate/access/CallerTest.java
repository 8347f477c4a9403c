package dev.nameplate.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.record.Permissions;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every permission bit is evaluated for every caller. */
class CallerTest {
  private static final int PUBLIC_WRITE = 1;
  private static final int PUBLIC_READ = 2;
  private static final int ADMIN_WRITE = 4;

  private static final Caller READER = Caller.STRANGER.granted(Permission.READ);
  private static final Caller NOBODY = Caller.STRANGER.granted();
  private static final Caller RECORDER =
      Caller.STRANGER.granted(Permission.READ, Permission.RECORD);
  private static final Caller REGISTRAR =
      Caller.STRANGER.granted(Permission.READ, Permission.REGISTER);
  private static final Caller ADMINISTRATOR = Caller.STRANGER.granted(Permission.ADMINISTER);

  static Stream<Permissions> all() {
    return IntStream.rangeClosed(0, 15).mapToObj(Permissions::new);
  }

  private static boolean has(Permissions value, int bit) {
    return (value.bits() & bit) != 0;
  }

  @ParameterizedTest
  @MethodSource("all")
  void the_operator_reads_every_value_and_everyone_else_what_everyone_reads(Permissions value) {
    assertThat(Caller.OPERATOR.mayRead(value)).isTrue();
    assertThat(Caller.OPERATOR.granted().mayRead(value)).isTrue();
    for (Caller caller : new Caller[] {Caller.STRANGER, READER, NOBODY, RECORDER, REGISTRAR}) {
      assertThat(caller.mayRead(value)).isEqualTo(has(value, PUBLIC_READ));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_caller_who_may_do_everything_writes_every_value(Permissions value) {
    assertThat(Caller.all()).allMatch(caller -> caller.mayWrite(value));
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_registrar_writes_what_administrators_or_everyone_write(Permissions value) {
    assertThat(REGISTRAR.mayWrite(value))
        .isEqualTo(has(value, ADMIN_WRITE) || has(value, PUBLIC_WRITE));
    assertThat(Caller.OPERATOR.granted(Permission.REGISTER).mayWrite(value))
        .isEqualTo(REGISTRAR.mayWrite(value));
  }

  @ParameterizedTest
  @MethodSource("all")
  void who_may_not_register_writes_what_everyone_writes(Permissions value) {
    for (Caller caller : new Caller[] {READER, NOBODY, RECORDER, ADMINISTRATOR}) {
      assertThat(caller.mayWrite(value)).isEqualTo(has(value, PUBLIC_WRITE));
    }
  }

  @Test
  void the_usual_values_are_written_by_registrars_only() {
    assertThat(REGISTRAR.mayWrite(Permissions.DEFAULT)).isTrue();
    assertThat(READER.mayWrite(Permissions.DEFAULT)).isFalse();
    assertThat(REGISTRAR.mayWrite(Permissions.RESTRICTED)).isTrue();
    assertThat(READER.mayWrite(Permissions.RESTRICTED)).isFalse();
  }
}
