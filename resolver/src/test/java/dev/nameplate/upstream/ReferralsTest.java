package dev.nameplate.upstream;

import static dev.nameplate.upstream.ServedNode.referred;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.BudgetExhaustedException;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ResolveResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever nodes send those who ask, the question ends soon. */
class ReferralsTest extends NodesTest {
  @Test
  void two_nodes_that_refer_to_each_other_are_asked_once_each() {
    quayNode.say(referred(chainIn(nation.truth(CRATE))));
    assertAskedOnce("UnacceptableAnswer");
  }

  @Test
  void a_referral_upward_is_refused() {
    quayNode.say(referred(quay.delegates(Signatory.of("88"), now(), nation.endpoint())));
    assertAskedOnce("UnacceptableAnswer");
  }

  @Test
  void a_referral_sideways_is_refused() {
    quayNode.say(referred(chainIn(nation.truth(COIL))));
    assertAskedOnce("UntrustedKey");
  }

  @Test
  void a_node_that_refers_to_itself_is_asked_once() {
    quayNode.say(referred(quay.delegates(quay, now(), quayNode.endpoint())));
    assertAskedOnce("UnacceptableAnswer");
  }

  private void assertAskedOnce(String rule) {
    int atPort = portNode.calls();
    int atQuay = quayNode.calls();
    assertRejected(client(), CRATE, rule);
    assertThat(portNode.calls() - atPort).isEqualTo(1);
    assertThat(quayNode.calls() - atQuay).isEqualTo(1);
  }

  @Test
  void a_thousand_signed_referrals_end_with_the_budget() {
    List<Signatory> line = new ArrayList<>(List.of(port));
    IntStream.range(0, 40).forEach(i -> line.add(Signatory.of(prefix(i + 1))));
    AtomicInteger level = new AtomicInteger();
    portNode.answer(
        request -> {
          int at = level.getAndIncrement();
          return referred(line.get(at).delegates(line.get(at + 1), now(), portNode.endpoint()));
        });
    NodeClient client = client();
    Budget budget = Budget.standard();
    String identifier = prefix(1000) + "/CRATE-1";
    assertThatThrownBy(() -> ask(client, identifier, budget))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("referrals");
    assertThat(budget.upstreamCalls()).isLessThanOrEqualTo(18);
    assertThat(level.get()).isLessThanOrEqualTo(17);

    beHonest();
    assertFound(client, CRATE, Source.UPSTREAM);
  }

  private static String prefix(int depth) {
    return "88.119" + ".1".repeat(depth);
  }

  @Test
  void the_default_policy_dials_no_loopback_address_that_a_node_names() {
    NodeClient client =
        client(trusting(anchor()).withEndpointPolicy(EndpointPolicy.PUBLIC), UpstreamTest.PATIENT);
    assertNothingDialled(client, portNode, CRATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "0.0.0.0",
        "::",
        "localhost",
        "::ffff:127.0.0.1",
        "127.1.2.3",
        "::127.0.0.1",
        "64:ff9b::7f00:1"
      })
  void the_default_policy_dials_no_address_of_this_machine_whatever_it_is_called(String host) {
    portNode.say(
        referred(port.delegates(quay, now(), new Endpoint(host, quayNode.endpoint().port()))));
    assertNothingDialled(ofPort(), quayNode, CRATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "fe80::1",
        "fd00:ec2::254",
        "10.0.0.1",
        "192.168.0.1",
        "100.100.100.200",
        "255.255.255.255",
        "224.0.0.1"
      })
  void the_default_policy_dials_no_metadata_service_nor_inner_network(String host) {
    portNode.say(referred(port.delegates(quay, now(), new Endpoint(host, 80))));
    assertNothingDialled(ofPort(), quayNode, CRATE);
  }

  /** Who trusts the port's key, and knows its node's address from nobody else. */
  private NodeClient ofPort() {
    return client(
        trusting(port.anchor(portNode.endpoint())).withEndpointPolicy(EndpointPolicy.PUBLIC),
        UpstreamTest.PATIENT);
  }

  private static void assertNothingDialled(NodeClient client, PuppetNode node, String identifier) {
    int before = node.connections();
    Budget budget = Budget.standard();
    UpstreamException thrown =
        catchThrowableOfType(UpstreamException.class, () -> ask(client, identifier, budget));
    assertThat(thrown.reason()).isEqualTo(ErrorReason.UNREACHABLE);
    assertThat(thrown.getMessage())
        .containsAnyOf(
            "is an address that referrals may not use",
            "it is not a host name",
            "its name has no address");
    assertThat(node.connections()).isEqualTo(before);
    assertThat(budget.upstreamCalls()).isLessThanOrEqualTo(3);
  }

  private static SignedStatement[] chainIn(ResolveResponse answer) {
    return answer.getChainList().stream()
        .map(SignedStatement::fromProto)
        .toArray(SignedStatement[]::new);
  }
}
