package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventKind;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.CountedReads;
import dev.nameplate.lineage.EventLog;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.log.commit.CommitFeed;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.read.EventLists;
import dev.nameplate.trace.read.StoredEvents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events of a recorder by step and time, against a look at each event. */
class EventListsTest {
  private static final List<String> STEPS = List.of("", "cutting", "Cutting", "packing");

  @TempDir private Path directory;

  private record Made(long position, Event event, boolean restricted) {}

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void pages_hold_what_a_look_at_each_event_finds(long seed) {
    Random random = new Random(seed);
    RandomEvents events = new RandomEvents(seed, 12);
    List<Made> all = new ArrayList<>();
    try (EventLog log = new EventLog(directory)) {
      for (int i = 0; i < 120; i++) {
        Event event = events.next().step(STEPS.get(random.nextInt(STEPS.size())));
        boolean restricted = random.nextInt(3) == 0;
        long position = log.append(event, restricted).join().position();
        all.add(new Made(position, event, restricted));
      }
      StoredEvents lists = lists(log, log.index());
      for (int i = 0; i < 150; i++) {
        EventFilter filter = anyFilter(random, all.size());
        Caller caller = random.nextBoolean() ? Caller.OPERATOR : Caller.STRANGER;
        List<Made> shown =
            all.stream().filter(made -> caller.seesAll() || !made.restricted()).toList();

        assertThat(listed(lists, filter, 1 + random.nextInt(9), caller, tokens(shown)))
            .as("%s for %s", filter, caller)
            .isEqualTo(found(shown, filter));
      }
    }
  }

  private static EventFilter anyFilter(Random random, int positions) {
    Optional<Instant> from = sometimes(random, EventLog.minute(random.nextInt(600)));
    Optional<Instant> until = sometimes(random, EventLog.minute(random.nextInt(700)));
    String step = STEPS.get(random.nextInt(STEPS.size()));
    return new EventFilter(
        Optional.empty(),
        Optional.of(random.nextInt(20) == 0 ? Prefix.parse("88.119") : EventLog.MILL),
        "",
        Optional.empty(),
        random.nextInt(3) == 0 ? Set.of(EventKind.PROCESS, EventKind.CONTAIN) : Set.of(),
        step.isEmpty() && from.isEmpty() && until.isEmpty() ? "cutting" : step,
        from,
        until,
        random.nextInt(3) == 0 ? random.nextInt(positions) : 0,
        random.nextInt(3) == 0 ? random.nextInt(positions) : 0);
  }

  private static Optional<Instant> sometimes(Random random, Instant time) {
    return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(time);
  }

  private static List<Long> found(List<Made> shown, EventFilter filter) {
    return shown.stream()
        .filter(made -> filter.recorder().equals(Optional.of(EventLog.MILL)))
        .filter(made -> filter.kinds().isEmpty() || filter.kinds().contains(made.event().kind()))
        .filter(made -> filter.step().isEmpty() || filter.step().equals(made.event().step()))
        .filter(made -> filter.from().filter(made.event().time()::isBefore).isEmpty())
        .filter(made -> filter.until().filter(end -> !made.event().time().isBefore(end)).isEmpty())
        .filter(made -> made.position() >= filter.fromPosition())
        .filter(made -> filter.untilPosition() == 0 || made.position() < filter.untilPosition())
        .sorted(
            Comparator.comparing((Made made) -> made.event().time()).thenComparing(Made::position))
        .map(Made::position)
        .toList();
  }

  /** What tokens may tell: the places of events that are shown. */
  private static List<String> tokens(List<Made> shown) {
    return shown.stream()
        .map(made -> "t" + made.event().time().toEpochMilli() + "_" + made.position())
        .toList();
  }

  private static List<Long> listed(
      StoredEvents lists, EventFilter filter, int size, Caller caller, List<String> tokens) {
    List<Long> positions = new ArrayList<>();
    String token = "";
    do {
      EventLists.Page page = page(lists, filter, size, token, caller);
      page.events().forEach(listed -> positions.add(listed.event().position()));
      token = page.nextToken();
      assertThat(page.events()).hasSizeLessThanOrEqualTo(size);
      if (!token.isEmpty()) {
        assertThat(tokens).contains(token);
        assertThat(page.events()).hasSize(size);
      }
    } while (!token.isEmpty());
    return positions;
  }

