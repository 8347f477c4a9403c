package dev.nameplate.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PermissionsTest {
  @Test
  void everyone_reads_where_the_bit_of_two_is_set() {
    for (int bits = 0; bits <= 15; bits++) {
      assertThat(new Permissions(bits).publicRead()).as("%d", bits).isEqualTo(bits / 2 % 2 == 1);
    }
    assertThat(Permissions.DEFAULT.publicRead()).isTrue();
    assertThat(Permissions.RESTRICTED.publicRead()).isFalse();
    assertThat(Permissions.DEFAULT.bits()).isEqualTo(14);
    assertThat(Permissions.RESTRICTED.bits()).isEqualTo(12);
  }

  @Test
  void administrators_write_where_the_bit_of_four_is_set_and_everyone_where_that_of_one_is() {
    for (int bits = 0; bits <= 15; bits++) {
      assertThat(new Permissions(bits).adminWrite()).as("%d", bits).isEqualTo(bits / 4 % 2 == 1);
      assertThat(new Permissions(bits).publicWrite()).as("%d", bits).isEqualTo(bits % 2 == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 16, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void other_bits_are_refused(int bits) {
    Refused.with(
        "permissions: \"" + bits + "\" (expected: 0 to 15, the sum of 8, 4, 2 and 1)",
        () -> new Permissions(bits));
  }
}
