package dev.nameplate.upstream;

import static dev.nameplate.upstream.ServedNode.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.AliasLoopException;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.BudgetExhaustedException;
import dev.nameplate.resolve.Following;
import dev.nameplate.resolve.Following.Step;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aliases and references that lead from node to node end with the budget. */
class FollowingAcrossNodesTest extends NodesTest {
  private final Budget budget = Budget.standard();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aliases_in_a_circle_of_any_length_end(int length) {
    aliases(i -> (i + 1) % length);
    assertThatThrownBy(() -> follow(0))
        .isInstanceOf(length <= 9 ? AliasLoopException.class : BudgetExhaustedException.class);
    assertThat(budget.upstreamCalls()).isLessThanOrEqualTo(12);
  }

  @Test
  void eight_aliases_are_followed() {
    aliases(i -> i == 8 ? -1 : i + 1);
    Following.Trail trail = follow(0);
    assertThat(trail.aliases()).hasSize(8);
    assertThat(trail.identifier()).isEqualTo(identifier(8));
  }

  @Test
  void nine_aliases_are_too_many() {
    aliases(i -> i == 9 ? -1 : i + 1);
    assertThatThrownBy(() -> follow(0))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("aliases");
    assertThat(budget.upstreamCalls()).isLessThanOrEqualTo(12);
  }

  @Test
  void an_alias_that_differs_in_case_only_is_the_identifier_itself() {
    quayNode.say(found(quay.record("88.119.7/A", 1, now(), alias("88.119.7/a"))));
    assertThatThrownBy(() -> follow("88.119.7/A")).isInstanceOf(AliasLoopException.class);
  }

  @Test
  void an_alias_leads_to_another_node_and_is_believed_there_by_its_own_chain() {
    quayNode.say(found(quay.record(CRATE, 1, now(), alias(COIL))));
    Following.Trail trail = follow(CRATE);
    assertThat(trail.identifier()).isEqualTo(Identifier.parse(COIL));
    assertThat(trail.answer()).isInstanceOf(Resolution.Found.class);
    assertThat(budget.upstreamCalls()).isEqualTo(6);
  }

  @Test
  void references_beyond_the_budget_have_no_answer_and_do_no_harm() {
    RecordValue[] references =
        IntStream.range(1, 30)
            .mapToObj(i -> RecordValue.reference(i, "PART", identifier(i)))
            .toArray(RecordValue[]::new);
    quayNode.answer(
        request ->
            found(
                request.getIdentifier().equals(CRATE)
                    ? quay.record(CRATE, 1, now(), references)
                    : quay.record(request.getIdentifier(), 1, now())));
    Following.Trail trail = new Following(client()).follow(question(CRATE), true, true, budget);
    assertThat(trail.answer()).isInstanceOf(Resolution.Found.class);
    assertThat(trail.references()).hasSize(28);
    assertThat(trail.references().stream().filter(step -> step.answer().isPresent())).hasSize(8);
    assertThat(trail.references().subList(8, 28))
        .allSatisfy(step -> assertThat(reason(step)).isEqualTo(ErrorReason.BUDGET_EXHAUSTED));
    assertThat(budget.upstreamCalls()).isLessThanOrEqualTo(12);
  }

  @Test
  void what_is_not_for_everyone_is_not_followed_where_it_is_known() {
    assign(
        mill,
        Assignment.of("88.118.8/SECRET")
            .value(alias(COIL).withPermissions(Permissions.RESTRICTED))
            .value(
                RecordValue.reference(2, "PART", Identifier.parse("88.118.8/COIL-2"))
                    .withPermissions(Permissions.RESTRICTED)));
    Following.Trail trail =
        new Following(mill.node().resolver())
            .follow(question("88.118.8/SECRET"), true, true, budget);
    assertThat(trail.identifier()).isEqualTo(Identifier.parse("88.118.8/SECRET"));
    assertThat(trail.references()).isEmpty();
  }

  private static ErrorReason reason(Step step) {
    return step.failure().orElseThrow().reason();
  }

  private void aliases(IntUnaryOperator next) {
    quayNode.answer(
        request -> {
          String identifier = request.getIdentifier();
          int to =
              next.applyAsInt(Integer.parseInt(identifier.substring(identifier.indexOf('-') + 1)));
          return found(
              to < 0
                  ? quay.record(identifier, 1, now())
                  : quay.record(identifier, 1, now(), alias(identifier(to).toString())));
        });
  }

  private static RecordValue alias(String to) {
    return RecordValue.text(1, Following.ALIAS, to);
  }

  private static Identifier identifier(int number) {
    return Identifier.parse("88.119.7/CRATE-" + number);
  }

  private Following.Trail follow(int number) {
    return follow(identifier(number).toString());
  }

  private Following.Trail follow(String identifier) {
    return new Following(client()).follow(question(identifier), true, false, budget);
  }

  private static Question question(String identifier) {
    return Question.about(Identifier.parse(identifier));
  }
}
