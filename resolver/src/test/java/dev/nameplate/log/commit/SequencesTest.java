package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequencesTest {
  @Test
  void a_number_in_use_is_never_given_whatever_the_numbers_in_use_are() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      int most = 1 + random.nextInt(999);
      boolean[] used = new boolean[most + 1];
      for (int number = 1; number <= most; number++) {
        used[number] = random.nextInt(10) > round % 10;
      }
      long start = 1L + random.nextInt(most);

      long found = Sequences.firstUnused(start, most, number -> used[number.intValue()]);

      assertThat(found).as("seed %s", seed).isBetween(start, most + 1L);
      if (found <= most) {
        assertThat(used[(int) found]).as("seed %s", seed).isFalse();
      }
    }
  }

  @Test
  void a_sequence_without_gaps_goes_on_at_its_end_and_costs_few_reads() {
    long most = 999_999_999_999_999_999L;
    for (long end : new long[] {1, 2, 3, 1000, 123_456_789, most - 1, most}) {
      int[] reads = new int[1];

      long found =
          Sequences.firstUnused(
              1,
              most,
              number -> {
                reads[0]++;
                return number <= end;
              });

      assertThat(found).isEqualTo(end + 1);
      assertThat(reads[0]).isLessThanOrEqualTo(121);
    }
  }
}