  @Test
  void a_page_reads_as_many_rows_as_it_has_events_however_long_the_log_is() {
    try (EventLog log = new EventLog(directory)) {
      List<CompletableFuture<?>> receipts = new ArrayList<>();
      for (int i = 0; i < 6_000; i++) {
        Event event = EventLog.create(i * 7 % 6_000, "I" + i);
        receipts.add(log.append(event.step(i % 100 == 0 ? "rare" : "frequent"), false));
      }
      receipts.forEach(CompletableFuture::join);
      log.read().close();
      CountedReads reads = new CountedReads(log.store().lineage());
      try (LineageIndex index = LineageIndex.follow(log.statements(), reads, new CommitFeed())) {
        StoredEvents lists = lists(log, index);
        for (EventFilter filter :
            List.of(
                filter("rare", Optional.empty(), Optional.empty()),
                filter("", at(3_000), at(3_060)),
                filter("", at(5_940), Optional.empty()),
                filter("frequent", at(100), at(160)))) {
          for (Caller caller : Caller.all()) {
            reads.take();
            EventLists.Page page = page(lists, filter, 100, "", caller);

            assertThat(page.nextToken()).isEmpty();
            assertThat(page.events()).hasSizeBetween(55, 60);
            assertThat(reads.take()).isLessThan(6 * 60);
          }
        }
      }
    }
  }

  @Test
  void a_token_of_the_order_of_the_log_is_refused_where_time_orders() {
    try (EventLog log = new EventLog(directory)) {
      log.record(EventLog.create(1, "A").step("cutting"));
      StoredEvents lists = lists(log, log.index());
      EventFilter filter = filter("cutting", Optional.empty(), Optional.empty());
      for (String token : List.of("0_0", "t", "t1", "t1_x", "T1_1", "tt1_1")) {
        assertThatThrownBy(() -> page(lists, filter, 1, token, Caller.OPERATOR))
            .as(token)
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("page_token");
      }
      assertThatThrownBy(() -> page(lists, EventFilter.ALL, 1, "t0_0", Caller.OPERATOR))
          .isInstanceOf(InvalidInputException.class);
      String behindAll = "t" + Long.MAX_VALUE + "_" + Long.MAX_VALUE;
      assertThat(page(lists, filter, 1, behindAll, Caller.OPERATOR).events()).isEmpty();
    }
  }

  @Test
  void a_recorder_and_a_step_are_found_despite_characters_that_nobody_sees() {
    try (EventLog log = new EventLog(directory)) {
      log.record(EventLog.create(1, "A").step("cutting"));
      log.record(EventLog.create(2, "B").step("packing"));
      log.record(EventLog.create(3, "C").step("packing\u200B")); // before such steps were refused
      StoredEvents lists = lists(log, log.index());
      Prefix mill = Prefix.parse(EventLog.MILL + "\u200B");

      assertThat(positions(lists, Optional.of(mill), "")).containsExactly(0L, 1L, 2L);
      assertThat(positions(lists, Optional.of(mill), "\u200Bcutting\u00AD")).containsExactly(0L);
      assertThat(positions(lists, Optional.empty(), "cut\u2060ting ")).containsExactly(0L);
      assertThat(positions(lists, Optional.empty(), "packing")).containsExactly(1L);
      assertThat(positions(lists, Optional.empty(), "packing\u200B")).containsExactly(2L);
      assertThat(positions(lists, Optional.empty(), "pack\u200Bing")).containsExactly(1L);
      assertThat(positions(lists, Optional.empty(), "\u200B")).isEmpty();
      assertThat(positions(lists, Optional.of(Prefix.parse("88.119\u200B")), "")).isEmpty();
    }
  }

  private static List<Long> positions(StoredEvents lists, Optional<Prefix> recorder, String step) {
    EventFilter filter = EventFilter.ALL.recordedBy(recorder).withStep(step);
    return page(lists, filter, 9, "", Caller.STRANGER).events().stream()
        .map(listed -> listed.event().position())
        .toList();
  }

  private static Optional<Instant> at(long minute) {
    return Optional.of(EventLog.minute(minute));
  }

  private static EventFilter filter(String step, Optional<Instant> from, Optional<Instant> until) {
    return new EventFilter(
        Optional.empty(),
        Optional.of(EventLog.MILL),
        "",
        Optional.empty(),
        Set.of(),
        step,
        from,
        until,
        0,
        0);
  }

  private static StoredEvents lists(EventLog log, LineageIndex index) {
    return new StoredEvents(log.statements(), index, () -> Set.of(EventLog.MILL));
  }

  private static EventLists.Page page(
      StoredEvents lists, EventFilter filter, int size, String token, Caller caller) {
    return lists.list(filter, size, Long.MAX_VALUE, token, Budget.of(Budget.Limits.TRACE), caller);
  }
}
