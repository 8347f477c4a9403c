package dev.nameplate.upstream;

import static dev.nameplate.upstream.ServedNode.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recursive nodes ask others, are not trusted, and may ask one another in a circle. */
class RecursiveNodesTest extends NodesTest {
  private final PuppetNode first = closedAfterwards(new PuppetNode());
  private final PuppetNode second = closedAfterwards(new PuppetNode());

  @Test
  void recursive_nodes_that_ask_each_other_end_by_their_depth_and_not_by_their_time() {
    forwards(first, second);
    forwards(second, first);
    NodeClient client = asking(first);
    Budget budget = Budget.of(new Budget.Limits(32, 16, 8, 32, 4, Duration.ofSeconds(30)));
    UpstreamException thrown =
        catchThrowableOfType(UpstreamException.class, () -> ask(client, CRATE, budget));
    assertThat(thrown.reason()).isEqualTo(ErrorReason.BUDGET_EXHAUSTED);
    assertThat(first.calls() + second.calls()).isEqualTo(4);
    assertThat(budget.upstreamCalls()).isEqualTo(1);
  }

  @Test
  void a_recursive_node_that_asks_itself_ends_by_its_depth() {
    forwards(first, first);
    NodeClient client = asking(first);
    assertThatThrownBy(() -> ask(client, CRATE))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.BUDGET_EXHAUSTED));
    assertThat(first.calls()).isEqualTo(4);
  }

  @Test
  void a_line_of_recursive_nodes_answers_with_the_whole_proof() {
    forwards(first, second);
    NodeClient iterating = client();
    second.answer(request -> answer(iterating, request));
    Resolution.Found found = assertFound(asking(first), CRATE, Source.UPSTREAM);
    assertThat(found.verified().chain()).hasSize(2);
    assertThat(found.timeToLive()).isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
  }

  @Test
  void a_recursive_node_cannot_make_a_record_last_longer_than_a_delegation_may_be_used() {
    first.say(whole().toBuilder().setTtlSeconds(-1).build());
    assertThat(assertFound(asking(first), CRATE, Source.UPSTREAM).timeToLive())
        .isLessThanOrEqualTo(Duration.ofHours(1));
  }

  @Test
  void a_recursive_node_that_leaves_out_a_delegation_is_not_believed() {
    first.say(whole().toBuilder().removeChain(0).build());
    assertRejected(asking(first), CRATE, "UntrustedKey");
    first.say(whole().toBuilder().removeChain(1).build());
    assertRejected(asking(first), CRATE, "UntrustedKey");
  }

  @Test
  void a_recursive_node_that_answers_another_question_is_not_believed() {
    SignedStatement[] chain = chain();
    first.say(found(quay.record("88.119.7/CRATE-2", 1, now()), chain));
    assertRejected(asking(first), CRATE, "WrongSubject");
  }

  @Test
  void a_recursive_node_that_only_refers_is_not_believed() {
    first.say(ServedNode.referred(chain()));
    assertRejected(asking(first), CRATE, "UnacceptableAnswer");
  }

  private ResolveResponse whole() {
    return found(crate(), chain());
  }

  private static SignedStatement[] chain() {
    return new SignedStatement[] {
      SignedStatement.fromProto(nation.truth(CRATE).getChain(0)),
      port.delegates(quay, now(), quayNode.endpoint())
    };
  }

  private NodeClient asking(PuppetNode node) {
    return client(trusting(anchor()).asking(List.of(node.endpoint())), UpstreamTest.PATIENT);
  }

  /** Makes a node pass on its questions to another. */
  private void forwards(PuppetNode node, PuppetNode to) {
    NodeClient client = asking(to);
    node.answer(request -> answer(client, request));
  }

  private static ResolveResponse answer(NodeClient client, ResolveRequest request) {
    Question question = Question.about(Identifier.parse(request.getIdentifier()));
    try {
      Resolution.Found found =
          (Resolution.Found) client.resolve(question, ServedNode.budget(request));
      SignedStatement[] chain =
          found.verified().chain().stream()
              .map(link -> link.statement())
              .toArray(SignedStatement[]::new);
      return found(found.verified().statement(), chain).toBuilder()
          .setTtlSeconds((int) found.timeToLive().toSeconds())
          .build();
    } catch (NameplateException e) {
      throw ScriptedNode.refusal(Status.Code.RESOURCE_EXHAUSTED, e.reason().name());
    }
  }
}
