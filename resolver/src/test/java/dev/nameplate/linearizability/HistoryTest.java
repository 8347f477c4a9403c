package dev.nameplate.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.linearizability.Call.Action;
import dev.nameplate.linearizability.Call.Assign;
import dev.nameplate.linearizability.Call.AssignRange;
import dev.nameplate.linearizability.Call.Resolve;
import dev.nameplate.linearizability.Call.Update;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check can tell a history that could have been from one that could not. */
class HistoryTest {
  @Test
  void calls_one_after_the_other_must_be_right_in_that_order() {
    Call assign = call(1, 2, new Assign(0), "version 1");
    assertThat(linearizable(assign, call(3, 4, new Resolve(0), "found 1"))).isTrue();
    assertThat(linearizable(assign, call(3, 4, new Resolve(0), "absent"))).isFalse();
    assertThat(
            linearizable(
                call(3, 4, new Assign(0), "version 1"), call(1, 2, new Resolve(0), "found 1")))
        .isFalse();
  }

  @Test
  void calls_at_the_same_time_may_be_in_either_order() {
    Call assign = call(1, 4, new Assign(0), "version 1");
    assertThat(linearizable(assign, call(2, 3, new Resolve(0), "found 1"))).isTrue();
    assertThat(linearizable(assign, call(2, 3, new Resolve(0), "absent"))).isTrue();
  }

  @Test
  void what_was_seen_once_stays_seen() {
    Call assign = call(1, 8, new Assign(0), "version 1");
    Call seen = call(2, 3, new Resolve(0), "found 1");
    assertThat(linearizable(assign, seen, call(4, 5, new Resolve(0), "absent"))).isFalse();
  }

  @Test
  void one_of_two_writers_wins() {
    Call assign = call(1, 2, new Assign(0), "version 1");
    Call first = call(3, 6, new Update(0, 1), "version 2");
    assertThat(linearizable(assign, first, call(4, 5, new Update(0, 1), "VERSION_MISMATCH")))
        .isTrue();
    assertThat(linearizable(assign, first, call(4, 5, new Update(0, 1), "version 2"))).isFalse();
  }

  @Test
  void a_range_is_assigned_as_a_whole() {
    Call range = call(1, 8, new AssignRange(List.of(1, 2)), "version 1");
    Call first = call(2, 3, new Resolve(1), "found 1");
    assertThat(linearizable(range, first, call(4, 5, new Resolve(2), "found 1"))).isTrue();
    assertThat(linearizable(range, first, call(4, 5, new Resolve(2), "absent"))).isFalse();
  }

  private static Call call(long began, long ended, Action action, String outcome) {
    return new Call(began, ended, action, outcome);
  }

  private static boolean linearizable(Call... calls) {
    return new History(List.of(calls)).isLinearizable(Call.State.of(3));
  }
}
