package dev.nameplate.upstream;

import static dev.nameplate.upstream.ServedNode.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Allotments;
import dev.nameplate.assign.Transfer;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.PrefixRevokedException;
import dev.nameplate.log.PrefixSuspendedException;
import dev.nameplate.node.Node;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.key.SignatureSuite;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the authority above changes is in force when the delegation that is remembered runs out. */
class ChangingAuthoritiesTest extends NodesTest {
  private static final AtomicInteger CHILDREN = new AtomicInteger(200);
  private static final int PARENT_SECONDS = 300;

  private final PuppetNode childNode = closedAfterwards(new PuppetNode());
  private final Signatory child = Signatory.of("88." + CHILDREN.incrementAndGet());
  private final String identifier = child.prefix + "/LOT-1";
  private final Allotments above = nation.node().allotments();

  @BeforeEach
  void allotChild() {
    allot(nation, child.prefix.toString(), child.authorityKey(), childNode.endpoint());
    serve(childNode, child);
    nation.tamper(answer -> answer.toBuilder().setTtlSeconds(PARENT_SECONDS).build());
  }

  /** Answers every question, newly signed, for as long as it may. */
  private static void serve(PuppetNode node, Signatory signatory) {
    AtomicInteger version = new AtomicInteger();
    node.answer(
        request ->
            found(
                signatory.record(
                    request.getIdentifier(),
                    version.incrementAndGet(),
                    now(),
                    RecordValue.text(1, "NO", "1"))));
  }

  @Test
  void a_revoked_child_is_dead_within_the_time_that_was_given_for_it_however_often_it_is_asked() {
    NodeClient client = client();
    assertFound(client, identifier, Source.UPSTREAM);
    above.revoke(child.prefix, 0, OperationId.NONE);
    for (int second = 1; second < PARENT_SECONDS; second++) {
      CLOCK.step(Duration.ofSeconds(1));
      assertThat(ask(client, child.prefix + "/LOT-" + second % 7))
          .isInstanceOf(Resolution.Found.class);
      client.forget(Identifier.parse(child.prefix + "/LOT-" + (second + 1) % 7));
    }
    int asked = childNode.calls();
    CLOCK.step(Duration.ofSeconds(1));
    for (int i = 0; i < 7; i++) {
      String any = child.prefix + "/LOT-" + i;
      assertThatThrownBy(() -> ask(client, any)).isInstanceOf(PrefixRevokedException.class);
    }
    assertThat(childNode.calls()).isEqualTo(asked);
    assertThat(asked).isGreaterThan(250);
    assertThat(client.statistics().entries()).isZero();
  }

  @Test
  void a_suspended_child_is_silent_until_it_is_resumed() {
    NodeClient client = client();
    assertFound(client, identifier, Source.UPSTREAM);
    above.suspend(child.prefix, 0, OperationId.NONE);
    CLOCK.step(Duration.ofSeconds(PARENT_SECONDS));
    assertThatThrownBy(() -> ask(client, identifier)).isInstanceOf(PrefixSuspendedException.class);
    assertThat(client.statistics().entries()).isZero();

    above.resume(child.prefix, 0, OperationId.NONE);
    assertFound(client, identifier, Source.UPSTREAM);
  }

  @Test
  void a_new_key_of_the_child_is_looked_up_once_when_it_is_seen() {
    NodeClient client = client();
    assertFound(client, identifier, Source.UPSTREAM);
    Signatory successor = child.successor();
    CLOCK.step(Duration.ofSeconds(10));
    above.transfer(Transfer.of(child.prefix).keys(List.of(successor.authorityKey())));
    serve(childNode, successor);
    int calls = nation.calls();
    assertFound(client, child.prefix + "/LOT-2", Source.UPSTREAM);
    assertFound(client, child.prefix + "/LOT-3", Source.UPSTREAM);
    assertThat(nation.calls() - calls).isEqualTo(1);
  }

