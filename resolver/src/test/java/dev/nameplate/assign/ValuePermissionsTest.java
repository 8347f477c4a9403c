package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.access.Permission;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.NotPermittedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.VersionMismatchException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a value may be changed is decided where the current record is known. */
class ValuePermissionsTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final RecordValue LOCKED = RecordValue.text(1, "URL", "https://mill.example");
  private static final RecordValue OPEN = note("first");

  private Node node;
  private Registrar reader;
  private Registrar registrar;

  @BeforeEach
  void open() {
    node = Node.open(NodeConfig.inMemory().authorityFor("88.118.8"));
    reader = node.registrar().as(Caller.STRANGER.granted(Permission.READ));
    registrar = node.registrar().as(Caller.STRANGER.granted(Permission.REGISTER));
  }

  @AfterEach
  void close() {
    node.close();
  }

  /** A value that everyone may read and write. */
  private static RecordValue note(String text) {
    return with(RecordValue.text(2, "NOTE", text), 15);
  }

  private static RecordValue with(RecordValue value, int bits) {
    return value.withPermissions(new Permissions(bits));
  }

  private void assign(RecordValue... values) {
    node.registrar().assign(Assignment.of(COIL).values(List.of(values)));
  }

  private static Receipt update(Registrar by, RecordValue... values) {
    return by.update(COIL, 1, List.of(values), OperationId.NONE);
  }

  private void assertRefused(ThrowingCallable write) {
    long before = node.head().statements();

    assertThatThrownBy(write).isInstanceOf(NotPermittedException.class);

    assertThat(node.head().statements()).isEqualTo(before);
  }

  @Test
  void who_may_only_read_changes_no_value_of_the_usual_kind() {
    assign(LOCKED);

    assertRefused(() -> update(reader, RecordValue.text(1, "URL", "https://evil.example")));
    assertRefused(() -> update(reader));
    assertRefused(() -> update(reader, LOCKED));
    assertRefused(() -> reader.retire(COIL, 1, OperationId.NONE));
    assertThat(node.statements().newest(COIL).orElseThrow().value().values())
        .containsExactly(LOCKED);
  }

  @Test
  void who_may_only_read_changes_the_data_of_a_value_that_everyone_writes() {
    assign(LOCKED, OPEN);

    assertThat(update(reader, LOCKED, note("second")).version()).isEqualTo(2);

    assertThat(node.statements().newest(COIL).orElseThrow().value().values())
        .containsExactly(LOCKED, note("second"));
  }

  @Test
  void writing_for_everyone_covers_nothing_but_the_data_of_that_value() {
    assign(LOCKED, OPEN);

    assertRefused(() -> update(reader, RecordValue.text(1, "URL", "x"), note("second")));
    assertRefused(() -> update(reader, note("second")));
    assertRefused(() -> update(reader, LOCKED));
    assertRefused(() -> update(reader, LOCKED, OPEN));
    assertRefused(() -> update(reader, LOCKED, with(note("second"), 14)));
    assertRefused(() -> update(reader, LOCKED, with(RecordValue.text(2, "HS_ALIAS", "88/X"), 15)));
    assertRefused(() -> update(reader, LOCKED, note("second"), RecordValue.text(3, "N", "1")));
    assertRefused(() -> reader.retire(COIL, 1, OperationId.NONE));
  }

  @Test
  void an_empty_record_gets_no_version_from_who_may_only_read() {
    assign();

    assertRefused(() -> update(reader));
    assertRefused(() -> reader.retire(COIL, 1, OperationId.NONE));
  }

  @Test
  void a_hidden_value_is_not_found_by_guessing_it() {
    RecordValue price = with(RecordValue.text(3, "price", "418"), 12);
    assign(OPEN, price);

    assertRefused(() -> update(reader, note("second"), price));
    assertRefused(
        () -> update(reader, note("second"), with(RecordValue.text(3, "price", "1"), 12)));
  }

  @Test
  void a_registrar_changes_what_administrators_write_and_nothing_that_nobody_writes() {
    RecordValue sealed = with(RecordValue.text(3, "SEAL", "1"), 10);
    assign(LOCKED, OPEN, sealed);

    assertRefused(() -> update(registrar, LOCKED, OPEN));
    assertRefused(() -> update(registrar, with(RecordValue.text(3, "SEAL", "2"), 10)));
    assertRefused(() -> update(registrar, LOCKED, OPEN, with(sealed, 14)));
    assertRefused(() -> registrar.retire(COIL, 1, OperationId.NONE));
    assertThat(update(registrar, RecordValue.text(1, "URL", "x"), sealed).version()).isEqualTo(2);
    assertThat(registrar.update(COIL, 2, List.of(LOCKED, sealed), OperationId.NONE).version())
        .isEqualTo(3);
  }

  @Test
  void a_registrar_retires_a_record_of_values_that_administrators_write() {
    assign(LOCKED, with(RecordValue.text(3, "price", "418"), 12));

    assertThat(registrar.retire(COIL, 1, OperationId.NONE).version()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void the_operator_and_the_stranger_change_and_retire_whatever_the_bits_are(int bits) {
    RecordValue value = with(LOCKED, bits);
    for (Caller caller : Caller.all()) {
      Identifier coil = Identifier.parse("88.118.8/" + caller);
      Registrar writer = node.registrar().as(caller);
      node.registrar().assign(Assignment.of(coil).value(value));

      writer.update(
          coil, 1, List.of(with(RecordValue.text(1, "URL", "x"), bits)), OperationId.NONE);
      writer.update(coil, 2, List.of(), OperationId.NONE);
      writer.update(coil, 3, List.of(value), OperationId.NONE);

      assertThat(writer.retire(coil, 4, OperationId.NONE).version()).isEqualTo(5);
    }
  }

  @Test
  void a_member_of_a_range_is_as_protected_as_a_record_of_its_own() {
    node.registrar()
        .assignRange(RangeAssignment.of("88.118.8", "R-{seq:2}", 1, 9).value(1, "URL", "x{n}"));
    Identifier member = Identifier.parse("88.118.8/R-03");

    assertRefused(() -> reader.update(member, 1, List.of(), OperationId.NONE));
    assertRefused(() -> reader.retire(member, 1, OperationId.NONE));
    assertThat(registrar.update(member, 1, List.of(LOCKED), OperationId.NONE).version())
        .isEqualTo(2);
  }

  @Test
  void the_values_that_decide_are_those_of_the_write_before_it_in_the_queue() {
    assign(OPEN);
    CompletableFuture<Receipt> closing =
        node.registrar().updateAsync(COIL, 1, List.of(with(OPEN, 14)), OperationId.NONE);
    CompletableFuture<Receipt> late =
        reader.updateAsync(COIL, 2, List.of(with(note("late"), 14)), OperationId.NONE);

    assertThat(closing.join().version()).isEqualTo(2);
    assertThatThrownBy(late::join).hasCauseInstanceOf(NotPermittedException.class);
    assertThatThrownBy(() -> update(reader, note("later")))
        .isInstanceOf(VersionMismatchException.class);
  }

  @Test
  void a_refusal_names_the_value_and_what_is_expected() {
    assign(LOCKED, OPEN);

    assertThatThrownBy(() -> update(reader, OPEN))
        .hasMessage(
            "identifier: \"88.118.8/COIL-1\": the caller may not change value 1 (expected: a value"
                + " whose permissions allow it)");
  }
}
