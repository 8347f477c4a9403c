package dev.nameplate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ManyAnswer;
import dev.nameplate.v1.ResolveManyResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A question about many identifiers is one question to each node that answers for some of them. */
class ManyAcrossNodesTest extends NodesTest {
  private static final List<String> NAMES =
      List.of(
          COIL,
          "88.118.8/COIL-2",
          "88.118.8/COIL-3",
          "88.118.8/COIL-2\u200B", // found without the invisible character
          "88.118.8/NONE",
          "88.118.9/HOSTED-BY-NOBODY",
          "88.118/NONE",
          "88/NONE",
          CRATE,
          "10.1/UNKNOWN");

  @BeforeEach
  void offerMany() {
    List.of(nation, county, mill, portNode, quayNode)
        .forEach(node -> node.answerMany(UnaryOperator.identity()));
  }

  @Test
  void each_node_is_asked_once() {
    NodeClient client = client();
    List<Identifier> asked =
        IntStream.range(0, 300)
            .mapToObj(i -> Identifier.parse("88.118.8/COIL-" + (1 + i % 3)))
            .toList();
    int before = nation.calls() + county.calls() + mill.calls();
    Budget budget = Budget.of(Budget.Limits.forMany(asked.size()));

    List<Resolved> results = client.resolveAll(asked, AsOf.Newest.NEWEST, budget);

    assertThat(results).hasSize(300);
    for (int i = 0; i < results.size(); i++) {
      Resolution.Found found = (Resolution.Found) results.get(i).answer();
      assertThat(found.record().identifier()).isEqualTo(asked.get(i));
      assertThat(found.source()).isEqualTo(Source.UPSTREAM);
      assertThat(found.verified().chain()).hasSize(2);
    }
    assertThat(budget.upstreamCalls()).isEqualTo(3);
    assertThat(nation.calls() + county.calls() + mill.calls() - before).isEqualTo(3);
    assertThat(client.resolveAll(asked, AsOf.Newest.NEWEST, budget))
        .allSatisfy(again -> assertThat(again.answer().source()).isEqualTo(Source.CACHE));
    assertThat(budget.upstreamCalls()).isEqualTo(3);
  }

