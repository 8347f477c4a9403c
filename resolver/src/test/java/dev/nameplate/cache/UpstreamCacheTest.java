package dev.nameplate.cache;

import static dev.nameplate.cache.Trouble.assertFails;
import static dev.nameplate.cache.Trouble.budget;
import static dev.nameplate.cache.Trouble.failure;
import static dev.nameplate.cache.Trouble.inFlight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpstreamCacheTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Identifier SLAB = Identifier.parse("88.118.8/SLAB-1");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final UpstreamCacheBounds BOUNDS = UpstreamCacheBounds.DEFAULT;
  private static final SignedAnswers MILL = new SignedAnswers("88.118.8/log-0badcafe");

  private final Resolution.Found record = MILL.found(COIL, 3, MINUTE);
  private final Resolution.Absent absence = MILL.denied(COIL, SignedAnswers.TIME, MINUTE);
  private final World world = new World(record);

  @Test
  void a_record_is_asked_for_once_and_again_when_its_time_to_live_has_passed() {
    assertThat(world.ask(COIL)).isSameAs(record);
    world.pass(Duration.ofMillis(59_999));
    assertThat(world.ask(COIL)).isEqualTo(record.with(SECOND, Source.CACHE));
    assertThat(world.asked).isEqualTo(1);
    world.pass(Duration.ofMillis(1));
    assertThat(world.ask(COIL)).isSameAs(record);
    assertThat(world.asked).isEqualTo(2);
  }

  @Test
  void what_is_kept_is_given_with_the_time_to_live_that_is_left() {
    for (Resolution answer : List.of(record, absence, MILL.retired(COIL, 4, MINUTE))) {
      World fresh = new World(answer);
      fresh.ask(COIL);
      assertThat(fresh.ask(COIL)).isEqualTo(answer.with(MINUTE, Source.CACHE));
      fresh.pass(Duration.ofMillis(50_500));
      assertThat(fresh.ask(COIL)).isEqualTo(answer.with(Duration.ofSeconds(10), Source.CACHE));
    }
  }

  @Test
  void no_time_to_live_is_longer_than_its_bound() {
    Duration year = Duration.ofDays(365);
    World records = new World(MILL.found(COIL, 1, year));
    assertThat(records.ask(COIL).timeToLive()).isEqualTo(BOUNDS.longestRecord());
    assertThat(records.ask(COIL).timeToLive()).isEqualTo(BOUNDS.longestRecord());
    World absences = new World(MILL.denied(COIL, SignedAnswers.TIME, year));
    assertThat(absences.ask(COIL).timeToLive()).isEqualTo(BOUNDS.longestAbsence());
    absences.pass(BOUNDS.longestAbsence());
    absences.ask(COIL);
    assertThat(absences.asked).isEqualTo(2);
  }

  @Test
  void an_answer_that_may_not_be_reused_is_not_kept() {
    world.answers(record.withTimeToLive(Duration.ZERO));
    world.ask(COIL);
    world.ask(COIL);
    assertThat(world.asked).isEqualTo(2);
    assertThat(world.cache.statistics().entries()).isZero();
  }

  @Test
  void an_absence_that_nobody_signed_is_passed_on_and_not_kept() {
    world.answers(SignedAnswers.unproven(COIL.prefix(), MINUTE));
    assertThat(world.ask(COIL)).isInstanceOf(Resolution.Absent.class);
    world.ask(COIL);
    assertThat(world.asked).isEqualTo(2);
  }

  @Test
  void other_versions_are_asked_for_every_time() {
    Budget budget = Budget.standard();
    List<Budget> seen = new ArrayList<>();
    world.upstream =
        (question, given) -> {
          seen.add(given);
          return record;
        };
    Question first = new Question(COIL, new AsOf.Version(1));
    assertThat(world.cache.resolve(first, budget)).isSameAs(record);
    world.cache.resolve(first, budget);
    world.cache.resolve(first);
    assertThat(world.asked).isEqualTo(3);
    assertThat(seen).startsWith(budget, budget);
  }

  @Test
  void a_referral_is_passed_on_and_not_kept() {
    Resolution referral = MILL.referred(COIL.prefix(), MINUTE);
    world.answers(referral);
    assertThat(world.ask(COIL)).isSameAs(referral);
    assertThat(world.ask(COIL)).isSameAs(referral);
    assertThat(world.asked).isEqualTo(2);
  }

  @Test
  void what_is_kept_and_fresh_can_be_had_without_asking() {
    assertThat(world.cache.kept(Question.about(COIL))).isEmpty();
    world.ask(COIL);
    assertThat(world.cache.kept(Question.about(COIL))).contains(record.with(MINUTE, Source.CACHE));
    assertThat(world.cache.kept(new Question(COIL, new AsOf.Version(3)))).isEmpty();
    world.pass(MINUTE);
    assertThat(world.cache.kept(Question.about(COIL))).isEmpty();
    assertThat(world.asked).isEqualTo(1);
  }

  @Test
  void a_cache_without_room_keeps_nothing() {
    World none = new World(BOUNDS.withBytes(0, 0), record);
    none.ask(COIL);
    none.ask(COIL);
    assertThat(none.asked).isEqualTo(2);
  }

  @Test
  void a_record_that_is_asked_for_often_is_renewed_before_its_time_is_up() {
    Resolution newer = MILL.found(COIL, 4, MINUTE);
    world.ask(COIL);
    world.ask(COIL);
    world.answers(newer);
    world.pass(Duration.ofSeconds(54));
    assertThat(world.ask(COIL)).isEqualTo(record.with(Duration.ofSeconds(6), Source.CACHE));
    world.ask(COIL);
    assertThat(world.asked).isEqualTo(1); // nobody was kept waiting for it
    world.land();
    assertThat(world.asked).isEqualTo(2);
    assertThat(world.ask(COIL)).isEqualTo(newer.with(MINUTE, Source.CACHE));
    assertThat(world.cache.statistics().refreshes()).isEqualTo(1);
  }

  @Test
  void a_record_is_not_renewed_early_when_few_ask_or_it_is_early_or_lives_short() {
    world.ask(COIL);
    world.pass(Duration.ofSeconds(55));
    world.ask(COIL);
    assertThat(world.cache.inFlight()).isZero(); // one hit only
    World early = new World(record);
    early.ask(COIL);
    early.pass(Duration.ofSeconds(53));
    early.ask(COIL);
    early.ask(COIL);
    assertThat(early.cache.inFlight()).isZero();
    World brief = new World(MILL.found(COIL, 1, Duration.ofSeconds(9)));
    brief.ask(COIL);
    brief.pass(Duration.ofMillis(8900));
    brief.ask(COIL);
    brief.ask(COIL);
    assertThat(brief.cache.inFlight()).isZero();
  }

  @Test
  void nothing_is_renewed_early_when_too_many_questions_are_in_the_air() {
    World narrow = new World(inFlight(10, 1), record);
    narrow.ask(COIL);
    narrow.ask(COIL);
    narrow.pass(Duration.ofSeconds(54));
    narrow.meanwhile = () -> assertThat(narrow.ask(COIL).source()).isEqualTo(Source.CACHE);
    narrow.ask(SLAB);
    assertThat(narrow.asked).isEqualTo(2);
  }

  @Test
  void an_early_renewal_that_fails_leaves_the_record_and_is_not_repeated_at_once() {
    world.ask(COIL);
    world.ask(COIL);
    world.pass(Duration.ofSeconds(54));
    world.fails(failure(ErrorReason.UNREACHABLE));
    world.ask(COIL);
    world.land();
    assertThat(world.ask(COIL)).isEqualTo(record.with(Duration.ofSeconds(6), Source.CACHE));
    assertThat(world.cache.inFlight()).isZero();
    world.pass(Duration.ofSeconds(6));
    assertThat(world.ask(COIL).source()).isEqualTo(Source.STALE);
    assertThat(world.asked).isEqualTo(2);
  }

  @Test
  void every_question_is_counted_once() {
    world.ask(COIL); // miss
    world.ask(COIL); // hit
    world.pass(MINUTE);
    world.fails(failure(ErrorReason.UNREACHABLE));
    world.ask(COIL); // stale
    assertFails(() -> world.ask(SLAB), ErrorReason.UNREACHABLE); // miss
    assertFails(() -> world.ask(SLAB), ErrorReason.UNREACHABLE); // failure hit
    world.pass(SECOND);
    world.answers(absence);
    world.ask(SLAB); // miss
    world.ask(SLAB); // negative hit
    CacheStatistics statistics = world.cache.statistics();
    assertThat(statistics)
        .isEqualTo(new CacheStatistics(2, 3, 1, 1, 0, 1, 0, 2, 0, 2, statistics.bytes()));
    assertThat(statistics.bytes()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void bounds_outside_their_range_are_refused(Setting setting) {
    assertThatThrownBy(() -> setting.with(-1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cache." + setting);
  }

  enum Setting {
    recordBytes,
    absenceBytes,
    longestRecord,
    longestAbsence,
    staleFor,
    staleAfter,
    staleTimeToLive,
    shortestFailure,
    longestFailure,
    waitersPerIdentifier,
    questionsInFlight;

    UpstreamCacheBounds with(int value) {
      return new UpstreamCacheBounds(
          this == recordBytes ? value : 1,
          this == absenceBytes ? value : 1,
          Duration.ofSeconds(this == longestRecord ? value : 1),
          Duration.ofSeconds(this == longestAbsence ? value : 1),
          Duration.ofSeconds(this == staleFor ? value : 1),
          Duration.ofSeconds(this == staleAfter ? value : 1),
          Duration.ofSeconds(this == staleTimeToLive ? value : 1),
          Duration.ofSeconds(this == shortestFailure ? value : 1),
          Duration.ofSeconds(this == longestFailure ? value : 1),
          this == waitersPerIdentifier ? value : 1,
          this == questionsInFlight ? value : 1);
    }
  }
}
