package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.VersionMismatchException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.node.SteppingClock;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Page;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Delegation.State;
import dev.nameplate.trust.statement.Validity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllotmentsTest {
  private static final Prefix STEEL = Prefix.parse("88.118.8");
  private static final Prefix WEAVING = Prefix.parse("88.118.9");

  @TempDir Path directory;
  private final SteppingClock clock = new SteppingClock(Instant.parse("2026-07-01T00:00:00Z"));
  private Node node;

  @BeforeEach
  void open() {
    node =
        Node.open(
            NodeConfig.in(directory)
                .authorityFor("88.118", "20.500")
                .withSuite(SignatureSuite.ED25519_SHA256)
                .withClock(clock));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private void reopen() {
    node.close();
    node = Node.open(NodeConfig.in(directory).withClock(clock));
  }

  private Delegation newest(Prefix prefix) {
    return node.allotments().get(prefix).orElseThrow().value();
  }

  private static Allotment hosted(Prefix prefix) {
    return Allotment.hosted(prefix, "Guan County Weaving");
  }

  private static Allotment delegated(Prefix prefix, AuthorityKey... keys) {
    return Allotment.delegated(prefix, "Guan County Steel", List.of(keys), Holder.THERE);
  }

  private static void refused(ErrorReason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NameplateException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  @Test
  void an_operation_id_of_another_caller_tells_nothing_and_is_free() {
    Allotments stranger = node.allotments().as(Caller.STRANGER);
    OperationId operation = OperationId.of("op-1");
    Receipt first = node.allotments().allot(hosted(STEEL).operation("op-1"));

    refused(ErrorReason.ALREADY_ALLOTTED, () -> stranger.allot(hosted(STEEL).operation("op-1")));
    assertThat(stranger.suspend(STEEL, 1, operation).replayed()).isFalse();
    assertThat(node.allotments().allot(hosted(STEEL).operation("op-1")).position())
        .isEqualTo(first.position());
  }

  @Test
  void an_allotted_prefix_stands_in_the_log_with_all_that_was_said() {
    AuthorityKey key = Holder.key();

    Receipt receipt = node.allotments().allot(delegated(STEEL, key).validFor(Duration.ofDays(3)));

    assertThat(receipt.identifier()).isEqualTo(Identifier.parse("0.NA/88.118.8"));
    assertThat(receipt.version()).isEqualTo(1);
    Verified<Delegation> delegation = node.allotments().get(STEEL).orElseThrow();
    assertThat(delegation.position()).isEqualTo(receipt.position());
    Instant now = clock.instant();
    assertThat(delegation.value())
        .isEqualTo(
            new Delegation(
                STEEL,
                1,
                Bytes.EMPTY,
                State.ACTIVE,
                "Guan County Steel",
                false,
                List.of(key.during(Validity.from(now))),
                Holder.THERE,
                new Validity(now, now.plus(Duration.ofDays(3)))));
  }

  @Test
  void each_version_names_the_one_before() {
    node.allotments().allot(hosted(WEAVING));
    node.allotments().suspend(WEAVING, 1, OperationId.NONE);

    Bytes first = node.delegations().version(WEAVING, 1).orElseThrow().statement().body();
    Delegation second = node.delegations().version(WEAVING, 2).orElseThrow().value();
    assertThat(second.previous()).isEqualTo(HashFunction.SHA256.leafHash(first));
    assertThat(node.delegations().version(WEAVING, 3)).isEmpty();
  }

  @ParameterizedTest(name = "{1} of a prefix that is {0} gives {2}")
  @CsvSource({
    "ACTIVE,    suspend,  SUSPENDED",
    "ACTIVE,    resume,   INVALID_ARGUMENT",
    "ACTIVE,    revoke,   REVOKED",
    "ACTIVE,    transfer, ACTIVE",
    "ACTIVE,    allot,    ALREADY_ALLOTTED",
    "SUSPENDED, suspend,  PREFIX_SUSPENDED",
    "SUSPENDED, resume,   ACTIVE",
    "SUSPENDED, revoke,   REVOKED",
    "SUSPENDED, transfer, SUSPENDED",
    "SUSPENDED, allot,    ALREADY_ALLOTTED",
    "REVOKED,   suspend,  PREFIX_REVOKED",
    "REVOKED,   resume,   PREFIX_REVOKED",
    "REVOKED,   revoke,   PREFIX_REVOKED",
    "REVOKED,   transfer, PREFIX_REVOKED",
    "REVOKED,   allot,    ALREADY_ALLOTTED",
    ",          suspend,  NOT_ALLOTTED",
    ",          resume,   NOT_ALLOTTED",
    ",          revoke,   NOT_ALLOTTED",
    ",          transfer, NOT_ALLOTTED",
    ",          allot,    ACTIVE",
  })
  void states_follow_each_other(String from, String change, String to) {
    if (from != null) {
      node.allotments().allot(hosted(WEAVING));
      if (from.equals("SUSPENDED")) {
        node.allotments().suspend(WEAVING, 0, OperationId.NONE);
      } else if (from.equals("REVOKED")) {
        node.allotments().revoke(WEAVING, 0, OperationId.NONE);
      }
    }
    long before = node.head().statements();

    if (List.of("ACTIVE", "SUSPENDED", "REVOKED").contains(to)) {
      change(change);
      assertThat(newest(WEAVING).state()).hasToString(to);
    } else {
      refused(ErrorReason.valueOf(to), () -> change(change));
      assertThat(node.head().statements()).isEqualTo(before);
    }
  }

  private void change(String change) {
    switch (change) {
      case "allot" -> node.allotments().allot(hosted(WEAVING));
      case "suspend" -> node.allotments().suspend(WEAVING, 0, OperationId.NONE);
      case "resume" -> node.allotments().resume(WEAVING, 0, OperationId.NONE);
      case "revoke" -> node.allotments().revoke(WEAVING, 0, OperationId.NONE);
      default -> node.allotments().transfer(Transfer.of(WEAVING).to("New Weaving"));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "an own one,              88.118,     ALREADY_ALLOTTED",
    "above an own one,        88,         NOT_AUTHORITATIVE",
    "somebody else's,         88.119.1,   NOT_AUTHORITATIVE",
    "outside the grammar,     88.118.x,   PREFIX_NOT_ALLOTTABLE",
    "too deep,                88.118.8.1, PREFIX_NOT_ALLOTTABLE",
    "prefixes themselves,     0.NA.88,    PREFIX_NOT_ALLOTTABLE",
    "below a delegated one,   20.500.1.5, ALREADY_ALLOTTED",
    "above one,               20.500.2,   ALREADY_ALLOTTED",
    "the same in other case,  20.500.A,   ALREADY_ALLOTTED",
    "below a suspended one,   20.500.3.1, PREFIX_SUSPENDED",
    "below a revoked one,     20.500.4.1, PREFIX_REVOKED",
  })
  void a_prefix_that_cannot_be_allotted_is_refused(String why, String text, ErrorReason reason) {
    node.allotments().allot(delegated(Prefix.parse("20.500.1"), Holder.key()));
    node.allotments().allot(hosted(Prefix.parse("20.500.2.7")));
    node.allotments().allot(hosted(Prefix.parse("20.500.a")));
    node.allotments().allot(hosted(Prefix.parse("20.500.3")));
    node.allotments().suspend(Prefix.parse("20.500.3"), 0, OperationId.NONE);
    node.allotments().allot(hosted(Prefix.parse("20.500.4")));
    node.allotments().revoke(Prefix.parse("20.500.4"), 0, OperationId.NONE);
    long before = node.head().statements();

    refused(reason, () -> node.allotments().allot(hosted(Prefix.parse(text))));

    assertThat(node.head().statements()).isEqualTo(before);
  }

  @Test
  void a_prefix_above_one_that_is_revoked_can_be_allotted() {
    node.allotments().allot(hosted(Prefix.parse("20.500.2.7")));
    node.allotments().revoke(Prefix.parse("20.500.2.7"), 0, OperationId.NONE);

    node.allotments().allot(hosted(Prefix.parse("20.500.2")));

    assertThat(newest(Prefix.parse("20.500.2")).state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void a_sibling_with_the_same_beginning_is_no_overlap() {
    for (String text : List.of("20.500.1", "20.500.1-a", "20.500.10", "20.500.1a")) {
      node.allotments().allot(hosted(Prefix.parse(text)));
    }

    assertThat(node.allotments().list(Prefix.parse("20.500.1"), 10, "").entries()).isEmpty();
    assertThat(node.allotments().list(Prefix.parse("20.500"), 10, "").entries()).hasSize(4);
  }

  @Test
  void what_is_hosted_is_served_until_it_is_suspended_and_again_when_it_is_resumed() {
    Assignment cone = Assignment.of("88.118.9/CONE-1").value(1, "NO", "1");
    refused(ErrorReason.NOT_AUTHORITATIVE, () -> node.registrar().assign(cone));
    node.allotments().allot(hosted(WEAVING));
    node.registrar().assign(cone);
    assertThat(node.records().list(under(WEAVING), 10, "").entries()).hasSize(1);
    node.allotments().suspend(WEAVING, 0, OperationId.NONE);

    refused(
        ErrorReason.PREFIX_SUSPENDED,
        () -> node.registrar().assign(Assignment.of("88.118.9/CONE-2")));
    refused(
        ErrorReason.PREFIX_SUSPENDED,
        () -> node.registrar().retire(cone.identifier(), 1, OperationId.NONE));
    refused(ErrorReason.PREFIX_SUSPENDED, () -> node.records().list(under(WEAVING), 10, ""));

    reopen();
    refused(
        ErrorReason.PREFIX_SUSPENDED,
        () -> node.registrar().assign(Assignment.of("88.118.9/CONE-2")));
    node.allotments().resume(WEAVING, 0, OperationId.NONE);
    node.registrar().assign(Assignment.of("88.118.9/CONE-2"));
    node.allotments().revoke(WEAVING, 0, OperationId.NONE);
    refused(
        ErrorReason.PREFIX_REVOKED,
        () -> node.registrar().assign(Assignment.of("88.118.9/CONE-3")));
  }

  private static Records.Filter under(Prefix prefix) {
    return Records.Filter.under(prefix);
  }

  @Test
  void below_a_hosted_prefix_more_can_be_allotted_and_all_of_it_is_suspended_together() {
    Prefix outer = Prefix.parse("20.500.1");
    Prefix inner = Prefix.parse("20.500.1.7");
    node.allotments().allot(hosted(outer));
    node.allotments().allot(hosted(inner));
    node.registrar().assign(Assignment.of("20.500.1.7/a"));
    assertThat(node.delegations().path(inner))
        .extracting(link -> link.value().prefix())
        .containsExactly(outer, inner);

    node.allotments().suspend(outer, 0, OperationId.NONE);
    refused(
        ErrorReason.PREFIX_SUSPENDED, () -> node.registrar().assign(Assignment.of("20.500.1.7/b")));
    reopen();
    refused(
        ErrorReason.PREFIX_SUSPENDED, () -> node.registrar().assign(Assignment.of("20.500.1.7/b")));
    node.allotments().resume(outer, 0, OperationId.NONE);
    node.registrar().assign(Assignment.of("20.500.1.7/b"));
    node.allotments().suspend(inner, 0, OperationId.NONE);
    node.registrar().assign(Assignment.of("20.500.1/still"));
    refused(
        ErrorReason.PREFIX_SUSPENDED, () -> node.registrar().assign(Assignment.of("20.500.1.7/c")));
  }

  @Test
  void what_is_asked_below_a_prefix_is_answered_as_its_state_says() {
    Prefix outer = Prefix.parse("20.500.1");
    Identifier asked = Identifier.parse("20.500.1.5/x");
    assertThat(coveredBy(asked)).isEqualTo(Prefix.parse("20.500"));
    node.allotments().allot(hosted(outer));
    assertThat(coveredBy(asked)).as("hosted: the node itself answers").isEqualTo(outer);
    node.allotments().suspend(outer, 0, OperationId.NONE);
    assertThat(referral(asked).state()).isEqualTo(State.SUSPENDED);
    node.allotments().revoke(outer, 0, OperationId.NONE);
    assertThat(referral(asked).state()).isEqualTo(State.REVOKED);
    node.allotments().allot(delegated(STEEL, Holder.key()));
    assertThat(referral(Identifier.parse("88.118.8/COIL-1")).endpoints()).isEqualTo(Holder.THERE);
  }

  @Test
  void what_was_found_under_a_hosted_prefix_is_told_no_more_while_it_is_suspended() {
    Identifier cone = Identifier.parse("88.118.9/CONE-1");
    node.allotments().allot(hosted(WEAVING));
    node.registrar().assign(Assignment.of(cone).value(1, "NO", "1"));
    assertThat(node.resolver().resolve(cone)).isInstanceOf(Resolution.Found.class);

    node.allotments().suspend(WEAVING, 0, OperationId.NONE);
    assertThat(referral(cone).state()).isEqualTo(State.SUSPENDED);
    node.allotments().resume(WEAVING, 0, OperationId.NONE);
    assertThat(node.resolver().resolve(cone)).isInstanceOf(Resolution.Found.class);
  }

  private Prefix coveredBy(Identifier asked) {
    return ((Resolution.Absent) node.resolver().resolve(asked)).coveredBy();
  }

  private Delegation referral(Identifier asked) {
    return ((Resolution.Referred) node.resolver().resolve(asked)).to().value();
  }

  @Test
  void who_assigns_under_a_delegated_prefix_is_told_whose_it_is() {
    node.allotments().allot(delegated(STEEL, Holder.key()));

    assertThatThrownBy(() -> node.registrar().assign(Assignment.of("88.118.8/COIL-1")))
        .hasMessageContaining("88.118.8 is allotted to Guan County Steel, use node.example:7430")
        .extracting(e -> ((NameplateException) e).reason())
        .isEqualTo(ErrorReason.NOT_AUTHORITATIVE);
  }

  @Test
  void the_repeat_of_an_operation_gives_its_first_receipt_whatever_happened_since() {
    Allotment allotment = hosted(WEAVING).operation("allot-1");
    Receipt first = node.allotments().allot(allotment);
    OperationId suspension = OperationId.of("suspend-1");
    Receipt suspended = node.allotments().suspend(WEAVING, 0, suspension);
    clock.step(Duration.ofMinutes(1));
    reopen();

    assertThat(node.allotments().allot(allotment).replayed()).isTrue();
    assertThat(node.allotments().allot(allotment).position()).isEqualTo(first.position());
    assertThat(node.allotments().suspend(WEAVING, 0, suspension).position())
        .isEqualTo(suspended.position());
    refused(ErrorReason.OPERATION_CONFLICT, () -> node.allotments().resume(WEAVING, 0, suspension));
    refused(
        ErrorReason.OPERATION_CONFLICT,
        () -> node.allotments().allot(Allotment.hosted(WEAVING, "another").operation("allot-1")));
    assertThat(newest(WEAVING).version()).isEqualTo(2);
  }

  @Test
  void an_assignment_is_replayed_although_its_prefix_is_suspended_since() {
    node.allotments().allot(hosted(WEAVING));
    Assignment cone = Assignment.of("88.118.9/CONE-1").operation("op-1");
    Receipt first = node.registrar().assign(cone);
    node.allotments().suspend(WEAVING, 0, OperationId.NONE);

    assertThat(node.registrar().assign(cone).position()).isEqualTo(first.position());
  }

  @Test
  void a_change_can_expect_a_version() {
    node.allotments().allot(hosted(WEAVING));

    assertThatThrownBy(() -> node.allotments().suspend(WEAVING, 2, OperationId.NONE))
        .isInstanceOf(VersionMismatchException.class);
    assertThat(node.allotments().suspend(WEAVING, 1, OperationId.NONE).version()).isEqualTo(2);
  }

  @Test
  void what_cannot_be_kept_is_refused_before_it_is_written() {
    refused(
        ErrorReason.INVALID_ARGUMENT,
        () -> node.allotments().allot(Allotment.hosted(STEEL, "a\nb")));
    refused(
        ErrorReason.INVALID_ARGUMENT,
        () -> node.allotments().allot(Allotment.hosted(STEEL, "half \ud800 a pair")));
    refused(
        ErrorReason.INVALID_ARGUMENT,
        () -> node.allotments().allot(Allotment.delegated(STEEL, "x", List.of(), Holder.THERE)));
    AuthorityKey key = Holder.key();
    refused(ErrorReason.WRONG_KEY, () -> node.allotments().allot(delegated(STEEL, key, key)));
    refused(
        ErrorReason.INVALID_ARGUMENT,
        () -> node.allotments().allot(hosted(STEEL).validFor(Duration.ofSeconds(59))));
    refused(ErrorReason.INVALID_ARGUMENT, () -> node.allotments().transfer(Transfer.of(STEEL)));
    assertThat(node.head().statements()).isZero();
    node.allotments().allot(hosted(STEEL));
  }

  @Test
  void ten_thousand_prefixes_are_listed_by_pages_in_canonical_order() {
    int prefixes = 10_000;
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>(prefixes);
    for (int i = 0; i < prefixes; i++) {
      receipts.add(
          node.allotments().allotAsync(hosted(Prefix.parse("20.500." + Integer.toString(i, 36)))));
    }
    receipts.forEach(CompletableFuture::join);
    reopen();

    List<Prefix> seen = new ArrayList<>();
    String token = "";
    do {
      Page<Verified<Delegation>> page = node.allotments().list(Prefix.parse("20.500"), 999, token);
      page.entries().forEach(entry -> seen.add(entry.value().prefix()));
      token = page.nextToken();
    } while (!token.isEmpty());

    assertThat(seen).hasSize(prefixes).isSorted().doesNotHaveDuplicates();
    refused(
        ErrorReason.NOT_AUTHORITATIVE,
        () -> node.allotments().list(Prefix.parse("88.119"), 10, ""));
    refused(
        ErrorReason.INVALID_ARGUMENT, () -> node.allotments().list(Prefix.parse("88.118"), 0, ""));
    refused(
        ErrorReason.INVALID_ARGUMENT,
        () -> node.allotments().list(Prefix.parse("88.118"), 10, "nonsense"));
  }
}
