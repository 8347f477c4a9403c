package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.node.SteppingClock;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Validity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
  private static final Prefix STEEL = Prefix.parse("88.118.8");
  private static final Instant START = Instant.parse("2026-07-01T00:00:00Z");

  @TempDir Path directory;
  private final SteppingClock clock = new SteppingClock(START);
  private final AuthorityKey first = Holder.key();
  private final AuthorityKey second = Holder.key();
  private Node node;

  @BeforeEach
  void allot() {
    node =
        Node.open(
            NodeConfig.in(directory)
                .authorityFor("88.118")
                .withSuite(SignatureSuite.ED25519_SHA256)
                .withClock(clock));
    node.allotments()
        .allot(Allotment.delegated(STEEL, "Guan County Steel", List.of(first), Holder.THERE));
    clock.step(Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Delegation newest() {
    return node.allotments().get(STEEL).orElseThrow().value();
  }

  private void transfer(Transfer transfer) {
    node.allotments().transfer(transfer);
  }

  private void keys(AuthorityKey... keys) {
    transfer(Transfer.of(STEEL).keys(List.of(keys)));
  }

  private static void refused(ErrorReason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NameplateException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  @Test
  void what_is_not_named_stays_as_it_is() {
    transfer(Transfer.of(STEEL).to("New Steel"));
    assertThat(newest().holder()).isEqualTo("New Steel");
    assertThat(newest().keys()).containsExactly(first.during(Validity.from(START)));

    List<Endpoint> elsewhere = List.of(Endpoint.parse("10.0.0.9:7430"));
    transfer(Transfer.of(STEEL).endpoints(elsewhere));
    assertThat(newest().endpoints()).isEqualTo(elsewhere);
    assertThat(newest().holder()).isEqualTo("New Steel");
  }

  @Test
  void a_key_that_is_not_named_again_counts_until_now() {
    keys(second);

    assertThat(newest().keys())
        .containsExactly(
            first.during(new Validity(START, clock.instant())),
            second.during(Validity.from(clock.instant())));

    Instant then = clock.instant();
    clock.step(Duration.ofHours(1));
    keys(second);
    assertThat(newest().keys())
        .as("what is over stays over, and what was there keeps its beginning")
        .containsExactly(
            first.during(new Validity(START, then)), second.during(Validity.from(then)));
  }

  @Test
  void two_keys_can_count_together_for_a_while() {
    Instant end = clock.instant().plus(Duration.ofHours(24));
    keys(first.during(Validity.ALWAYS.endingAt(end)), second);

    assertThat(newest().keys())
        .containsExactly(
            first.during(new Validity(START, end)), second.during(Validity.from(clock.instant())));
  }

  @Test
  void a_key_that_has_not_counted_yet_is_gone_when_it_is_not_named_again() {
    keys(first, second.during(Validity.from(clock.instant().plus(Duration.ofDays(1)))));
    keys(first);

    assertThat(newest().keys()).containsExactly(first.during(Validity.from(START)));
  }

  @Test
  void nothing_signed_before_is_made_untrue_or_true_again() {
    refused(
        ErrorReason.WRONG_KEY,
        () -> keys(first.during(Validity.ALWAYS.endingAt(START.plus(Duration.ofMinutes(1))))));
    refused(ErrorReason.WRONG_KEY, () -> keys(Holder.keyOfAnotherLog(first)));
    keys(first.during(Validity.from(clock.instant())));
    assertThat(newest().keys()).containsExactly(first.during(Validity.from(START)));

    node.allotments().revokeKey(STEEL, first.keyId(), 7, 0, OperationId.NONE);
    keys(first, second);
    assertThat(newest().keys().get(0).revokedFrom()).isEqualTo(OptionalLong.of(7));
  }

  @Test
  void a_revocation_of_a_key_is_only_ever_lowered() {
    node.allotments().revokeKey(STEEL, first.keyId(), 7, 0, OperationId.NONE);
    for (long position : new long[] {7, 8}) {
      refused(
          ErrorReason.INVALID_ARGUMENT,
          () -> node.allotments().revokeKey(STEEL, first.keyId(), position, 0, OperationId.NONE));
    }
    node.allotments().revokeKey(STEEL, first.keyId(), 3, 0, OperationId.NONE);

    assertThat(newest().keys().get(0).revokedFrom()).isEqualTo(OptionalLong.of(3));
    refused(
        ErrorReason.WRONG_KEY,
        () -> node.allotments().revokeKey(STEEL, second.keyId(), 3, 0, OperationId.NONE));
    refused(
        ErrorReason.INVALID_ARGUMENT,
        () -> node.allotments().revokeKey(STEEL, first.keyId(), -1, 0, OperationId.NONE));
  }

  @Test
  void more_than_eight_keys_are_refused_until_one_is_dropped_whose_time_is_over() {
    List<AuthorityKey> all = new ArrayList<>(List.of(first));
    for (int i = 1; i < Delegation.MAX_KEYS; i++) {
      clock.step(Duration.ofHours(1));
      all.add(Holder.key());
      keys(all.get(i));
    }
    assertThat(newest().keys()).hasSize(Delegation.MAX_KEYS);
    clock.step(Duration.ofHours(1));

    assertThatThrownBy(() -> keys(second)).hasMessageContaining("drop an expired key");
    refused(
        ErrorReason.WRONG_KEY,
        () -> transfer(Transfer.of(STEEL).dropping(Set.of(all.get(7).keyId()))));
    refused(
        ErrorReason.WRONG_KEY, () -> transfer(Transfer.of(STEEL).dropping(Set.of(second.keyId()))));

    transfer(Transfer.of(STEEL).keys(List.of(second)).dropping(Set.of(first.keyId())));
    assertThat(newest().keys())
        .hasSize(Delegation.MAX_KEYS)
        .noneMatch(key -> key.keyId().equals(first.keyId()))
        .anyMatch(key -> key.keyId().equals(second.keyId()));
  }

  @Test
  void a_hosted_prefix_is_handed_over_only_whole_and_before_it_is_used() {
    Prefix weaving = Prefix.parse("88.118.9");
    node.allotments().allot(Allotment.hosted(weaving, "Weaving"));
    Transfer toItsNode =
        Transfer.of(weaving).keys(List.of(second)).endpoints(Holder.THERE).to("Own Weaving");
    refused(
        ErrorReason.INVALID_ARGUMENT, () -> transfer(Transfer.of(weaving).keys(List.of(second))));
    refused(
        ErrorReason.INVALID_ARGUMENT, () -> transfer(Transfer.of(weaving).endpoints(Holder.THERE)));
    node.registrar().assign(Assignment.of("88.118.9/CONE-1"));
    refused(ErrorReason.ALREADY_ASSIGNED, () -> transfer(toItsNode));

    Prefix pears = Prefix.parse("88.118.10");
    node.allotments().allot(Allotment.hosted(pears, "Pears"));
    transfer(Transfer.of(pears).keys(List.of(second)).endpoints(Holder.THERE));

    assertThat(node.allotments().get(pears).orElseThrow().value().hosted()).isFalse();
    refused(
        ErrorReason.NOT_AUTHORITATIVE,
        () -> node.registrar().assign(Assignment.of("88.118.10/CRATE-1")));
  }

  @Test
  void below_a_prefix_that_was_handed_over_its_node_decides_even_about_what_was_revoked_here() {
    Prefix pears = Prefix.parse("20.500.10");
    Prefix orchard = Prefix.parse("20.500.10.1");
    try (Node above = Node.open(NodeConfig.in(directory.resolve("above")).authorityFor("20.500"))) {
      above.allotments().allot(Allotment.hosted(pears, "Pears"));
      above.allotments().allot(Allotment.hosted(orchard, "Orchard"));
      above.allotments().revoke(orchard, 0, OperationId.NONE);
      above.allotments().transfer(Transfer.of(pears).keys(List.of(second)).endpoints(Holder.THERE));

      assertThat(above.resolver().resolve(Identifier.parse("20.500.10.1/CRATE-1")))
          .isInstanceOfSatisfying(
              Resolution.Referred.class,
              to -> assertThat(to.to().value().prefix()).isEqualTo(pears));
      assertThat(above.delegations().path(orchard))
          .extracting(link -> link.value().prefix())
          .containsExactly(pears);
    }
  }
}
