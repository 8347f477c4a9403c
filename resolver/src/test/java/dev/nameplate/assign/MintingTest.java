package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationConflictException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.SequenceExhaustedException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MintingTest {
  private static final Minting COILS = Minting.of("88.118.8/COIL-{yyyy}-{seq:6}{check}");
  private static final Instant NEW_YEARS_EVE = Instant.parse("2026-12-31T20:00:00Z");

  @TempDir Path directory;

  private Node open() {
    return Node.open(
        NodeConfig.in(directory)
            .authorityFor("88.118.8")
            .withSuite(SignatureSuite.ED25519_SHA256)
            .withClock(Clock.fixed(NEW_YEARS_EVE, ZoneOffset.UTC)));
  }

  private static String suffix(Receipt receipt) {
    return receipt.identifier().suffix().toString();
  }

  @Test
  void numbers_follow_each_other_and_each_identifier_resolves() {
    try (Node node = open()) {
      Receipt first = node.registrar().mint(COILS.value(1, "URL", "u"));
      Receipt second = node.registrar().mint(COILS);

      assertThat(suffix(first)).startsWith("COIL-2026-000001");
      assertThat(suffix(second)).startsWith("COIL-2026-000002");
      assertThat(
              COILS
                  .pattern()
                  .at(NEW_YEARS_EVE.atOffset(ZoneOffset.UTC))
                  .numberOf(second.identifier().suffix()))
          .hasValue(2);
      assertThat(node.resolver().resolve(first.identifier())).isInstanceOf(Resolution.Found.class);
    }
  }

  @Test
  void the_date_is_that_of_the_offset_and_each_date_has_its_sequence() {
    try (Node node = open()) {
      node.registrar().mint(COILS);

      Receipt inChina = node.registrar().mint(COILS.at(ZoneOffset.ofHours(8)));

      assertThat(suffix(inChina)).startsWith("COIL-2027-000001");
    }
  }

  @Test
  void a_sequence_goes_on_where_it_was_when_the_node_is_opened_again() {
    try (Node node = open()) {
      IntStream.range(0, 37).forEach(i -> node.registrar().mint(COILS));
    }
    try (Node node = open()) {
      assertThat(suffix(node.registrar().mint(COILS))).startsWith("COIL-2026-000038");
    }
  }

  @Test
  void a_retired_number_is_not_given_again_and_a_named_one_is_passed_over() {
    Minting crates = Minting.of("88.118.8/CRATE-{seq:3}");
    try (Node node = open()) {
      Receipt first = node.registrar().mint(crates);
      node.registrar().retire(first.identifier(), 1, OperationId.NONE);
      node.registrar().assign(Assignment.of("88.118.8/crate-002"));
    }
    try (Node node = open()) {
      assertThat(suffix(node.registrar().mint(crates))).isEqualTo("CRATE-003");
    }
  }

  @Test
  void many_threads_share_a_sequence_without_a_gap() {
    Minting cones = Minting.of("88.118.8/CONE-{seq:5}");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Node node = open()) {
      List<CompletableFuture<String>> minted = new ArrayList<>();
      for (int i = 0; i < 800; i++) {
        minted.add(
            CompletableFuture.supplyAsync(() -> suffix(node.registrar().mint(cones)), threads));
      }

      assertThat(minted.stream().map(CompletableFuture::join).sorted())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 800).mapToObj("CONE-%05d"::formatted).toList());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void a_repeat_under_the_same_operation_id_gives_the_same_number() {
    Receipt first;
    try (Node node = open()) {
      first = node.registrar().mint(COILS.operation("press-3"));
      assertThatThrownBy(
              () -> node.registrar().mint(COILS.operation("press-3").value(1, "URL", "other")))
          .isInstanceOf(OperationConflictException.class);
    }
    try (Node node = open()) {
      Receipt again = node.registrar().mint(COILS.operation("press-3"));

      assertThat(again.replayed()).isTrue();
      assertThat(again.identifier()).isEqualTo(first.identifier());
      assertThat(suffix(node.registrar().mint(COILS))).startsWith("COIL-2026-000002");
    }
  }

  @Test
  void a_refused_minting_uses_no_number_up() {
    try (Node node = open()) {
      Minting twice = COILS.value(1, "URL", "a").value(1, "URL", "b");
      assertThatThrownBy(() -> node.registrar().mint(twice))
          .isInstanceOf(InvalidInputException.class);

      assertThat(suffix(node.registrar().mint(COILS))).startsWith("COIL-2026-000001");
    }
  }

  @Test
  void a_sequence_that_is_used_up_says_so() {
    Minting bays = Minting.of("88.118.8/BAY-{seq:1}");
    try (Node node = open()) {
      IntStream.range(0, 9).forEach(i -> node.registrar().mint(bays));

      assertThatThrownBy(() -> node.registrar().mint(bays))
          .isInstanceOf(SequenceExhaustedException.class)
          .hasMessageContaining("88.118.8/BAY-{seq:1}")
          .hasMessageContaining("more digits");
    }
  }

  @Test
  void random_suffixes_are_drawn_until_one_is_free() {
    Minting tags = Minting.of("88.118.8/TAG-{random:16}");
    try (Node node = open()) {
      List<Identifier> minted =
          IntStream.range(0, 3000).mapToObj(i -> node.registrar().mintAsync(tags)).toList().stream()
              .map(receipt -> receipt.join().identifier())
              .toList();

      assertThat(minted).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest(name = "{0}: \"{1}\"")
  @CsvSource(
      textBlock =
          """
          no prefix,          COIL-{seq:6}
          nothing to fill in, 88.118.8/COIL
          two sequences,      88.118.8/{seq:3}-{seq:3}
          unknown word,       88.118.8/COIL-{sequence:6}
          19 digits,          88.118.8/COIL-{seq:19}
          open brace,         88.118.8/COIL-{seq:6
          """)
  void what_is_no_pattern_is_refused(String why, String text) {
    assertThatThrownBy(() -> Minting.of(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void a_block_takes_the_next_free_numbers_and_shares_the_sequence_of_what_is_minted_singly() {
    try (Node node = open()) {
      node.registrar().mint(COILS);
      Receipt block =
          node.registrar()
              .mintBlock(
                  BlockMinting.of("88.118.8/COIL-{yyyy}-{seq:6}{check}", 1000)
                      .value(1, "URL", "https://mill.example/{n}"));
      Receipt after = node.registrar().mint(COILS);

      assertThat(suffix(block)).startsWith("COIL-2026-000002");
      assertThat(block.extent().orElseThrow().members()).isEqualTo(1000);
      assertThat(block.extent().orElseThrow().last().suffix().toString())
          .startsWith("COIL-2026-001001");
      assertThat(suffix(after)).startsWith("COIL-2026-001002");
      assertThat(node.resolver().resolve(block.extent().orElseThrow().last()))
          .isInstanceOfSatisfying(
              Resolution.Found.class,
              found ->
                  assertThat(found.record().values().get(0).data())
                      .hasToString(ValueData.text("https://mill.example/1001").toString()));
    }
  }

  @Test
  void a_block_passes_over_what_was_assigned_by_name_and_repeats_nothing_after_a_restart() {
    BlockMinting tens = BlockMinting.of("88.118.8/B-{seq:3}", 10);
    try (Node node = open()) {
      node.registrar().assign(Assignment.of("88.118.8/B-005"));
      node.registrar().assign(Assignment.of("88.118.8/B-017"));
      assertThat(suffix(node.registrar().mintBlock(tens))).isEqualTo("B-006");
    }
    try (Node node = open()) {
      assertThat(suffix(node.registrar().mintBlock(tens))).isEqualTo("B-018");
    }
  }

  @Test
  void blocks_that_are_asked_for_at_once_do_not_overlap_and_end_when_the_pattern_is_used_up() {
    BlockMinting hundreds = BlockMinting.of("88.118.8/B-{seq:3}", 100);
    try (Node node = open()) {
      List<CompletableFuture<Receipt>> asked =
          IntStream.range(0, 10)
              .mapToObj(i -> node.registrar().mintBlockAsync(hundreds.operation("block-" + i)))
              .toList();

      assertThat(asked.subList(0, 9))
          .extracting(receipt -> suffix(receipt.join()))
          .containsExactlyInAnyOrder(
              "B-001", "B-101", "B-201", "B-301", "B-401", "B-501", "B-601", "B-701", "B-801");
      assertThatThrownBy(asked.get(9)::join).hasCauseInstanceOf(SequenceExhaustedException.class);
      assertThat(node.registrar().mintBlock(hundreds.operation("block-3")).replayed()).isTrue();
      assertThatThrownBy(
              () -> node.registrar().mintBlock(hundreds.value(1, "A", "b").operation("block-3")))
          .isInstanceOf(OperationConflictException.class);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no members, 88.118.8/B-{seq:3}, 0, members",
    "too many members, 88.118.8/B-{seq:12}, 1000000001, members",
    "more than the pattern has, 88.118.8/B-{seq:3}, 1000, last",
    "no number, 88.118.8/B-{random:40}, 10, pattern",
  })
  void a_block_out_of_its_bounds_is_refused(
      String why, String pattern, long members, String field) {
    try (Node node = open()) {
      assertThatThrownBy(() -> node.registrar().mintBlock(BlockMinting.of(pattern, members)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(field);
    }
  }
}
