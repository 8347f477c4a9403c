package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidFieldsException;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.UnknownTemplateException;
import dev.nameplate.log.ValueTakenException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.template.MetadataTemplate;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.statement.ValueTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records are checked against templates, and unique values stay unique. */
final class TemplatesTest {
  private static final Identifier TEMPLATE = Identifier.parse("88.118.8/TEMPLATE-COIL");
  private static final String LOT =
      "{\"name\":\"lot\",\"type\":\"string\",\"required\":true,\"max_length\":8,\"indexed\":true}";
  private static final String SERIAL = "{\"name\":\"serial\",\"type\":\"number\",\"unique\":true}";
  private static final String COLOUR = "{\"name\":\"colour\",\"type\":\"string\"}";

  @TempDir private Path directory;
  private Node node;

  @BeforeEach
  void open_a_node_with_a_template() {
    node = open();
    node.registrar().assign(Assignment.of(TEMPLATE).value(version(1, LOT, SERIAL)));
  }

  private Node open() {
    return Node.open(NodeConfig.in(directory.resolve("node")).authorityFor("88.118.8", "10.7"));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static RecordValue version(long number, String... items) {
    String json = "{\"items\":[" + String.join(",", items) + "]}";
    return RecordValue.of(number, MetadataTemplate.TYPE, new ValueData.Json(json));
  }

  private static Assignment coil(String name, String lot) {
    return Assignment.of("88.118.8/" + name).value(1, "lot", lot).template(TEMPLATE.toString());
  }

  private static RecordValue serial(String number) {
    return RecordValue.of(2, "serial", new ValueData.Number(number));
  }

  private static RecordValue named(long version) {
    return TemplateValue.naming(new ValueReference(TEMPLATE, version));
  }

  private List<RecordValue> values(String name) {
    return node.statements()
        .newest(Identifier.parse("88.118.8/" + name))
        .orElseThrow()
        .value()
        .values();
  }

  private Receipt update(String name, long version, RecordValue... values) {
    return node.registrar()
        .update(Identifier.parse("88.118.8/" + name), version, List.of(values), OperationId.NONE);
  }

  private void publishSecondVersion() {
    update("TEMPLATE-COIL", 1, version(1, LOT, SERIAL), version(2, LOT, SERIAL, COLOUR));
  }

  @Test
  void a_record_of_a_template_says_so_with_the_newest_version() {
    node.registrar().assign(coil("C1", "L1"));
    publishSecondVersion();
    node.registrar().assign(coil("C2", "L1").value(5, "colour", "blue"));

    assertThat(values("C1")).contains(named(1));
    assertThat(values("C2")).contains(named(2));
  }

  @Test
  void a_record_of_an_older_version_is_checked_against_that() {
    publishSecondVersion();
    Assignment old = Assignment.of("88.118.8/C1").value(1, "lot", "L").template("" + TEMPLATE, 1);
    node.registrar().assign(old);

    assertThat(values("C1")).contains(named(1));
    assertThat(
            refusal(
                InvalidFieldsException.class,
                () ->
                    node.registrar()
                        .assign(
                            Assignment.of("88.118.8/C2")
                                .value(1, "lot", "L")
                                .value(2, "colour", "blue")
                                .template("" + TEMPLATE, 1))))
        .hasMessage("values[colour]: not an item of the template (expected: one of lot, serial)");
  }

  @Test
  void every_field_that_fails_is_named_and_nothing_changes() {
    InvalidFieldsException e =
        refusal(
            InvalidFieldsException.class,
            () ->
                node.registrar()
                    .assign(
                        Assignment.of("88.118.8/C1")
                            .value(2, "serial", "seven")
                            .template(TEMPLATE.toString())));

    assertThat(e.reason()).isEqualTo(ErrorReason.INVALID_RECORD);
    assertThat(e)
        .hasMessage(
            "values[serial]: \"seven\" (expected: number); "
                + "values[lot]: missing (expected: string of at most 8 characters)");
    assertThat(node.statements().newest(Identifier.parse("88.118.8/C1"))).isEmpty();
    node.registrar().assign(coil("C1", "L1"));
  }

  @Test
  void a_template_and_its_records_may_be_written_together() {
    CompletableFuture<Receipt> template =
        node.registrar().assignAsync(Assignment.of("10.7/T").value(version(1, COLOUR)));
    CompletableFuture<Receipt> record =
        node.registrar()
            .assignAsync(Assignment.of("10.7/A").value(1, "colour", "red").template("10.7/T"));

    template.join();
    record.join();
    assertThat(node.statements().newest(Identifier.parse("10.7/A"))).isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
    never assigned    | 88.118.8/TEMPLATE-X | 0 | template: "88.118.8/TEMPLATE-X" does not exist (expected: an identifier with a value of type METADATA_TEMPLATE)
    not a template    | 88.118.8/PLAIN      | 0 | template: "88.118.8/PLAIN" does not exist (expected: an identifier with a value of type METADATA_TEMPLATE)
    no such version   | 88.118.8/TEMPLATE-COIL | 2 | template: "2:88.118.8/TEMPLATE-COIL" has no such version (expected: version 1 to 1)
    of another node   | 10.9/TEMPLATE       | 0 | template: "10.9/TEMPLATE" is not under a prefix of this node (expected: a template of this node)
    retired           | 88.118.8/RETIRED    | 1 | template: "1:88.118.8/RETIRED" is retired (expected: a template in use)
    """)
  void a_template_that_cannot_be_used_is_named(
      String why, String template, long version, String message) {
    node.registrar().assign(Assignment.of("88.118.8/PLAIN"));
    Identifier retired = Identifier.parse("88.118.8/RETIRED");
    node.registrar().assign(Assignment.of(retired).value(version(1, LOT)));
    node.registrar().retire(retired, 1, OperationId.NONE);

    UnknownTemplateException e =
        refusal(
            UnknownTemplateException.class,
            () ->
                node.registrar()
                    .assign(
                        Assignment.of("88.118.8/C1")
                            .value(1, "lot", "L")
                            .template(template, version)));

    assertThat(e).hasMessage(message);
    assertThat(e.reason()).isEqualTo(ErrorReason.TEMPLATE_UNKNOWN);
  }

  @Test
  void a_record_goes_on_under_the_version_of_a_template_that_was_retired() {
    node.registrar().assign(coil("C1", "L1"));
    node.registrar().retire(TEMPLATE, 1, OperationId.NONE);

    update("C1", 1, RecordValue.text(1, "lot", "L2"), named(1));

    assertThat(
            refusal(
                InvalidFieldsException.class,
                () -> update("C1", 2, RecordValue.text(1, "lot", "123456789"), named(1))))
        .hasMessageStartingWith("values[lot]: ");
  }

  @Test
  void an_update_stays_under_its_template_or_goes_to_a_newer_version() {
    node.registrar().assign(coil("C1", "L1"));
    RecordValue lot = RecordValue.text(1, "lot", "L2");
    String expected = "(expected: 1:88.118.8/TEMPLATE-COIL, or a newer version)";

    assertThat(refusal(InvalidFieldsException.class, () -> update("C1", 1, lot)))
        .hasMessage("values[TEMPLATE]: missing " + expected);
    publishSecondVersion();
    update("C1", 1, lot, named(0), RecordValue.text(9, "colour", "red"));
    assertThat(values("C1")).contains(named(2));
    assertThat(refusal(InvalidFieldsException.class, () -> update("C1", 2, lot, named(1))))
        .hasMessage(
            "values[TEMPLATE]: \"1:88.118.8/TEMPLATE-COIL\" (expected: "
                + "2:88.118.8/TEMPLATE-COIL, or a newer version)");
    node.registrar().assign(Assignment.of("88.118.8/T2").value(version(1, LOT)));
    RecordValue other =
        TemplateValue.naming(new ValueReference(Identifier.parse("88.118.8/T2"), 1));
    assertThat(refusal(InvalidFieldsException.class, () -> update("C1", 2, lot, other)))
        .hasMessageStartingWith("values[TEMPLATE]: \"1:88.118.8/T2\"");
  }

  @Test
  void a_record_without_a_template_can_be_put_under_one() {
    node.registrar().assign(Assignment.of("88.118.8/C1").value(1, "anything", "x"));

    update("C1", 1, RecordValue.text(1, "lot", "L"), named(0));

    assertThat(values("C1")).contains(named(1));
  }

  @Test
  void a_published_version_never_changes_and_the_next_has_the_next_number() {
    for (RecordValue[] values :
        new RecordValue[][] {
          {version(1, LOT)},
          {},
          {version(2, LOT, SERIAL)},
          {RecordValue.text(1, "METADATA", "x"), version(2, LOT, SERIAL)},
        }) {
      assertThat(refusal(InvalidFieldsException.class, () -> update("TEMPLATE-COIL", 1, values)))
          .hasMessage(
              "values[1]: changed or left out (expected: as published: versions do not change)");
    }
    assertThat(
            refusal(
                InvalidFieldsException.class,
                () -> update("TEMPLATE-COIL", 1, version(1, LOT, SERIAL), version(3, LOT))))
        .hasMessage(
            "values[3]: a template (expected: templates at 1, 2, 3 and so on, without a gap)");
    update("TEMPLATE-COIL", 1, RecordValue.text(7, "NOTE", "x"), version(1, LOT, SERIAL));
    publishThird();
  }

  private void publishThird() {
    update("TEMPLATE-COIL", 2, version(1, LOT, SERIAL), version(2, LOT));
    node.registrar().assign(coil("C9", "L"));
    assertThat(values("C9")).contains(named(2));
  }

  @Test
  void what_is_no_template_cannot_be_published() {
    assertThat(
            refusal(
                InvalidInputException.class,
                () ->
                    node.registrar()
                        .assign(
                            Assignment.of("88.118.8/T3")
                                .value(version(1, "{\"name\":\"a\",\"type\":\"text\"}")))))
        .hasMessage(
            "values[1].items[0].type: \"text\" (expected: one of string, number, date, reference, bytes)");
  }

  @Test
  void a_range_is_of_no_template() {
    InvalidInputException e =
        refusal(
            InvalidInputException.class,
            () ->
                node.registrar()
                    .assignRange(
                        RangeAssignment.of("88.118.8", "R{seq:3}", 1, 9)
                            .value(
                                ValueTemplate.reference(1001, "Template", TEMPLATE.toString()))));

    assertThat(e)
        .hasMessage("values[Template]: in a range (expected: no template: ranges cannot have one)");
  }

  @Test
  void a_member_of_a_range_can_be_put_under_a_template_later() {
    node.registrar().assignRange(RangeAssignment.of("88.118.8", "R{seq:3}", 1, 9));

    update("R004", 1, RecordValue.text(1, "lot", "L"), named(0));

    assertThat(values("R004")).contains(named(1));
  }

  @Test
  void a_minted_identifier_is_checked_before_a_number_is_drawn() {
    Minting minting = Minting.of("88.118.8/M{seq:3}").template(TEMPLATE.toString(), 0);

    refusal(InvalidFieldsException.class, () -> node.registrar().mint(minting));
    Receipt receipt = node.registrar().mint(minting.value(1, "lot", "L"));

    assertThat(receipt.identifier()).hasToString("88.118.8/M001");
    assertThat(values("M001")).contains(named(1));
  }

  @Test
  void a_repeat_is_replayed_although_the_template_has_a_newer_version() {
    Receipt first = node.registrar().assign(coil("C1", "L1").operation("op"));
    publishSecondVersion();

    Receipt again = node.registrar().assign(coil("C1", "L1").operation("op"));

    assertThat(again.replayed()).isTrue();
    assertThat(again.position()).isEqualTo(first.position());
    assertThat(
            refusal(AlreadyAssignedException.class, () -> node.registrar().assign(coil("C1", "L1")))
                .sameContent())
        .isTrue();
    assertThat(
            refusal(AlreadyAssignedException.class, () -> node.registrar().assign(coil("C1", "L2")))
                .sameContent())
        .isFalse();
  }

  @Test
  void a_unique_value_is_held_by_one_record_of_the_prefix() {
    node.registrar().assign(coil("C1", "L1").value(serial("7")));

    ValueTakenException e =
        refusal(
            ValueTakenException.class,
            () -> node.registrar().assign(coil("C2", "L1").value(serial("7.0"))));

    assertThat(e)
        .hasMessage(
            "values[serial]: the value is taken by 88.118.8/C1 (expected: a value that no "
                + "other record under 88.118.8 has)");
    assertThat(e.reason()).isEqualTo(ErrorReason.VALUE_TAKEN);
    assertThat(e.holder()).contains(Identifier.parse("88.118.8/C1"));
    node.registrar().assign(coil("C2", "L1").value(serial("8")));
    node.registrar()
        .assign(
            Assignment.of("10.7/C1")
                .value(1, "lot", "L")
                .value(serial("7"))
                .template(TEMPLATE.toString())); // another prefix
  }

  @Test
  void of_two_that_come_together_with_one_unique_value_one_is_refused() {
    List<CompletableFuture<Receipt>> both =
        List.of(
            node.registrar().assignAsync(coil("C1", "L1").value(serial("7"))),
            node.registrar().assignAsync(coil("C2", "L1").value(serial("7"))),
            node.registrar().assignAsync(coil("C3", "L1").value(serial("7"))));

    long refused =
        both.stream().filter(one -> one.handle((receipt, e) -> e != null).join()).count();

    assertThat(refused).isEqualTo(2);
  }

  @Test
  void a_unique_value_that_not_everyone_may_read_is_unique_as_well() {
    RecordValue secret = serial("7").withPermissions(Permissions.RESTRICTED);
    node.registrar().assign(coil("C1", "L1").value(secret));

    refusal(
        ValueTakenException.class,
        () -> node.registrar().assign(coil("C2", "L1").value(serial("7"))));
    refusal(
        ValueTakenException.class, () -> node.registrar().assign(coil("C2", "L1").value(secret)));
  }

  @Test
  void a_record_keeps_its_own_unique_value_in_an_update() {
    node.registrar().assign(coil("C1", "L1").value(serial("7")));

    update("C1", 1, RecordValue.text(1, "lot", "L2"), serial("7"), named(1));
    node.close();
    node = open();
    update("C1", 2, RecordValue.text(1, "lot", "L3"), serial("7"), named(1));

    refusal(
        ValueTakenException.class,
        () -> node.registrar().assign(coil("C2", "L1").value(serial("7"))));
  }

  @Test
  void a_unique_value_is_free_again_when_its_record_lets_go_of_it() {
    node.registrar().assign(coil("C1", "L1").value(serial("7")));
    node.registrar().assign(coil("C2", "L1").value(serial("8")));

    update("C1", 1, RecordValue.text(1, "lot", "L1"), named(1));
    node.registrar().retire(Identifier.parse("88.118.8/C2"), 1, OperationId.NONE);

    node.registrar().assign(coil("C3", "L1").value(serial("7")));
    node.registrar().assign(coil("C4", "L1").value(serial("8")));
    refusal(
        ValueTakenException.class,
        () -> update("C1", 2, RecordValue.text(1, "lot", "L1"), serial("7"), named(1)));
  }

  @Test
  void a_unique_value_moves_within_one_group() {
    node.registrar().assign(coil("C1", "L1").value(serial("7")));
    var registrar = node.registrar();
    var let =
        registrar.updateAsync(
            Identifier.parse("88.118.8/C1"),
            1,
            List.of(RecordValue.text(1, "lot", "L"), named(1)),
            OperationId.NONE);
    var take = registrar.assignAsync(coil("C2", "L1").value(serial("7")));
    var back =
        registrar.updateAsync(
            Identifier.parse("88.118.8/C1"),
            2,
            List.of(RecordValue.text(1, "lot", "L"), serial("7"), named(1)),
            OperationId.NONE);

    let.join();
    take.join();
    assertThat(back.handle((receipt, e) -> e.toString()).join()).contains("88.118.8/C2");
  }

  @Test
  void a_unique_value_stays_unique_after_a_restart() {
    node.registrar().assign(coil("C1", "L1").value(serial("7")));
    node.close();
    node = open();

    refusal(
        ValueTakenException.class,
        () -> node.registrar().assign(coil("C2", "L1").value(serial("7"))));
  }

  private static <T extends NameplateException> T refusal(Class<T> type, ThrowingCallable attempt) {
    T refusal = catchThrowableOfType(type, attempt);
    assertThat(refusal).isNotNull();
    return refusal;
  }
}