  @Test
  void a_child_that_moved_is_looked_up_once_when_its_former_node_is_gone() {
    assertMoves(childNode::close);
  }

  @Test
  void a_child_that_moved_is_looked_up_once_when_another_node_has_its_place() {
    assertMoves(
        () ->
            childNode.answer(
                request -> {
                  throw ScriptedNode.refusal(Status.Code.FAILED_PRECONDITION, "NOT_AUTHORITATIVE");
                }));
  }

  private void assertMoves(Runnable goes) {
    NodeClient client = client();
    assertFound(client, identifier, Source.UPSTREAM);
    PuppetNode elsewhere = closedAfterwards(new PuppetNode());
    serve(elsewhere, child);
    above.transfer(Transfer.of(child.prefix).endpoints(List.of(elsewhere.endpoint())));
    goes.run();
    int calls = nation.calls();
    assertFound(client, child.prefix + "/LOT-2", Source.UPSTREAM);
    assertFound(client, child.prefix + "/LOT-3", Source.UPSTREAM);
    assertThat(nation.calls() - calls).isEqualTo(1);
  }

  @Test
  void the_nodes_above_are_asked_once_a_second_about_a_child_that_is_out_of_order() {
    NodeClient client = client();
    assertFound(client, identifier, Source.UPSTREAM);
    childNode.close();
    int calls = nation.calls();
    for (int i = 0; i < 60; i++) {
      String any = child.prefix + "/LOT-" + (100 + i);
      assertThatThrownBy(() -> ask(client, any)).isInstanceOf(UpstreamException.class);
      CLOCK.step(Duration.ofMillis(50));
    }
    assertThat(nation.calls() - calls).isBetween(2, 4);
  }

  @Test
  void what_a_revoked_key_signed_before_counts_and_what_it_signed_later_does_not() {
    above.revokeKey(child.prefix, child.authorityKey().keyId(), 7, 0, OperationId.NONE);
    NodeClient client = client();
    childNode.say(found(child.recordAt(identifier, 6, now())));
    assertFound(client, identifier, Source.UPSTREAM);

    String later = child.prefix + "/LOT-2";
    childNode.say(found(child.recordAt(later, 7, now())));
    assertRejected(client, later, "KeyRevoked");
  }

  @Test
  void a_node_does_not_give_what_it_keeps_of_a_child_that_it_revoked_itself() {
    ServedNode parent =
        closedAfterwards(
            new ServedNode(
                Node.open(
                    config("88.199")
                        .withSuite(SignatureSuite.ED25519_SHA256)
                        .withUpstream(trusting(anchor())))));
    Signatory below = Signatory.of("88.199.1");
    allot(parent, "88.199.1", below.authorityKey(), childNode.endpoint());
    serve(childNode, below);
    Identifier lot = Identifier.parse("88.199.1/LOT-1");
    assertThat(parent.node().resolver().resolve(lot)).isInstanceOf(Resolution.Found.class);
    assertThat(parent.node().resolver().resolve(lot).source()).isEqualTo(Source.CACHE);

    parent.node().allotments().suspend(below.prefix, 0, OperationId.NONE);
    assertThatThrownBy(() -> parent.node().resolver().resolve(lot))
        .isInstanceOf(PrefixSuspendedException.class);
    parent.node().allotments().revoke(below.prefix, 0, OperationId.NONE);
    assertThatThrownBy(() -> parent.node().resolver().resolve(lot))
        .isInstanceOf(PrefixRevokedException.class);
  }

  @Test
  void an_identifier_below_a_hosted_prefix_that_was_never_allotted_is_absent() {
    String hosted = child.prefix + "0";
    nation.node().allotments().allot(Allotment.hosted(Prefix.parse(hosted), "a mill"));
    Budget budget = Budget.standard();
    assertThat(ask(client(), hosted + ".1/LOT-1", budget)).isInstanceOf(Resolution.Absent.class);
    assertThat(budget.upstreamCalls()).isEqualTo(1);
  }
}
