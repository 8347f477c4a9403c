package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssignAllTest {
  @TempDir Path directory;
  private Node node;

  @BeforeEach
  void open() {
    node = Node.open(NodeConfig.in(directory).authorityFor("88.118.8"));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static Assignment coil(int number) {
    return Assignment.of("88.118.8/COIL-" + number)
        .value(1, "GRADE", "DX51D")
        .operation("coil-" + number);
  }

  private static Stream<Assignment> coils(int count) {
    return IntStream.range(0, count).mapToObj(AssignAllTest::coil);
  }

  private static List<Receipt> receipts(Stream<Outcome<Assignment>> outcomes) {
    return outcomes.map(outcome -> ((Outcome.Written<?>) outcome).receipt()).toList();
  }

  @Test
  void more_than_any_window_are_assigned_and_their_receipts_come_in_order() {
    List<Receipt> receipts = receipts(node.registrar().assignAll(coils(40_000)));

    assertThat(receipts).hasSize(40_000);
    for (int i = 0; i < receipts.size(); i++) {
      assertThat(receipts.get(i).identifier()).isEqualTo(coil(i).identifier());
      assertThat(receipts.get(i).position()).isEqualTo(i);
    }
    assertThat(node.resolver().resolve(coil(39_999).identifier()))
        .isInstanceOf(Resolution.Found.class);
  }

  @Test
  void one_that_is_refused_leaves_the_others_alone() {
    node.registrar().assign(Assignment.of("88.118.8/COIL-1"));
    Assignment elsewhere = Assignment.of("88.999.9/COIL-1");
    Assignment twice = coil(3).value(1, "GRADE", "at the same index");

    List<Outcome<Assignment>> outcomes =
        node.registrar().assignAll(Stream.of(coil(0), coil(1), elsewhere, twice, coil(2))).toList();

    assertThat(outcomes)
        .extracting(
            outcome -> outcome instanceof Outcome.Refused<?> no ? no.reason().reason() : null)
        .containsExactly(
            null,
            ErrorReason.ALREADY_ASSIGNED,
            ErrorReason.NOT_AUTHORITATIVE,
            ErrorReason.INVALID_RECORD,
            null);
    assertThat(outcomes).extracting(Outcome::write).element(2).isEqualTo(elsewhere);
  }

  @Test
  void a_load_that_was_broken_off_goes_on_where_it_was() {
    Iterator<Outcome<Assignment>> first = node.registrar().assignAll(coils(30_000)).iterator();
    List<Receipt> before = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      before.add(((Outcome.Written<?>) first.next()).receipt());
    }
    node.close();
    open();

    List<Receipt> again = receipts(node.registrar().assignAll(coils(30_000)));

    assertThat(again.subList(0, 100)).allMatch(Receipt::replayed);
    assertThat(again.subList(0, 100))
        .extracting(Receipt::position)
        .isEqualTo(before.stream().map(Receipt::position).toList());
    assertThat(again.stream().map(Receipt::position).distinct()).hasSize(30_000);
  }

  @Test
  void no_more_is_read_than_a_window_ahead_of_the_outcomes() {
    AtomicInteger read = new AtomicInteger();
    Stream<Assignment> endless =
        IntStream.iterate(0, i -> i + 1)
            .peek(i -> read.incrementAndGet())
            .mapToObj(AssignAllTest::coil);

    Iterator<Outcome<Assignment>> outcomes = node.registrar().assignAll(endless).iterator();
    outcomes.next();
    outcomes.next();

    assertThat(read.get()).isEqualTo(WritesAhead.WINDOW + 1);
  }

  @Test
  void a_node_that_stops_ends_the_stream_with_the_reason() {
    Iterator<Outcome<Assignment>> outcomes = node.registrar().assignAll(coils(20_000)).iterator();
    outcomes.next();
    node.close();

    assertThatThrownBy(() -> outcomes.forEachRemaining(outcome -> {}))
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.NODE_STOPPED));
    open();
  }

  @Test
  void closing_the_outcomes_closes_the_assignments() {
    AtomicInteger closed = new AtomicInteger();

    node.registrar().assignAll(coils(1).onClose(closed::incrementAndGet)).close();

    assertThat(closed).hasValue(1);
  }

  @Test
  void many_are_minted_without_a_gap_and_again_under_the_same_operation() {
    Minting coils = Minting.of("88.118.8/C-{seq:6}").operation("shift-1");

    List<Receipt> receipts = node.registrar().mintAll(coils, 20_000).toList();
    List<Receipt> again = node.registrar().mintAll(coils, 20_001).toList();

    assertThat(receipts)
        .extracting(Receipt::identifier)
        .isEqualTo(
            IntStream.rangeClosed(1, 20_000)
                .mapToObj(i -> Identifier.parse("88.118.8/C-%06d".formatted(i)))
                .toList());
    assertThat(again.subList(0, 20_000)).allMatch(Receipt::replayed);
    assertThat(again.get(20_000).identifier()).hasToString("88.118.8/C-020001");
    assertThatThrownBy(() -> node.registrar().mintAll(coils, -1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("count: \"-1\"");
  }
}