  @Test
  void statements_of_a_batch_cost_one_signature_check() {
    List<Identifier> asked =
        IntStream.range(0, 200).mapToObj(i -> Identifier.parse("88.118.8/BULK-" + i)).toList();
    asked.stream()
        .map(
            bulk ->
                mill.node().registrar().assignAsync(Assignment.of(bulk).value(1, "NO", "" + bulk)))
        .toList()
        .forEach(CompletableFuture::join);
    long batches =
        asked.stream()
            .map(bulk -> ((Resolution.Found) mill.node().resolver().resolve(bulk)).verified())
            .map(verified -> verified.batch().batch())
            .distinct()
            .count();
    int delegations = 2;
    Budget budget =
        Budget.of(
            new Budget.Limits(3, 2, 0, (int) batches + delegations, 0, Duration.ofSeconds(30)));

    assertThat(batches).isLessThan(100);
    assertThat(client().resolveAll(asked, AsOf.Newest.NEWEST, budget))
        .allSatisfy(result -> assertThat(result.answer()).isInstanceOf(Resolution.Found.class));
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void many_answers_are_those_of_one_by_one(long seed) {
    Random random = new Random(seed);
    List<Identifier> asked = new ArrayList<>();
    for (int i = random.nextInt(60); i >= 0; i--) {
      asked.add(Identifier.sought(NAMES.get(random.nextInt(NAMES.size()))));
    }
    AsOf asOf = random.nextInt(4) > 0 ? AsOf.Newest.NEWEST : new AsOf.Version(1 + seed % 2);
    NodeClient many = client();
    NodeClient single = client();
    for (int known = random.nextInt(3); known > 0; known--) {
      Resolved.of(() -> many.resolve(asked.get(0)));
    }

    List<Resolved> results =
        many.resolveAll(asked, asOf, Budget.of(Budget.Limits.forMany(asked.size())));

    assertThat(results).hasSize(asked.size());
    for (int i = 0; i < asked.size(); i++) {
      Question question = new Question(asked.get(i), asOf);
      assertThat(told(results.get(i)))
          .as("%s", question)
          .isEqualTo(told(Resolved.of(() -> single.resolve(question, Budget.standard()))));
    }
  }

  /** What tells an answer from another, without its origin. */
  private static String told(Resolved result) {
    if (result instanceof Resolved.Failed failed) {
      return failed.failure().reason().name();
    }
    Resolution answer = result.answer();
    if (answer instanceof Resolution.Found found) {
      return found.record() + " for " + found.timeToLive() + found.verified().chain();
    }
    Resolution.Absent absent = (Resolution.Absent) answer;
    return "absent " + absent.coveredBy() + absent.newest() + absent.denial().isPresent();
  }

  @Test
  void a_node_that_knows_no_such_question_is_asked_one_by_one() {
    ServedNode old =
        closedAfterwards(
            new ServedNode(
                Node.open(
                    NodeConfig.in(directory.resolve("old"))
                        .authorityFor("88.118.77")
                        .withClock(CLOCK))));
    assign(old, Assignment.of("88.118.77/A").value(1, "NO", "1"));
    allot(county, "88.118.77", old.node().anchor().authority(), old.endpoint());
    List<Identifier> asked =
        List.of(
            Identifier.parse("88.118.77/A"),
            Identifier.parse(COIL),
            Identifier.parse("88.118.77/B"));

    List<Resolved> results = client().resolveAll(asked);

    assertThat(results.get(0).answer()).isInstanceOf(Resolution.Found.class);
    assertThat(results.get(1).answer()).isInstanceOf(Resolution.Found.class);
    assertThat(results.get(2).answer()).isInstanceOf(Resolution.Absent.class);
    assertThat(old.calls()).isEqualTo(2);
  }

  @Test
  void a_recursive_node_is_asked_once_and_not_believed() {
    NodeClient behind = client();
    PuppetNode recursive = closedAfterwards(new PuppetNode());
    recursive.answer(
        request -> {
          Resolution.Found found = (Resolution.Found) ask(behind, request.getIdentifier());
          return ServedNode.found(
              found.verified().statement(),
              found.verified().chain().stream()
                  .map(link -> link.statement())
                  .toArray(SignedStatement[]::new));
        });
    recursive.answerMany(UnaryOperator.identity());
    NodeClient client =
        client(trusting(anchor()).asking(List.of(recursive.endpoint())), UpstreamTest.PATIENT);
    List<Identifier> asked = List.of(Identifier.parse("88.118.8/COIL-2"), Identifier.parse(CRATE));

    assertThat(client.resolveAll(asked))
        .allSatisfy(result -> assertThat(result.answer()).isInstanceOf(Resolution.Found.class));
    assertThat(recursive.calls()).isEqualTo(1);

    recursive.answerMany(
        messages -> messages.stream().map(ManyAcrossNodesTest::allOfTheFirstChain).toList());
    List<Resolved> lied =
        client(trusting(anchor()).asking(List.of(recursive.endpoint())), UpstreamTest.PATIENT)
            .resolveAll(asked);
    assertThat(lied.get(0).answer()).isInstanceOf(Resolution.Found.class);
    assertFailed(lied.get(1), ErrorReason.UPSTREAM_REJECTED);
  }

  private static ResolveManyResponse allOfTheFirstChain(ResolveManyResponse message) {
    ResolveManyResponse.Builder changed = message.toBuilder();
    changed.getAnswersBuilderList().forEach(answer -> answer.setChain(1));
    return changed.build();
  }

  @Test
  void answers_in_another_order_are_not_believed() {
    mill.answerMany(
        messages ->
            messages.stream()
                .map(
                    message -> {
                      List<ManyAnswer> answers = new ArrayList<>(message.getAnswersList());
                      Collections.reverse(answers);
                      return message.toBuilder().clearAnswers().addAllAnswers(answers).build();
                    })
                .toList());
    List<Resolved> results = client().resolveAll(coils(1, 2, 3));
    assertFailed(results.get(0), ErrorReason.UPSTREAM_REJECTED);
    assertThat(results.get(1).answer()).isInstanceOf(Resolution.Found.class);
    assertFailed(results.get(2), ErrorReason.UPSTREAM_REJECTED);
  }

  @Test
  void a_node_that_sends_too_few_answers_leaves_the_rest_without() {
    mill.answerMany(messages -> messages.subList(0, 1));
    List<Identifier> asked =
        IntStream.range(0, 20).mapToObj(i -> Identifier.parse("88.118.8/NO-" + i)).toList();
    List<Resolved> results = client().resolveAll(asked);
    for (int i = 0; i < 20; i++) {
      if (i < PuppetNode.MANY) {
        assertThat(results.get(i).answer()).isInstanceOf(Resolution.Absent.class);
      } else {
        assertFailed(results.get(i), ErrorReason.UPSTREAM_REJECTED);
      }
    }
  }

  @Test
  void a_node_that_sends_too_many_answers_changes_nothing() {
    mill.answerMany(messages -> Collections.nCopies(3, messages.get(0)));
    assertThat(client().resolveAll(coils(1, 2)))
        .allSatisfy(result -> assertThat(result.answer()).isInstanceOf(Resolution.Found.class));
    mill.answerMany(
        messages ->
            List.of(messages.get(0).toBuilder().addAnswers(messages.get(0).getAnswers(0)).build()));
    assertThat(client().resolveAll(coils(1, 2)))
        .allSatisfy(result -> assertFailed(result, ErrorReason.UPSTREAM_REJECTED));
  }

  @Test
  void one_that_refers_back_or_refuses_spoils_only_its_own() {
    quayNode.answer(
        request -> {
          throw ScriptedNode.refusal(Status.Code.UNAVAILABLE, "OVERLOADED");
        });
    List<Resolved> results =
        client().resolveAll(List.of(Identifier.parse(CRATE), Identifier.parse(COIL)));
    assertFailed(results.get(0), ErrorReason.OVERLOADED);
    assertThat(results.get(1).answer()).isInstanceOf(Resolution.Found.class);
  }

  @Test
  void what_has_no_budget_left_fails_and_what_was_answered_stays() {
    Budget budget = Budget.of(new Budget.Limits(3, 16, 8, 64, 4, Duration.ofSeconds(30)));
    List<Resolved> results =
        client()
            .resolveAll(
                List.of(Identifier.parse(COIL), Identifier.parse(CRATE)),
                AsOf.Newest.NEWEST,
                budget);
    assertThat(results).anySatisfy(result -> assertFailed(result, ErrorReason.BUDGET_EXHAUSTED));
    assertThat(budget.upstreamCalls()).isEqualTo(3);
  }

  @Test
  void answers_beyond_the_room_are_not_taken() {
    Budget budget = Budget.of(Budget.Limits.forMany(100)).holding(4000);
    List<Identifier> asked =
        IntStream.range(0, 100).mapToObj(i -> Identifier.parse("88.118.8/NO-" + i)).toList();
    List<Resolved> results = client().resolveAll(asked, AsOf.Newest.NEWEST, budget);
    assertThat(budget.isFull()).isTrue();
    assertThat(results.subList(0, 8))
        .allSatisfy(result -> assertThat(result.answer()).isInstanceOf(Resolution.Absent.class));
    assertThat(results.subList(8, 100))
        .allSatisfy(result -> assertFailed(result, ErrorReason.BUDGET_EXHAUSTED));
  }

  private static List<Identifier> coils(int... numbers) {
    return IntStream.of(numbers)
        .mapToObj(number -> Identifier.parse("88.118.8/COIL-" + number))
        .toList();
  }

  private static void assertFailed(Resolved result, ErrorReason reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Resolved.Failed.class,
            failed -> {
              NameplateException failure = failed.failure();
              assertThat(failure.reason()).as("%s", failure).isEqualTo(reason);
            });
  }
}
