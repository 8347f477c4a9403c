package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.statement.RecordedEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may not see a value or an event does not find it by writing what it might be. */
class HiddenValuesTest {
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00Z");
  private static final List<String> GUESSES = List.of("416", "417", "418", "seven");

  @TempDir private Path directory;

  private Node node;

  @BeforeEach
  void open() {
    node = Node.open(NodeConfig.in(directory).authorityFor("88.118.8"));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static Assignment priced(String suffix, String price, String operation) {
    return Assignment.of("88.118.8/" + suffix)
        .value(RecordValue.text(1, "URL", "http://x"))
        .value(price(price))
        .operation(operation);
  }

  private static RecordValue price(String price) {
    return RecordValue.text(4, "price", price).withPermissions(Permissions.RESTRICTED);
  }

  /** What all guesses are answered: one answer, if nothing can be found by guessing. */
  private static Set<String> answers(Function<String, Object> guess) {
    Set<String> answers = new TreeSet<>();
    for (String value : GUESSES) {
      try {
        answers.add(guess.apply(value).toString().replace(value, "GUESS"));
      } catch (NameplateException e) {
        answers.add(e.reason() + " " + String.valueOf(e.getMessage()).replace(value, "GUESS"));
      }
    }
    return answers;
  }

  @Test
  void whether_an_identifier_was_assigned_with_a_restricted_value_is_not_told() {
    node.registrar().assign(priced("COIL", "417", ""));
    Registrar stranger = node.registrar().as(Caller.STRANGER);

    assertThat(answers(price -> stranger.assign(priced("COIL", price, "")))).hasSize(1);
    assertThat(same(stranger, priced("COIL", "417", ""))).isFalse();
    assertThat(same(node.registrar(), priced("COIL", "417", ""))).isTrue();
    assertThat(same(node.registrar(), priced("COIL", "418", ""))).isFalse();
  }

  @Test
  void that_an_identifier_has_the_same_open_values_is_still_told() {
    Assignment open = Assignment.of("88.118.8/OPEN").value(RecordValue.text(1, "URL", "http://x"));
    node.registrar().assign(open);

    assertThat(same(node.registrar().as(Caller.STRANGER), open)).isTrue();
    assertThat(same(node.registrar().as(Caller.STRANGER), priced("OPEN", "417", ""))).isFalse();
  }

  private static boolean same(Registrar registrar, Assignment assignment) {
    return catchThrowableOfType(AlreadyAssignedException.class, () -> registrar.assign(assignment))
        .sameContent();
  }

  @Test
  void an_operation_id_is_repeated_by_what_is_the_same_apart_from_restricted_values() {
    Registrar stranger = node.registrar().as(Caller.STRANGER);
    Receipt first = stranger.assign(priced("COIL", "417", "op-1"));

    assertThat(answers(price -> stranger.assign(priced("COIL", price, "op-1")))).hasSize(1);
    Receipt again = stranger.assign(priced("COIL", "417", "op-1"));
    assertThat(again.replayed()).isTrue();
    assertThat(again.position()).isEqualTo(first.position());
  }

  @Test
  void what_another_caller_named_so_is_another_operation() {
    Receipt first = node.registrar().assign(priced("COIL", "417", "op-1"));
    Registrar stranger = node.registrar().as(Caller.STRANGER);

    Receipt other = stranger.assign(priced("OTHER", "417", "op-1"));
    assertThat(other.replayed()).isFalse();
    assertThat(reason(() -> stranger.assign(priced("COIL", "417", "op-2"))))
        .isEqualTo(ErrorReason.ALREADY_ASSIGNED);
    assertThat(node.registrar().assign(priced("COIL", "417", "op-1")).position())
        .isEqualTo(first.position());
    assertThat(stranger.assign(priced("OTHER", "417", "op-1")).position())
        .isEqualTo(other.position());
  }

  @Test
  void an_update_is_repeated_likewise() {
    Registrar stranger = node.registrar().as(Caller.STRANGER);
    stranger.assign(priced("COIL", "417", ""));
    Identifier coil = Identifier.parse("88.118.8/COIL");
    OperationId operation = OperationId.of("up-1");
    stranger.update(coil, 1, List.of(price("418")), operation);

    assertThat(answers(price -> stranger.update(coil, 1, List.of(price(price)), operation)))
        .hasSize(1);
    assertThat(stranger.update(coil, 1, List.of(price("418")), operation).replayed()).isTrue();
  }

  @Test
  void a_conflict_of_operation_ids_does_not_name_the_other_write() {
    Registrar stranger = node.registrar().as(Caller.STRANGER);
    stranger.assign(priced("HIDDEN-NAME", "417", "op-1"));

    NameplateException conflict =
        catchThrowableOfType(
            NameplateException.class, () -> stranger.assign(priced("OTHER", "1", "op-1")));

    assertThat(conflict.reason()).isEqualTo(ErrorReason.OPERATION_CONFLICT);
    assertThat(conflict).message().contains("op-1").doesNotContain("HIDDEN-NAME");
  }

  private static Capture weighed(String amount, String name, String operation) {
    Event event =
        Event.at(
            TIME,
            new Occurrence.Observed(
                List.of(EventItem.of("88.118.8/COIL", amount, "KGM")), List.of()));
    return new Capture(
        Identifier.parse("88.118.8/X").prefix(),
        name.isEmpty() ? event : event.name(name),
        true,
        OperationId.of(operation));
  }

  private static String amount(String guess) {
    return guess.equals("seven") ? "7" : guess;
  }

  @Test
  void what_a_restricted_event_says_is_not_told_by_its_name() {
    node.events().capture(weighed("417", "weighing", ""));
    EventCapture stranger = node.events().as(Caller.STRANGER);

    assertThat(answers(guess -> stranger.capture(weighed(amount(guess), "weighing", ""))))
        .hasSize(1)
        .allMatch(answer -> answer.startsWith("EVENT_CONFLICT"))
        .noneMatch(answer -> answer.contains("position"));
    assertThat(
            answers(
                guess -> {
                  Capture open = weighed(amount(guess), "weighing", "");
                  return stranger.capture(
                      new Capture(open.recorder(), open.event(), false, OperationId.NONE));
                }))
        .hasSize(1);
    assertThat(node.events().capture(weighed("417", "weighing", "")).replayed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ni:///sha-256;5d1c?ver=CBV2.0", "ni:///sha-256;5d1c"})
  void whoever_guesses_a_restricted_event_learns_nothing_and_takes_nothing(String name) {
    EventCapture stranger = node.events().as(Caller.STRANGER);
    Receipt early = stranger.capture(weighed("416", name, ""));
    Receipt open = stranger.capture(everyones(weighed("417", name, "")));
    Receipt first = node.events().capture(weighed("417", name, ""));
    List<Receipt> guessed =
        List.of(
            stranger.capture(everyones(weighed("417", name, ""))),
            stranger.capture(weighed("417", name, "")),
            stranger.capture(weighed("417", name, "")));

    assertThat(early.replayed() || open.replayed() || first.replayed()).isFalse();
    assertThat(guessed.get(0).replayed()).as("what everyone may read").isTrue();
    assertThat(guessed.get(0).position()).isEqualTo(open.position());
    assertThat(guessed.get(1).replayed() || guessed.get(2).replayed()).isFalse();
    Receipt again = node.events().capture(weighed("417", name, ""));
    assertThat(again.replayed()).isTrue();
    assertThat(again.event()).isEqualTo(first.event());
    assertThat(node.head().statements()).isEqualTo(5);
    requireCleanAudit();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ni:///sha-256;5d1c?ver=CBV2.0", "ni:///sha-256;5d1c"})
  void guesses_in_one_commit_are_no_other(String name) {
    List<Receipt> receipts =
        node.events()
            .as(Caller.STRANGER)
            .captureAll(Stream.generate(() -> weighed("417", name, "")).limit(40))
            .map(outcome -> ((Outcome.Written<?>) outcome).receipt())
            .toList();

    assertThat(receipts).noneMatch(Receipt::replayed);
    assertThat(node.events().capture(weighed("417", name, "")).replayed()).isTrue();
    requireCleanAudit();
  }

  private void requireCleanAudit() {
    node.close();
    assertThat(NodeAudit.compare(NodeConfig.in(directory), Optional.empty(), done -> {}).findings())
        .isEmpty();
  }

  private static Capture everyones(Capture restricted) {
    return new Capture(restricted.recorder(), restricted.event(), false, restricted.operation());
  }

  @Test
  void a_restricted_event_is_repeated_by_its_operation_id_and_not_found_by_it() {
    EventCapture stranger = node.events().as(Caller.STRANGER);
    Receipt first = stranger.capture(weighed("417", "", "weigh-1"));

    Receipt again = stranger.capture(weighed("417", "", "weigh-1"));
    Receipt other = stranger.capture(weighed("418", "", "weigh-1"));

    assertThat(again.replayed()).isTrue();
    assertThat(again.event()).isEqualTo(first.event());
    assertThat(again.position()).isEqualTo(first.position());
    assertThat(other.replayed()).isTrue();
    assertThat(other.position()).isEqualTo(first.position());
    assertThat(other.event())
        .as("the id is a digest of the event: the one that was recorded is not told")
        .isEqualTo(RecordedEvent.Content.of(weighed("418", "", "").event()).id());
  }

  @Test
  void what_a_restricted_event_says_is_not_told_by_withdrawing_it() {
    node.events().capture(weighed("417", "", ""));
    EventCapture stranger = node.events().as(Caller.STRANGER);

    assertThat(answers(guess -> stranger.capture(withdrawal(guess, false))))
        .allMatch(answer -> answer.startsWith("NOT_RECORDED"));
    assertThat(reason(() -> stranger.capture(withdrawal("417", false))))
        .isEqualTo(ErrorReason.NOT_RECORDED);
    assertThat(stranger.capture(withdrawal("1", true)).labels()).isEmpty();
    assertThat(stranger.capture(withdrawal("417", true)).labels()).isEmpty();
    assertThat(reason(() -> node.events().capture(withdrawal("1", true))))
        .isEqualTo(ErrorReason.NOT_RECORDED);
  }

  private static Capture withdrawal(String guess, boolean restricted) {
    Capture target = weighed(amount(guess), "", "");
    return new Capture(
        target.recorder(),
        Event.at(
            TIME.plusSeconds(60),
            new Withdrawn(
                new Target.ById(RecordedEvent.Content.of(target.event()).id()),
                "wrong",
                List.of())),
        restricted,
        OperationId.NONE);
  }

  private static ErrorReason reason(Runnable refused) {
    return catchThrowableOfType(NameplateException.class, refused::run).reason();
  }
}
