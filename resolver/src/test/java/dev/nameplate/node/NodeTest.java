package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.NotAssignedException;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.OperationConflictException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.RetiredException;
import dev.nameplate.log.VersionMismatchException;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.signing.Passphrase;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.SignedStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-2026-000451");

  @TempDir Path directory;

  @Test
  void four_lines_embed_a_node() {
    try (Node node = Node.open(NodeConfig.in(directory).authorityFor("88.118.8"))) {
      node.registrar()
          .assign(
              Assignment.of("88.118.8/COIL-2026-000451")
                  .value(1, "URL", "https://mill.example/coils/451"));
      Resolution answer = node.resolver().resolve(Identifier.parse("88.118.8/COIL-2026-000451"));
      assertThat(record(answer).value(1).orElseThrow().data())
          .isEqualTo(ValueData.text("https://mill.example/coils/451"));
    }
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void what_was_assigned_resolves_and_verifies_with_nothing_but_the_anchor(SignatureSuite suite) {
    try (Node node = Node.open(config().withSuite(suite))) {
      Receipt receipt = node.registrar().assign(coil());
      SignedStatement answer = found(node).verified().statement();
      Verified<IdentifierRecord> verified =
          verifier(node).verify(SignedStatement.parse(answer.encoded()), COIL);
      assertThat(verified.value()).isEqualTo(IdentifierRecord.first(COIL, coil().values()));
      assertThat(verified.position()).isEqualTo(receipt.position()).isZero();
      assertThat(receipt.version()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void a_thousand_writes_in_flight_share_batches_and_all_verify(SignatureSuite suite) {
    try (Node node = Node.open(config().withSuite(suite))) {
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        receipts.add(
            node.registrar().assignAsync(Assignment.of("88.118.8/C-" + i).value(1, "NO", "" + i)));
      }
      assertThat(receipts.stream().map(CompletableFuture::join).map(Receipt::position))
          .doesNotHaveDuplicates();
      assertThat(node.head().batches()).isLessThan(1000);
      assertThat(node.head().statements()).isEqualTo(1000);
      StatementVerifier verifier = verifier(node);
      for (int i = 0; i < 1000; i++) {
        Identifier identifier = Identifier.parse("88.118.8/C-" + i);
        Resolution.Found found = (Resolution.Found) node.resolver().resolve(identifier);
        assertThat(
                verifier
                    .verify(found.verified().statement(), identifier)
                    .value()
                    .value(1)
                    .orElseThrow()
                    .data())
            .isEqualTo(ValueData.text("" + i));
      }
    }
  }

  @Test
  void everything_is_there_after_reopening() {
    Instant assigned;
    try (Node node = Node.open(config())) {
      assigned = node.registrar().assign(coil()).time();
      node.registrar()
          .update(COIL, 1, List.of(RecordValue.text(1, "NOTE", "second")), OperationId.NONE);
    }
    try (Node node = Node.open(NodeConfig.in(directory))) {
      assertThat(found(node).record().version()).isEqualTo(2);
      assertThat(versionAt(node, new AsOf.Version(1)).values()).isEqualTo(coil().values());
      assertThat(node.head().epoch()).isEqualTo(2);
      assertThat(assigned).isBeforeOrEqualTo(Instant.now());
      node.registrar().assign(Assignment.of("88.118.8/next"));
      assertThat(node.head().statements()).isEqualTo(3);
    }
  }

  @Test
  void an_identifier_is_assigned_once_however_its_case_is_written() {
    try (Node node = Node.open(config())) {
      node.registrar().assign(coil());
      assertThatThrownBy(
              () ->
                  node.registrar()
                      .assign(Assignment.of("88.118.8/coil-2026-000451").value(1, "A", "b")))
          .isInstanceOf(AlreadyAssignedException.class)
          .hasMessageContaining("\"88.118.8/COIL-2026-000451\" is already assigned")
          .extracting(e -> ((AlreadyAssignedException) e).sameContent())
          .isEqualTo(false);
      assertThatThrownBy(() -> node.registrar().assign(coil()))
          .extracting(e -> ((AlreadyAssignedException) e).sameContent())
          .isEqualTo(true);
    }
  }

  @Test
  void of_two_equal_assignments_in_flight_exactly_one_wins() {
    try (Node node = Node.open(config())) {
      for (int round = 0; round < 50; round++) {
        Assignment assignment = Assignment.of("88.118.8/R-" + round);
        CompletableFuture<Receipt> one =
            node.registrar().assignAsync(assignment.value(1, "WHO", "one"));
        CompletableFuture<Receipt> two =
            node.registrar().assignAsync(assignment.value(1, "WHO", "two"));
        assertThat(one.join().version()).isEqualTo(1);
        assertThatThrownBy(two::join)
            .isInstanceOf(CompletionException.class)
            .hasCauseInstanceOf(AlreadyAssignedException.class);
      }
    }
  }

  @Test
  void an_update_needs_the_newest_version_and_keeps_the_older_ones() {
    try (Node node = Node.open(config())) {
      node.registrar().assign(coil());
      List<RecordValue> changed = List.of(RecordValue.text(1, "NOTE", "galvanised"));
      assertThat(node.registrar().update(COIL, 1, changed, OperationId.NONE).version())
          .isEqualTo(2);
      assertThatThrownBy(() -> node.registrar().update(COIL, 1, changed, OperationId.NONE))
          .isInstanceOf(VersionMismatchException.class)
          .hasMessageContaining("expected: 2");
      assertThat(found(node).record().values()).isEqualTo(changed);
      Records.Page versions = node.records().versions(COIL, 10, "");
      assertThat(versions.entries())
          .extracting(entry -> entry.value().version())
          .containsExactly(2L, 1L);
      assertThat(versions.entries().get(0).value().previous())
          .isEqualTo(
              node.anchor()
                  .authorityKey()
                  .suite()
                  .hash()
                  .leafHash(versions.entries().get(1).statement().body()));
    }
  }

  @Test
  void a_retired_identifier_is_absent_with_its_tombstone_and_stays_so() {
    try (Node node = Node.open(config())) {
      node.registrar().assign(coil());
      assertThat(node.registrar().retire(COIL, 1, OperationId.NONE).version()).isEqualTo(2);
      Resolution.Absent absent = (Resolution.Absent) node.resolver().resolve(COIL);
      assertThat(absent.tombstone().orElseThrow().value().retired()).isTrue();
      assertThatThrownBy(() -> node.registrar().assign(coil()))
          .isInstanceOf(AlreadyAssignedException.class)
          .hasMessageContaining("was retired in version 2")
          .extracting(e -> ((AlreadyAssignedException) e).reason())
          .isEqualTo(ErrorReason.RETIRED);
      assertThatThrownBy(() -> node.registrar().update(COIL, 2, List.of(), OperationId.NONE))
          .isInstanceOf(RetiredException.class);
      assertThat(versionAt(node, new AsOf.Version(1)).values()).isEqualTo(coil().values());
    }
  }

  @Test
  void what_was_never_assigned_is_absent_and_can_be_neither_updated_nor_retired() {
    try (Node node = Node.open(config())) {
      Resolution.Absent absent = (Resolution.Absent) node.resolver().resolve(COIL);
      assertThat(absent.tombstone()).isEmpty();
      assertThat(absent.coveredBy()).isEqualTo(Prefix.parse("88.118.8"));
      assertThatThrownBy(() -> node.registrar().update(COIL, 1, List.of(), OperationId.NONE))
          .isInstanceOf(NotAssignedException.class);
      assertThatThrownBy(() -> node.registrar().retire(COIL, 1, OperationId.NONE))
          .isInstanceOf(NotAssignedException.class);
      assertThat(node.head().statements()).isZero();
    }
  }

  @Test
  void an_absence_ends_when_the_identifier_is_assigned() {
    try (Node node = Node.open(config())) {
      assertThat(node.resolver().resolve(COIL)).isInstanceOf(Resolution.Absent.class);
      node.registrar().assign(coil());
      assertThat(node.resolver().resolve(COIL)).isInstanceOf(Resolution.Found.class);
    }
  }

  @Test
  void as_of_a_time_or_a_position_answers_what_was_in_force_then() {
    SteppingClock clock = new SteppingClock(Instant.parse("2026-03-01T00:00:00Z"));
    try (Node node = Node.open(config().withClock(clock))) {
      node.registrar().assign(coil());
      clock.step(Duration.ofDays(1));
      node.registrar()
          .update(COIL, 1, List.of(RecordValue.text(1, "NOTE", "second")), OperationId.NONE);
      assertThat(
              node.resolver()
                  .resolve(
                      new Question(COIL, new AsOf.Time(Instant.parse("2026-02-28T00:00:00Z")))))
          .isInstanceOf(Resolution.Absent.class);
      assertThat(versionAt(node, new AsOf.Time(Instant.parse("2026-03-01T12:00:00Z"))).version())
          .isEqualTo(1);
      assertThat(versionAt(node, new AsOf.Time(Instant.parse("2026-03-02T00:00:00Z"))).version())
          .isEqualTo(2);
      assertThat(versionAt(node, new AsOf.Position(1)).version()).isEqualTo(1);
      assertThat(versionAt(node, new AsOf.Position(2)).version()).isEqualTo(2);
      assertThat(node.resolver().resolve(new Question(COIL, new AsOf.Position(0))))
          .isInstanceOf(Resolution.Absent.class);
    }
  }

  @Test
  void a_clock_that_runs_back_does_not_turn_the_log_back() {
    SteppingClock clock = new SteppingClock(Instant.parse("2026-03-01T00:00:00Z"));
    try (Node node = Node.open(config().withClock(clock))) {
      Instant first = node.registrar().assign(coil()).time();
      clock.step(Duration.ofDays(-1));
      assertThat(node.registrar().assign(Assignment.of("88.118.8/later")).time()).isEqualTo(first);
    }
  }

  @Test
  void a_repeated_operation_gets_the_first_receipt_also_after_reopening() {
    Assignment named = coil().operation("shift-7/coil-451");
    Receipt first;
    try (Node node = Node.open(config())) {
      first = node.registrar().assign(named);
      assertThat(first.replayed()).isFalse();
      assertReplayOf(first, node.registrar().assign(named));
      node.registrar().update(COIL, 1, List.of(), OperationId.of("shift-8"));
    }
    try (Node node = Node.open(config())) {
      assertReplayOf(first, node.registrar().assign(named));
      assertThat(node.registrar().update(COIL, 1, List.of(), OperationId.of("shift-8")).replayed())
          .isTrue();
      assertThat(node.head().statements()).isEqualTo(2);
      assertThatThrownBy(() -> node.registrar().assign(named.value(9, "OTHER", "content")))
          .isInstanceOf(OperationConflictException.class);
    }
  }

  @Test
  void a_repeated_operation_in_flight_gets_the_same_receipt() {
    try (Node node = Node.open(config())) {
      List<CompletableFuture<Receipt>> repeats = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        repeats.add(node.registrar().assignAsync(coil().operation("once")));
      }
      assertThat(
              repeats.stream().map(CompletableFuture::join).filter(receipt -> !receipt.replayed()))
          .hasSize(1);
      assertThat(node.head().statements()).isEqualTo(1);
    }
  }

  @Test
  void an_operation_is_remembered_for_seven_days_and_forgotten_after_fourteen() {
    SteppingClock clock = new SteppingClock(Instant.parse("2026-03-01T00:00:00Z"));
    Assignment named = coil().operation("op");
    try (Node node = Node.open(config().withClock(clock))) {
      node.registrar().assign(named);
      clock.step(Duration.ofDays(7));
      assertThat(node.registrar().assign(named).replayed()).isTrue();
      clock.step(Duration.ofDays(8));
      node.registrar().assign(Assignment.of("88.118.8/other"));
      assertThatThrownBy(() -> node.registrar().assign(named))
          .isInstanceOf(AlreadyAssignedException.class);
    }
  }

  @Test
  void a_foreign_prefix_is_refused_for_reading_and_writing() {
    try (Node node = Node.open(config())) {
      assertThatThrownBy(() -> node.resolver().resolve(Identifier.parse("10.1000/1")))
          .isInstanceOf(NotAuthoritativeException.class)
          .hasMessage("prefix: \"10.1000\" (expected: a prefix of this node: 88.118.8)");
      assertThatThrownBy(() -> node.registrar().assign(Assignment.of("88.118/1")))
          .isInstanceOf(NotAuthoritativeException.class);
    }
  }

  @Test
  void a_record_outside_the_configured_limits_is_refused_and_changes_nothing() {
    RecordLimits limits = new RecordLimits(40, 2, 512);
    try (Node node = Node.open(config().withLimits(limits))) {
      assertRefused(node, Assignment.of("88.118.8/" + "x".repeat(32)), "identifier: ");
      assertRefused(node, coil().value(7, "A", "a").value(8, "B", "b"), "values: \"4 values\"");
      assertRefused(
          node,
          Assignment.of(COIL).value(1, "A", "a".repeat(600)),
          "record: \"88.118.8/COIL-2026-000451\"");
      assertThat(node.head().statements()).isZero();
    }
  }

  @Test
  void the_largest_record_is_taken_and_a_larger_one_is_not() {
    try (Node node = Node.open(config())) {
      Assignment full = Assignment.of("88.118.8/full");
      List<RecordValue> values = new ArrayList<>();
      for (int i = 1; i <= 2048; i++) {
        values.add(RecordValue.text(i, "T", "v".repeat(100)));
      }
      node.registrar().assign(full.values(values));
      assertThat(((Resolution.Found) node.resolver().resolve(full.identifier())).record().values())
          .hasSize(2048);
      values.add(RecordValue.text(2049, "T", "one too many"));
      assertRefused(
          node, Assignment.of("88.118.8/fuller").values(values), "values: \"2049 values\"");
      assertRefused(
          node,
          Assignment.of("88.118.8/fat").value(1, "T", "v".repeat(262_144)),
          "record: \"88.118.8/fat\"");
    }
  }

  @Test
  void restricted_values_are_withheld_without_breaking_the_signature() {
    RecordValue secret =
        RecordValue.text(2, "PRICE", "4180 CNY/t").withPermissions(Permissions.RESTRICTED);
    try (Node node = Node.open(config())) {
      node.registrar().assign(coil().value(secret));
      SignedStatement whole = found(node).verified().statement();
      assertThat(verifier(node).verify(whole, COIL).value().value(2)).contains(secret);
      IdentifierRecord seen = verifier(node).verify(whole.withoutDisclosures(), COIL).value();
      assertThat(seen.value(2)).isEmpty();
      assertThat(seen.withheld()).containsExactly(2L);
      assertThat(whole.withoutDisclosures().encoded().toUtf8()).doesNotContain("4180");
    }
  }

  @Test
  void lists_identifiers_by_prefix_in_canonical_order_page_by_page() {
    try (Node node = Node.open(NodeConfig.in(directory).authorityFor("88.118.8", "88.118.88"))) {
      for (String suffix : List.of("b/2", "A-1", "c", "a-3", "a-2")) {
        node.registrar().assign(Assignment.of("88.118.8/" + suffix));
        node.registrar().assign(Assignment.of("88.118.88/other-" + suffix));
      }
      node.registrar().retire(Identifier.parse("88.118.8/c"), 1, OperationId.NONE);
      Records.Filter all = Records.Filter.under(Prefix.parse("88.118.8"));
      Records.Page first = node.records().list(all, 3, "");
      assertThat(suffixes(first)).containsExactly("A-1", "a-2", "a-3");
      Records.Page second = node.records().list(all, 3, first.nextToken());
      assertThat(suffixes(second)).containsExactly("b/2");
      assertThat(second.nextToken()).isEmpty();
      assertThat(suffixes(node.records().list(all, 3, 1, "", Budget.standard())))
          .containsExactly("A-1");
      assertThat(
              suffixes(
                  node.records()
                      .list(new Records.Filter(Prefix.parse("88.118.8"), "A-", false), 2, "")))
          .containsExactly("A-1", "a-2");
      assertThat(
              suffixes(
                  node.records()
                      .list(new Records.Filter(Prefix.parse("88.118.8"), "", true), 10, "")))
          .containsExactly("A-1", "a-2", "a-3", "b/2", "c");
      assertThatThrownBy(() -> node.records().list(all, 3, "%%%"))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> node.records().list(all, 0, ""))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void async_resolution_answers_like_the_sync_one() {
    try (Node node = Node.open(config())) {
      node.registrar().assign(coil());
      assertThat(node.resolver().resolveAsync(Question.about(COIL), Runnable::run).join())
          .isEqualTo(node.resolver().resolve(COIL));
    }
  }

  @Test
  void closing_commits_what_was_taken_and_refuses_what_comes_later() {
    List<CompletableFuture<Receipt>> taken = new ArrayList<>();
    Node closed;
    try (Node node = Node.open(config())) {
      for (int i = 0; i < 2000; i++) {
        taken.add(node.registrar().assignAsync(Assignment.of("88.118.8/T-" + i)));
      }
      closed = node;
    }
    assertThat(taken).allSatisfy(receipt -> assertThat(receipt.join().version()).isEqualTo(1));
    assertReason(ErrorReason.NODE_STOPPED, () -> closed.registrar().assign(coil()));
    try (Node again = Node.open(config())) {
      assertThat(again.head().statements()).isEqualTo(2000);
    }
  }

  @Test
  void keys_are_encrypted_with_the_passphrase_and_open_with_nothing_else() throws Exception {
    Passphrase right = Passphrase.of("冠县-green-coil".toCharArray());
    Node.open(config().withPassphrase(right)).close();
    assertThat(Files.readString(directory.resolve("keys/authority.pem")))
        .contains("BEGIN ENCRYPTED PRIVATE KEY");
    Node.open(config().withPassphrase(right)).close();
    assertReason(
        ErrorReason.WRONG_PASSPHRASE,
        () -> Node.open(config().withPassphrase(Passphrase.of("other".toCharArray()))));
    assertReason(ErrorReason.WRONG_PASSPHRASE, () -> Node.open(config()));
  }

  @Test
  void another_key_in_the_place_of_the_nodes_own_is_refused() throws Exception {
    Node.open(config()).close();
    Files.copy(
        directory.resolve("keys/log.pem"),
        directory.resolve("keys/authority.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertReason(ErrorReason.WRONG_KEY, () -> Node.open(config()));
    Files.writeString(directory.resolve("keys/authority.pem"), "no key at all");
    assertReason(ErrorReason.DATA_CORRUPT, () -> Node.open(config()));
  }

  @Test
  void a_directory_that_is_no_nodes_is_refused() throws Exception {
    assertReason(ErrorReason.FORMAT_UNSUPPORTED, () -> Node.open(NodeConfig.in(directory)));
    Files.writeString(directory.resolve("thesis.txt"), "years of work");
    assertReason(ErrorReason.FORMAT_UNSUPPORTED, () -> Node.open(config()));
    assertThat(directory).isDirectoryContaining(path -> path.endsWith("thesis.txt"));
    assertReason(
        ErrorReason.STORE_FAILED,
        () ->
            Node.open(
                NodeConfig.in(directory.resolve("thesis.txt/node")).authorityFor("88.118.8")));
  }

  @Test
  void a_node_is_open_once_at_a_time() {
    try (Node node = Node.open(config())) {
      assertThat(node.head().epoch()).isEqualTo(1);
      assertReason(ErrorReason.DIRECTORY_IN_USE, () -> Node.open(config()));
    }
  }

  @Test
  void other_prefixes_or_another_suite_than_the_nodes_are_refused() {
    Node.open(config().withSuite(SignatureSuite.ED25519_SHA256)).close();
    assertReason(
        ErrorReason.INVALID_ARGUMENT,
        () -> Node.open(NodeConfig.in(directory).authorityFor("88.118.9")));
    assertReason(
        ErrorReason.INVALID_ARGUMENT, () -> Node.open(config().withSuite(SignatureSuite.SM2_SM3)));
  }

  private NodeConfig config() {
    return NodeConfig.in(directory).authorityFor("88.118.8");
  }

  private static Assignment coil() {
    return Assignment.of(COIL)
        .value(1, "URL", "https://mill.example/coils/451")
        .value(3, "产品名称", "冷轧镀锌卷");
  }

  private static StatementVerifier verifier(Node node) {
    return new StatementVerifier(
        TrustAnchors.parse(node.anchor().toString(), "anchor"), Clock.systemUTC());
  }

  private static Resolution.Found found(Node node) {
    return (Resolution.Found) node.resolver().resolve(COIL);
  }

  private static IdentifierRecord record(Resolution answer) {
    return ((Resolution.Found) answer).record();
  }

  private static IdentifierRecord versionAt(Node node, AsOf asOf) {
    return record(node.resolver().resolve(new Question(COIL, asOf)));
  }

  private static List<String> suffixes(Records.Page page) {
    return page.entries().stream()
        .map(entry -> entry.value().identifier().suffix().toString())
        .toList();
  }

  private static void assertReplayOf(Receipt first, Receipt second) {
    assertThat(second.replayed()).isTrue();
    assertThat(second).usingRecursiveComparison().ignoringFields("replayed").isEqualTo(first);
  }

  private static void assertRefused(Node node, Assignment assignment, String message) {
    assertThatThrownBy(() -> node.registrar().assign(assignment))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
  }

  private static void assertReason(
      ErrorReason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NameplateException.class,
            e -> {
              assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
              assertThat(e.getMessage()).doesNotContain("\n");
            });
  }
}
