package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.OperationConflictException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.RetiredException;
import dev.nameplate.log.audit.LogAudit;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.ValueTemplate;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RangesTest {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final List<RecordValue> OTHER = List.of(RecordValue.text(1, "NOTE", "own"));

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void any_member_resolves_with_its_values_filled_in_and_verifies(SignatureSuite suite) {
    try (Node node = Node.open(config().withSuite(suite))) {
      Receipt receipt =
          node.registrar()
              .assignRange(
                  coils(1, 100_000)
                      .value(ValueTemplate.number(2, "SERIAL", "{n}"))
                      .value(
                          ValueTemplate.json(3, "LABEL", "{\"coil\":{n},\"of\":\"{identifier}\"}"))
                      .value(ValueTemplate.reference(4, "HEAT", "88.118.8/HEAT-{n}")));

      Verified<IdentifierRecord> coil = found(node, "88.118.8/coil-2026-000451");

      assertThat(receipt.identifier()).hasToString("88.118.8/COIL-2026-000001");
      assertThat(receipt.extent().orElseThrow().last()).hasToString("88.118.8/COIL-2026-100000");
      assertThat(receipt.extent().orElseThrow().members()).isEqualTo(100_000);
      assertThat(coil.value().identifier()).hasToString("88.118.8/COIL-2026-000451");
      assertThat(coil.value().version()).isEqualTo(1);
      assertThat(coil.value().values().stream().map(RecordValue::data))
          .containsExactly(
              ValueData.text("https://mill.example/88.118.8/COIL-2026-000451?n=451"),
              new ValueData.Number("451"),
              new ValueData.Json("{\"coil\":451,\"of\":\"88.118.8/COIL-2026-000451\"}"),
              ValueData.reference(Identifier.parse("88.118.8/HEAT-451")));
      assertThat(
              verifier(node)
                  .verify(
                      SignedStatement.parse(coil.statement().encoded()),
                      Identifier.parse("88.118.8/COIL-2026-000451")))
          .isEqualTo(coil);
      assertThat(coil.position()).isEqualTo(receipt.position());
    }
  }

  @Test
  void a_range_of_a_thousand_million_is_one_statement() {
    try (Node node = Node.open(config())) {
      RangeAssignment all =
          RangeAssignment.of("88.118.8", "B{seq:10}", 1, 1_000_000_000).value(1, "NO", "{n}");
      node.registrar().assignRange(all);

      assertThat(node.head().statements()).isEqualTo(1);
      for (long number : new long[] {1, 500_000_000, 1_000_000_000}) {
        assertThat(text(node, String.format("88.118.8/B%010d", number))).isEqualTo("" + number);
      }
      absent(node, "88.118.8/B0000000000");
      absent(node, "88.118.8/B1000000001");
      Records.Page page = node.records().list(Records.Filter.under(MILL), 3, "");
      assertThat(names(page))
          .containsExactly("88.118.8/B0000000001", "88.118.8/B0000000002", "88.118.8/B0000000003");
      assertThat(names(node.records().list(Records.Filter.under(MILL), 1, page.nextToken())))
          .containsExactly("88.118.8/B0000000004");
      assertThatThrownBy(() -> RangeAssignment.of("88.118.8", "B{seq:10}", 1, 1_000_000_001))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("last")
          .hasMessageContaining("1 to 1000000000");
    }
  }

  @Test
  void an_identifier_outside_the_range_is_absent_and_the_range_proves_nothing_about_it() {
    try (Node node = Node.open(config())) {
      node.registrar().assignRange(coils(1, 10));
      SignedStatement range = found(node, "88.118.8/COIL-2026-000010").statement();
      Identifier outside = Identifier.parse("88.118.8/COIL-2026-000011");

      Resolution.Absent absent = absent(node, outside.toString());

      assertThat(absent.denial()).isPresent();
      assertThatThrownBy(() -> verifier(node).verify(range, outside))
          .matches(Rule.WRONG_SUBJECT::isBrokenBy)
          .hasMessageContaining(
              "the range 88.118.8/COIL-2026-000001 to 88.118.8/COIL-2026-000010, which does not hold 88.118.8/COIL-2026-000011");
    }
  }

  @Test
  void an_absence_that_was_kept_is_forgotten_when_a_range_assigns_it() {
    try (Node node = Node.open(config())) {
      absent(node, "88.118.8/COIL-2026-000007");
      node.registrar().assignRange(coils(1, 10));
      found(node, "88.118.8/COIL-2026-000007");
    }
  }

  @Test
  void a_member_is_updated_and_retired_one_by_one_and_every_moment_stays_readable() {
    Identifier coil = Identifier.parse("88.118.8/COIL-2026-000005");
    try (Node node = Node.open(config())) {
      Receipt range = node.registrar().assignRange(coils(1, 10));
      Receipt updated = node.registrar().update(coil, 1, OTHER, OperationId.NONE);
      Receipt retired = node.registrar().retire(coil, 2, OperationId.NONE);

      assertThat(updated.version()).isEqualTo(2);
      absent(node, coil.toString());
      assertThat(text(node, coil, new AsOf.Version(1))).endsWith("?n=5");
      assertThat(text(node, coil, new AsOf.Version(2))).isEqualTo("own");
      assertThat(text(node, coil, new AsOf.Position(range.position() + 1))).endsWith("?n=5");
      assertThat(text(node, coil, new AsOf.Position(updated.position() + 1))).isEqualTo("own");
      assertThat(resolve(node, coil, new AsOf.Position(range.position())))
          .isInstanceOf(Resolution.Absent.class);
      assertThat(resolve(node, coil, new AsOf.Position(retired.position() + 1)))
          .isInstanceOf(Resolution.Absent.class);
      assertThat(resolve(node, coil, new AsOf.Time(range.time().minusMillis(1))))
          .isInstanceOf(Resolution.Absent.class);
      assertThat(resolve(node, coil, new AsOf.Version(4))).isInstanceOf(Resolution.Absent.class);
      List<Verified<IdentifierRecord>> versions = node.records().versions(coil, 10, "").entries();
      assertThat(versions.stream().map(version -> version.value().version()))
          .containsExactly(3L, 2L, 1L);
      assertThat(versions.get(1).value().previous())
          .isEqualTo(
              node.anchor()
                  .authorityKey()
                  .suite()
                  .hash()
                  .leafHash(versions.get(2).statement().body()));
      assertThatThrownBy(() -> node.registrar().update(coil, 3, OTHER, OperationId.NONE))
          .isInstanceOf(RetiredException.class);
      assertThat(text(node, "88.118.8/COIL-2026-000006")).endsWith("?n=6");
    }
    try (Node node = Node.open(NodeConfig.in(directory))) {
      absent(node, coil.toString());
      assertThat(text(node, coil, new AsOf.Version(1))).endsWith("?n=5");
      assertThat(text(node, "88.118.8/COIL-2026-000006")).endsWith("?n=6");
      assertThat(audited(node)).isEqualTo(3);
    }
  }

  @Test
  void a_member_that_is_assigned_by_name_is_refused_with_the_receipt_of_the_range() {
    try (Node node = Node.open(config())) {
      Receipt range = node.registrar().assignRange(coils(1, 10));

      assertThatThrownBy(() -> node.registrar().assign(Assignment.of("88.118.8/coil-2026-000003")))
          .isInstanceOf(AlreadyAssignedException.class)
          .hasMessageContaining("\"88.118.8/COIL-2026-000003\" is already assigned")
          .hasMessageContaining(
              "by the range 88.118.8/COIL-2026-000001 to 88.118.8/COIL-2026-000010")
          .extracting(e -> ((AlreadyAssignedException) e).newest())
          .isEqualTo(range);
    }
  }

  @Test
  void a_range_over_what_was_assigned_is_refused_naming_the_first() {
    try (Node node = Node.open(config())) {
      node.registrar().assign(Assignment.of("88.118.8/COIL-2026-000020"));
      node.registrar().assign(Assignment.of("88.118.8/COIL-2026-000015"));
      node.registrar().assign(Assignment.of("88.118.8/COIL-2026-000015-SAMPLE"));
      node.registrar().assignRange(coils(40, 50));

      assertRefused(node, coils(1, 100), "COIL-2026-000015");
      assertRefused(node, coils(16, 45), "COIL-2026-000020");
      assertRefused(node, coils(21, 40), "COIL-2026-000040");
      assertRefused(node, coils(50, 60), "COIL-2026-000050");
      assertRefused(node, coils(44, 45), "COIL-2026-000044");
      assertRefused(
          node, RangeAssignment.of("88.118.8", "COIL-2026-00004{seq:1}", 3, 5), "COIL-2026-000043");
      assertRefused(
          node, RangeAssignment.of("88.118.8", "coil-20{seq:2}-000050", 0, 99), "COIL-2026-000050");
      assertThat(node.registrar().assignRange(coils(21, 39)).version()).isEqualTo(1);
      assertThat(node.registrar().assignRange(coils(51, 60)).version()).isEqualTo(1);
      assertThat(
              node.registrar()
                  .assignRange(RangeAssignment.of("88.118.8", "COIL-2026-{seq:5}", 1, 99_999))
                  .version())
          .isEqualTo(1);
    }
  }

  @Test
  void the_same_range_again_is_told_that_it_stands_there_and_replayed_under_its_operation() {
    try (Node node = Node.open(config())) {
      Receipt first = node.registrar().assignRange(coils(1, 10).operation("lot-7"));

      Receipt again = node.registrar().assignRange(coils(1, 10).operation("lot-7"));
      assertThat(again.replayed()).isTrue();
      assertThat(again.position()).isEqualTo(first.position());
      assertThat(again.extent()).isEqualTo(first.extent());
      assertThatThrownBy(() -> node.registrar().assignRange(coils(1, 11).operation("lot-7")))
          .isInstanceOf(OperationConflictException.class);
      assertThatThrownBy(() -> node.registrar().assignRange(coils(1, 10)))
          .isInstanceOf(AlreadyAssignedException.class)
          .hasMessageContaining(
              "is already assigned at position 0 of the log, with the same values")
          .extracting(e -> ((AlreadyAssignedException) e).sameContent())
          .isEqualTo(true);
    }
  }

  @Test
  void writes_in_flight_together_see_each_other() {
    try (Node node = Node.open(config())) {
      for (int round = 0; round < 20; round++) {
        String pattern = "R" + round + "-{seq:3}";
        Identifier member = Identifier.parse("88.118.8/R" + round + "-007");
        List<CompletableFuture<Receipt>> writes = new ArrayList<>();
        writes.add(
            node.registrar().assignRangeAsync(RangeAssignment.of("88.118.8", pattern, 1, 10)));
        writes.add(node.registrar().assignAsync(Assignment.of(member)));
        writes.add(
            node.registrar().assignRangeAsync(RangeAssignment.of("88.118.8", pattern, 7, 20)));
        writes.add(node.registrar().updateAsync(member, 1, OTHER, OperationId.NONE));
        writes.add(node.registrar().retireAsync(member, 2, OperationId.NONE));

        assertThat(writes.get(0).join().version()).isEqualTo(1);
        assertThat(writes.get(1)).failsWithin(10, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(writes.get(2)).failsWithin(10, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(writes.get(3).join().version()).isEqualTo(2);
        assertThat(writes.get(4).join().version()).isEqualTo(3);
        absent(node, member.toString());
        found(node, "88.118.8/R" + round + "-008");
        absent(node, "88.118.8/R" + round + "-011");
      }
      assertThat(audited(node)).isEqualTo(60);
    }
  }

  @Test
  void a_listing_shows_members_between_other_records_in_order() {
    try (Node node = Node.open(config())) {
      node.registrar().assignRange(coils(1, 5));
      node.registrar().assignRange(coils(8, 9));
      node.registrar().assign(Assignment.of("88.118.8/COIL-2026-000003-SAMPLE"));
      node.registrar().assign(Assignment.of("88.118.8/APPLE"));
      node.registrar().assign(Assignment.of("88.118.8/ZINC"));
      retire(node, "88.118.8/COIL-2026-000002");
      node.registrar()
          .update(Identifier.parse("88.118.8/COIL-2026-000004"), 1, OTHER, OperationId.NONE);

      assertThat(all(node, new Records.Filter(MILL, "", false), 2))
          .containsExactly(
              "APPLE 1",
              "COIL-2026-000001 1",
              "COIL-2026-000003 1",
              "COIL-2026-000003-SAMPLE 1",
              "COIL-2026-000004 2",
              "COIL-2026-000005 1",
              "COIL-2026-000008 1",
              "COIL-2026-000009 1",
              "ZINC 1");
      assertThat(all(node, new Records.Filter(MILL, "coil-2026-00000", true), 1))
          .hasSize(8)
          .contains("COIL-2026-000002 2");
    }
  }

  @Test
  void values_that_not_everyone_may_read_cannot_stand_in_a_range() {
    assertThatThrownBy(
            () ->
                coils(1, 2)
                    .value(
                        ValueTemplate.of(
                            RecordValue.text(9, "PRICE", "1")
                                .withPermissions(dev.nameplate.record.Permissions.RESTRICTED))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("unrestricted values");
  }

  private static void assertRefused(Node node, RangeAssignment range, String first) {
    long before = node.head().statements();
    assertThatThrownBy(() -> node.registrar().assignRange(range))
        .isInstanceOf(AlreadyAssignedException.class)
        .hasMessageContaining("holds \"88.118.8/" + first + "\"");
    assertThat(node.head().statements()).isEqualTo(before);
  }

  private static List<String> all(Node node, Records.Filter filter, int size) {
    List<String> all = new ArrayList<>();
    String token = "";
    do {
      Records.Page page = node.records().list(filter, size, token);
      page.entries()
          .forEach(
              entry ->
                  all.add(entry.value().identifier().suffix() + " " + entry.value().version()));
      token = page.nextToken();
    } while (!token.isEmpty());
    return all;
  }

  private static long audited(Node node) {
    List<SignedStatement> log = new ArrayList<>();
    node.statements().fromPosition(0).forEachRemaining(each -> log.add(each.statement()));
    return LogAudit.run(
            log.iterator(),
            node.proofs().checkpoint(),
            node.anchors(),
            Clock.systemUTC(),
            statements -> {})
        .statements();
  }

  private static void retire(Node node, String identifier) {
    node.registrar().retire(Identifier.parse(identifier), 1, OperationId.NONE);
  }

  private NodeConfig config() {
    return NodeConfig.in(directory).authorityFor("88.118.8");
  }

  private static RangeAssignment coils(long first, long last) {
    return RangeAssignment.of("88.118.8", "COIL-2026-{seq:6}", first, last)
        .value(1, "URL", "https://mill.example/{identifier}?n={n}");
  }

  private static StatementVerifier verifier(Node node) {
    return new StatementVerifier(node.anchors(), Clock.systemUTC());
  }

  private static Verified<IdentifierRecord> found(Node node, String identifier) {
    return ((Resolution.Found) node.resolver().resolve(Identifier.parse(identifier))).verified();
  }

  private static Resolution.Absent absent(Node node, String identifier) {
    return (Resolution.Absent) node.resolver().resolve(Identifier.parse(identifier));
  }

  private static Resolution resolve(Node node, Identifier identifier, AsOf asOf) {
    return node.resolver().resolve(new Question(identifier, asOf));
  }

  private static String text(Node node, String identifier) {
    return text(found(node, identifier).value());
  }

  private static String text(Node node, Identifier identifier, AsOf asOf) {
    return text(((Resolution.Found) resolve(node, identifier, asOf)).record());
  }

  private static String text(IdentifierRecord record) {
    return ((ValueData.Text) record.value(1).orElseThrow().data()).text();
  }

  private static List<String> names(Records.Page page) {
    return page.entries().stream().map(entry -> entry.value().identifier().toString()).toList();
  }
}
