package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Minting;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of a node's machine jumps by a day, either way, again and again. */
class ClockJumpTest {
  private static final int STEPS = 300;
  private static final Duration DAY = Duration.ofDays(1);
  private static final DateTimeFormatter BASIC = DateTimeFormatter.BASIC_ISO_DATE;

  @TempDir Path directory;

  private final long seed = Long.getLong("nameplate.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final SteppingClock clock = new SteppingClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<Receipt> receipts = new ArrayList<>();
  private Node node;

  @BeforeEach
  void open() {
    node =
        Node.open(
            NodeConfig.in(directory.resolve("node"))
                .authorityFor("88.118.8")
                .withSuite(SignatureSuite.ED25519_SHA256)
                .withClock(clock));
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void receipts_numbers_dates_and_operations_stay_right() {
    System.out.println("seed " + seed + " (-Dnameplate.seed=… repeats the jumps)");
    Map<LocalDate, List<String>> minted = new TreeMap<>();
    for (int step = 0; step < STEPS; step++) {
      jump();
      if (step == STEPS / 2) { // the log's time reaches another day, whatever the jumps were
        Receipt last = receipts.get(step - 1);
        clock.step(Duration.between(clock.instant(), last.time()).plus(DAY));
      }
      Receipt receipt =
          step % 2 == 0 ? node.registrar().assign(coil(step)) : node.registrar().mint(cone(step));
      if (step % 2 == 1) {
        LocalDate day = LocalDate.ofInstant(receipt.time(), ZoneOffset.UTC);
        minted
            .computeIfAbsent(day, any -> new ArrayList<>())
            .add(receipt.identifier().suffix().toString());
      }
      assertThat(receipt.replayed()).isFalse();
      assertThat(receipt.position()).isEqualTo(step);
      receipts.add(receipt);
      repeatOne();
      if (random.nextInt(40) == 0) {
        close();
        open();
      }
    }
    assertThat(receipts).extracting(Receipt::time).isSorted();
    minted.forEach(
        (day, suffixes) ->
            assertThat(suffixes)
                .isEqualTo(
                    IntStream.rangeClosed(1, suffixes.size())
                        .mapToObj(i -> String.format("%s-%03d", day.format(BASIC), i))
                        .toList()));
    assertThat(node.head().statements()).isEqualTo(STEPS);
    assertThat(minted.size()).as("days on which something was minted").isGreaterThan(1);
  }

  private void jump() {
    clock.step(
        switch (random.nextInt(6)) {
          case 0 -> DAY;
          case 1 -> DAY.negated();
          default -> Duration.ofSeconds(random.nextInt(3600));
        });
  }

  private static Assignment coil(int step) {
    return Assignment.of("88.118.8/COIL-" + step).value(1, "NO", "" + step).operation("op-" + step);
  }

  private static Minting cone(int step) {
    return Minting.of("88.118.8/{yyyy}{MM}{dd}-{seq:3}").operation("op-" + step);
  }

  /** Operations are remembered for seven days of the log's time. */
  private void repeatOne() {
    int step = random.nextInt(receipts.size());
    Receipt first = receipts.get(step);
    Instant now = receipts.get(receipts.size() - 1).time();
    if (first.time().plus(Duration.ofDays(7)).isAfter(now)) {
      Receipt again =
          step % 2 == 0 ? node.registrar().assign(coil(step)) : node.registrar().mint(cone(step));
      assertThat(again.replayed()).isTrue();
      assertThat(again).usingRecursiveComparison().ignoringFields("replayed").isEqualTo(first);
    }
  }

  @Test
  void what_was_in_force_at_a_time_is_told_by_the_time_of_the_log() {
    Receipt first = node.registrar().assign(coil(1));
    clock.step(DAY);
    Receipt second = update(1);
    clock.step(DAY.multipliedBy(-2));
    Receipt third = update(2);
    assertThat(third.time()).isEqualTo(second.time()).isEqualTo(first.time().plus(DAY));
    assertThat(versionAt(first.identifier(), first.time())).isEqualTo(1);
    assertThat(versionAt(first.identifier(), second.time().minusMillis(1))).isEqualTo(1);
    assertThat(versionAt(first.identifier(), second.time())).isEqualTo(3);
  }

  @Test
  void how_long_an_answer_may_be_kept_does_not_depend_on_the_clock() {
    Identifier coil = node.registrar().assign(coil(1)).identifier();
    Duration before = node.resolver().resolve(coil).timeToLive();
    clock.step(DAY);
    assertThat(node.resolver().resolve(coil).timeToLive()).isEqualTo(before).isPositive();
    clock.step(DAY.multipliedBy(-2));
    assertThat(node.resolver().resolve(coil).timeToLive()).isEqualTo(before);
  }

  @Test
  void what_was_signed_ahead_of_time_is_believed_once_its_time_has_come() {
    Instant now = clock.instant();
    clock.step(DAY);
    Identifier coil = node.registrar().assign(coil(1)).identifier();
    Resolution.Found found = (Resolution.Found) node.resolver().resolve(coil);
    assertThatThrownBy(() -> verify(found, coil, now))
        .isInstanceOfSatisfying(
            RejectedStatementException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.STATEMENT_REJECTED));
    assertThat(verify(found, coil, now.plus(DAY)).position()).isZero();

    clock.step(DAY.negated());
    assertThat(node.resolver().resolve(coil)).as("its own node").isInstanceOf(found.getClass());
  }

  private Verified<?> verify(Resolution.Found found, Identifier identifier, Instant now) {
    return new StatementVerifier(node.anchors(), Clock.fixed(now, ZoneOffset.UTC))
        .verify(found.verified().statement(), identifier);
  }

  private Receipt update(int version) {
    return node.registrar()
        .update(coil(1).identifier(), version, List.of(), OperationId.of("update-" + version));
  }

  private long versionAt(Identifier identifier, Instant time) {
    Question question = new Question(identifier, new AsOf.Time(time));
    return ((Resolution.Found) node.resolver().resolve(question)).record().version();
  }
}
