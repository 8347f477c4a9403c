package dev.nameplate.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private static final long ALL = 1 << 20;

  private final ByteBudget process = ByteBudget.of(ALL);

  @Test
  void what_a_part_takes_is_taken_of_the_whole_and_given_back_to_it() {
    ByteBudget connection = process.part(ALL / 4);

    assertThat(connection.tryTake(1000)).isTrue();
    assertThat(process.used()).isEqualTo(1000);
    connection.give(1000);

    assertThat(process.used()).isZero();
  }

  @Test
  void a_part_gets_no_more_than_its_own_bound() {
    ByteBudget connection = process.part(ALL / 4);

    assertThat(connection.tryTake(ALL / 4 + 1)).isFalse();
    assertThat(connection.tryTake(ALL / 4)).isTrue();
    assertThat(connection.tryTake(1)).isFalse();
    assertThat(process.used()).isEqualTo(ALL / 4);
  }

  @Test
  void however_many_take_all_they_can_there_is_something_left_for_another() {
    List<ByteBudget> greedy = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ByteBudget connection = process.part(ALL);
      while (connection.tryTake(ALL / 64)) {
        greedy.add(connection);
      }
    }

    assertThat(process.used()).isLessThan(ALL);
    assertThat(process.part(ALL).tryTake(64)).isTrue();
    assertThat(greedy).isNotEmpty();
  }

  @Test
  void a_call_that_ended_gives_back_all_it_held_and_what_ends_later_changes_nothing() {
    CallBudget call = new CallBudget(new Connection(process.part(ALL)), ALL);
    call.take(700);
    call.end();
    call.give(700);
    call.take(9);

    assertThat(process.used()).isZero();
  }

  @Test
  void a_call_without_work_may_always_begin_some() {
    ByteBudget connection = process.part(ALL);
    CallBudget call = new CallBudget(new Connection(connection), 10);
    process.take(ALL);

    assertThat(call.hasRoom()).isTrue();
    call.take(CallBudget.IDLE_BYTES + 1);
    assertThat(call.hasRoom()).isFalse();
  }

  @Test
  void a_call_whose_last_answer_was_not_sent_may_begin_more_in_a_full_process() {
    CallBudget call = new CallBudget(new Connection(process.part(ALL)), ALL);
    call.take(CallBudget.IDLE_BYTES);
    assertThat(call.tryTakeAnswer(500)).isTrue();
    process.take(ALL);

    assertThat(call.hasRoom()).isTrue();
    call.take(1);
    assertThat(call.hasRoom()).isFalse();
    call.give(1);
    call.sent();

    assertThat(process.used()).isEqualTo(ALL + CallBudget.IDLE_BYTES);
  }
}
