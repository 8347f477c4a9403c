package dev.nameplate.lineage;

import static dev.nameplate.lineage.EventLog.contain;
import static dev.nameplate.lineage.EventLog.item;
import static dev.nameplate.lineage.EventLog.minute;
import static dev.nameplate.lineage.EventLog.process;
import static dev.nameplate.lineage.EventLog.withdraw;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.log.commit.CommitFeed;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trust.statement.RecordedEvent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageIndexTest {
  @TempDir private Path directory;
  private EventLog log;

  @BeforeEach
  void open() {
    log = new EventLog(directory.resolve("store"));
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void items_are_numbered_in_the_order_in_which_they_are_first_named() {
    log.record(EventLog.create(0, "HEAT"));
    log.record(process(1, "HEAT", "SLAB-1 SLAB-2"));
    log.record(process(2, "slab-2", "COIL"));
    try (LineageReader reader = log.read()) {
      assertThat(reader.number(item("HEAT"))).hasValue(1);
      assertThat(reader.number(item("SLAB-2"))).hasValue(3);
      assertThat(reader.number(item("Coil"))).hasValue(4);
      assertThat(reader.number(item("OTHER"))).isEmpty();
      assertThat(reader.item(3)).hasToString("88.118.8/SLAB-2");
    }
  }

  @Test
  void an_item_is_not_known_before_an_event_names_it() {
    long first = log.record(EventLog.create(0, "HEAT"));
    try (LineageReader before = log.read(first);
        LineageReader after = log.read(first + 1)) {
      assertThat(before.number(item("HEAT"))).isEmpty();
      assertThat(after.number(item("HEAT"))).isPresent();
    }
  }

  @Test
  void looking_for_items_that_hidden_events_named_first_opens_no_cursors_for_each() {
    List<String> names = IntStream.range(0, 100).mapToObj(number -> "PART-" + number).toList();
    log.recordRestricted(EventLog.create(0, String.join(" ", names)));
    log.record(process(1, String.join(" ", names), "WHOLE"));
    log.read().close();
    CountedReads reads = new CountedReads(log.store().lineage());
    try (LineageIndex index = LineageIndex.follow(log.statements(), reads, new CommitFeed());
        LineageReader reader = index.read(2, Visibility.PUBLIC, Budget.standard())) {
      assertThat(reader.item(reader.number(item("PART-99")).orElseThrow()))
          .isEqualTo(item("PART-99"));
      long opened = reads.cursors();
      for (String name : names) {
        assertThat(reader.item(reader.number(item(name)).orElseThrow())).isEqualTo(item(name));
      }
      assertThat(reads.cursors()).isEqualTo(opened);
    }
  }

  @Test
  void the_row_of_an_event_has_its_members_in_order_with_exact_amounts() {
    Event slitting = process(1, "COIL=21.40:TNE", "B=10.60:TNE A=10.6:TNE A C=7:C62").name("slit");
    long position = log.record(slitting);
    try (LineageReader reader = log.read()) {
      EventRow row = reader.event(position);
      assertThat(row.kind()).isEqualTo(EventKind.PROCESS);
      assertThat(row.timeMillis()).isEqualTo(minute(1).toEpochMilli());
      assertThat(row.outputs().size()).isEqualTo(4);
      List<String> outputs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Members members = row.outputs();
        outputs.add(
            reader.item(members.number(i)).identifier().orElseThrow().suffix()
                + " "
                + members.amount(i)
                + members.unit(i));
      }
      assertThat(outputs).containsExactly("B 10.60TNE", "A 10.6TNE", "A 0", "C 7C62");
      assertThat(row.inputs().amount(0)).isEqualTo(new BigDecimal("21.40"));
      assertThat(reader.statement(row).value().event()).contains(slitting);
      assertThat(reader.statement(row).position()).isEqualTo(position);
    }
  }

  @Test
  void the_events_of_an_item_come_in_the_order_of_time_whenever_they_were_recorded() {
    long late = log.record(process(30, "HEAT", "C"));
    long early = log.record(process(10, "HEAT", "A"));
    long middle = log.record(process(20, "HEAT", "B"));
    try (LineageReader reader = log.read()) {
      assertThat(positions(reader, Trail.USED, "HEAT")).containsExactly(early, middle, late);
      assertThat(positions(reader, Trail.MADE, "A")).containsExactly(early);
      assertThat(positions(reader, Trail.MADE, "HEAT")).isEmpty();
      ItemRows rows = reader.rows(Trail.USED);
      assertThat(rows.last(reader.number(item("HEAT")).getAsLong())).isTrue();
      assertThat(rows.position()).isEqualTo(late);
    }
    try (LineageReader before = log.read(middle)) {
      assertThat(positions(before, Trail.USED, "HEAT")).containsExactly(early, late);
    }
    try (LineageReader before = log.read(early)) {
      ItemRows rows = before.rows(Trail.USED);
      assertThat(rows.last(before.number(item("HEAT")).getAsLong())).isTrue();
      assertThat(rows.position()).isEqualTo(late);
    }
  }

  @Test
  void degrees_count_every_event_of_a_trail_once() {
    log.record(EventLog.create(0, "HEAT"));
    for (int i = 0; i < 5; i++) {
      log.record(process(i + 1, "HEAT HEAT", "SLAB-" + i));
    }
    try (LineageReader reader = log.read()) {
      long heat = reader.number(item("HEAT")).getAsLong();
      long slab = reader.number(item("SLAB-3")).getAsLong();
      assertThat(reader.degree(heat, Trail.USED)).isEqualTo(5);
      assertThat(reader.degree(heat, Trail.BORN)).isEqualTo(1);
      assertThat(reader.degree(heat, Trail.MADE)).isZero();
      assertThat(reader.degree(slab, Trail.MADE)).isEqualTo(1);
    }
  }

  @Test
  void a_withdrawal_counts_from_its_own_position_on() {
    Event wrong = process(1, "HEAT", "SLAB");
    long position = log.record(wrong);
    long withdrawal = log.record(withdraw(2, wrong));
    try (LineageReader before = log.read(withdrawal);
        LineageReader after = log.read()) {
      assertThat(before.withdrawnBy(before.event(position))).isEmpty();
      assertThat(after.withdrawnBy(after.event(position))).hasValue(withdrawal);
      assertThat(before.stands(position)).isTrue();
      assertThat(after.stands(position)).isFalse();
    }
  }

  @Test
  void a_withdrawal_that_was_withdrawn_does_not_count() {
    Event right = process(1, "HEAT", "SLAB");
    long position = log.record(right);
    Event mistake = withdraw(2, right);
    log.record(mistake);
    long end = log.record(withdraw(3, mistake));
    try (LineageReader before = log.read(end);
        LineageReader after = log.read()) {
      assertThat(before.stands(position)).isFalse();
      assertThat(after.stands(position)).isTrue();
    }
  }

  @Test
  void a_withdrawal_that_was_withdrawn_by_its_name_does_not_count() {
    long position = log.record(process(1, "HEAT", "SLAB").name("E1"));
    log.record(withdraw(2, "E1").name("W1"));
    long second = log.record(withdraw(3, "W1").name("W2"));
    long third = log.record(withdraw(4, "W2"));
    try (LineageReader once = log.read(second);
        LineageReader twice = log.read(third);
        LineageReader after = log.read()) {
      assertThat(once.stands(position)).isFalse();
      assertThat(twice.stands(position)).isTrue();
      assertThat(twice.withdrawnBy(twice.event(position))).isEmpty();
      assertThat(after.stands(position)).isFalse();
    }
  }

  @Test
  void withdrawals_that_name_each_other_or_what_they_withdraw_have_an_end() {
    long position = log.record(process(1, "HEAT", "SLAB").name("E1"));
    for (int i = 0; i < 200; i++) {
      log.record(withdraw(2 + i, i % 2 == 0 ? "A" : "B").name(i % 2 == 0 ? "B" : "A"));
    }
    log.record(withdraw(300, "E1").name("E1"));
    log.record(withdraw(301, "E1").name("E1"));
    try (LineageReader reader = log.read()) {
      assertThat(reader.stands(position)).isFalse();
      assertThat(reader.withdrawnBy(reader.event(position))).hasValue(position + 201);
      for (long withdrawal = position + 1; withdrawal <= position + 200; withdrawal++) {
        reader.withdrawnBy(reader.event(withdrawal));
      }
    }
  }

  @Test
  void a_withdrawal_by_name_counts_also_for_an_event_that_comes_after_it() {
    long withdrawal = log.record(withdraw(2, "urn:uuid:1"));
    long position = log.record(process(1, "HEAT", "SLAB").name("urn:uuid:1"));
    long other = log.record(process(1, "HEAT", "SLAB").name("urn:uuid:2"));
    try (LineageReader reader = log.read()) {
      assertThat(reader.withdrawnBy(reader.event(position))).hasValue(withdrawal);
      assertThat(reader.stands(other)).isTrue();
    }
  }

  @Test
  void an_item_is_in_another_until_it_leaves_or_all_leave() {
    long in = log.record(contain(10, Change.ENTER, "CRATE", "A B"));
    long truck = log.record(contain(20, Change.ENTER, "TRUCK", "CRATE"));
    long out = log.record(contain(30, Change.LEAVE, "CRATE", "A"));
    long all = log.record(contain(40, Change.LEAVE, "CRATE", ""));
    long again = log.record(contain(50, Change.ENTER, "CRATE", "A"));
    try (LineageReader reader = log.read()) {
      assertThat(stays(reader, "A"))
          .containsExactly(
              stay(reader, "CRATE", 10, 30, in, out), stay(reader, "CRATE", 50, again));
      assertThat(stays(reader, "B")).containsExactly(stay(reader, "CRATE", 10, 40, in, all));
      assertThat(stays(reader, "CRATE")).containsExactly(stay(reader, "TRUCK", 20, truck));
      assertThat(stays(reader, "TRUCK")).isEmpty();
    }
  }

  @Test
  void what_is_recorded_late_about_an_earlier_time_ends_a_stay_where_it_ended() {
    long in = log.record(contain(10, Change.ENTER, "CRATE", "A"));
    long out = log.record(contain(50, Change.LEAVE, "CRATE", "A"));
    long late = log.record(contain(30, Change.LEAVE, "CRATE", ""));
    long back = log.record(contain(40, Change.ENTER, "CRATE", "A"));
    try (LineageReader before = log.read(late);
        LineageReader after = log.read()) {
      assertThat(stays(before, "A")).containsExactly(stay(before, "CRATE", 10, 50, in, out));
      assertThat(stays(after, "A"))
          .containsExactly(
              stay(after, "CRATE", 10, 30, in, late), stay(after, "CRATE", 40, 50, back, out));
    }
  }

  @Test
  void emptying_a_container_leaves_what_is_installed_in_it() {
    long packed = log.record(contain(10, Change.ENTER, "CRATE", "A"));
    long installed =
        log.record(
            EventLog.event(
                11,
                new Contained(
                    Optional.of(item("CRATE")),
                    EventLog.items("SENSOR"),
                    Change.ENTER,
                    Bond.INSTALLED)));
    long all = log.record(contain(40, Change.LEAVE, "CRATE", ""));
    try (LineageReader reader = log.read()) {
      assertThat(stays(reader, "A")).containsExactly(stay(reader, "CRATE", 10, 40, packed, all));
      assertThat(stays(reader, "SENSOR"))
          .singleElement()
          .matches(stay -> stay.untilMillis().isEmpty() && stay.entered() == installed);
    }
  }

  @Test
  void a_withdrawn_entering_or_emptying_makes_and_ends_no_stay() {
    Event wrong = contain(10, Change.ENTER, "CRATE", "A");
    log.record(wrong);
    long right = log.record(contain(20, Change.ENTER, "CRATE", "A"));
    Event emptied = contain(30, Change.LEAVE, "CRATE", "");
    log.record(emptied);
    log.record(withdraw(60, wrong));
    log.record(withdraw(61, emptied));
    try (LineageReader reader = log.read()) {
      assertThat(stays(reader, "A")).containsExactly(stay(reader, "CRATE", 20, right));
    }
  }

  @Test
  void the_events_of_a_process_are_found_in_the_order_of_time() {
    long late = log.record(process(30, "MELT-7", "C", "D"));
    long early = log.record(process(10, "MELT-7", "A", "B"));
    log.record(process(20, "MELT-8", "A", "X"));
    try (LineageReader reader = log.read()) {
      List<Long> events = new ArrayList<>();
      try (TimedRows rows = reader.process(reader.event(late).process())) {
        while (rows.next()) {
          events.add(rows.position());
        }
      }
      assertThat(events).containsExactly(early, late);
    }
  }

  @Test
  void an_event_is_found_by_its_id() {
    Event slitting = process(1, "COIL", "A");
    long position = log.record(slitting);
    try (LineageReader reader = log.read()) {
      assertThat(reader.position(EventLog.MILL, RecordedEvent.Content.of(slitting).id()))
          .hasValue(position);
      assertThat(
              reader.position(
                  EventLog.MILL, RecordedEvent.Content.of(process(2, "COIL", "A")).id()))
          .isEmpty();
    }
  }

  @Test
  void the_index_goes_on_where_it_ended_when_the_log_is_opened_again() {
    log.record(EventLog.create(0, "HEAT"));
    log.read().close();
    log.close();
    log = new EventLog(directory.resolve("store"));
    long position = log.record(process(1, "HEAT", "SLAB"));
    try (LineageReader reader = log.read()) {
      assertThat(reader.number(item("HEAT"))).hasValue(1);
      assertThat(reader.number(item("SLAB"))).hasValue(2);
      assertThat(positions(reader, Trail.USED, "HEAT")).containsExactly(position);
    }
  }

  private static List<Long> positions(LineageReader reader, Trail trail, String name) {
    List<Long> positions = new ArrayList<>();
    ItemRows rows = reader.rows(trail);
    long number = reader.number(item(name)).getAsLong();
    for (boolean more = rows.first(number); more; more = rows.next()) {
      positions.add(rows.position());
    }
    assertThat(rows.first(number)).isEqualTo(!positions.isEmpty());
    return positions;
  }

  private static List<Stay> stays(LineageReader reader, String name) {
    return reader.stays(reader.number(item(name)).getAsLong());
  }

  private static Stay stay(LineageReader reader, String container, int from, long entered) {
    return new Stay(
        reader.number(item(container)).getAsLong(),
        Bond.PACKED,
        minute(from).toEpochMilli(),
        OptionalLong.empty(),
        entered,
        OptionalLong.empty());
  }

  private static Stay stay(
      LineageReader reader, String container, int from, int until, long entered, long left) {
    return new Stay(
        reader.number(item(container)).getAsLong(),
        Bond.PACKED,
        minute(from).toEpochMilli(),
        OptionalLong.of(minute(until).toEpochMilli()),
        entered,
        OptionalLong.of(left));
  }
}
