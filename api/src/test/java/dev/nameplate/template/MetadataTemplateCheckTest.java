package dev.nameplate.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.error.InvalidFieldsException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataTemplateCheckTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final MetadataTemplate TEMPLATE =
      MetadataTemplate.parse(
          """
          {"items": [
            {"name": "lot_number", "type": "string", "index": 2, "required": true,
             "min_length": 1, "max_length": 4},
            {"name": "mass", "type": "number", "minimum": -0.5, "maximum": 1e3},
            {"name": "made", "type": "date", "minimum": "2026-01-01", "maximum": "2026-12-31"},
            {"name": "heat", "type": "reference"},
            {"name": "seal", "type": "bytes", "max_length": 2}]}
          """);
  private static final RecordValue LOT = RecordValue.text(2, "lot_number", "L-7");

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      textBlock =
          """
    lot_number, A
    lot_number, 批号𠀀7
    LOT_Number, abcd
    mass,       -0.5
    mass,       1000.000
    mass,       0.1e4
    made,       2026-01-01
    made,       2026-12-31T23:59:59.999999999-17:00
    made,       2026-06-01T00:00:00Z
    heat,       88.118.8/HEAT-1
    seal,       ff00
    """)
  void a_value_within_its_limits_passes(String type, String text) {
    assertThatCode(() -> TEMPLATE.check(record(type, text))).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
    lot_number, ``,                         values[lot_number]: "" (expected: string of 1 to 4 characters)
    lot_number, abcde,                      values[lot_number]: "abcde" (expected: string of 1 to 4 characters)
    mass,       -0.500000001,               `values[mass]: "-0.500000001" (expected: number, -0.5 to 1E+3)`
    mass,       1001,                       `values[mass]: "1001" (expected: number, -0.5 to 1E+3)`
    seal,       ff0000,                     values[seal]: "3 bytes" (expected: at most 2 bytes)
    """)
  void a_value_outside_its_limits_is_refused(String type, String text, String message) {
    assertThat(refusal(record(type, text))).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "2025-12-31",
    "2027-01-01",
    "2026-02-30",
    "2026-1-1",
    "'2026-01-01 '",
    "2026-01-01T00:00:00",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00.0000000001Z",
    "2025-12-31T23:59:59-08:00",
    "2026-01-01t00:00:00Z",
    "+2026-01-01",
    "2026-01-01T00:00:00+19:00"
  })
  void what_is_no_day_and_no_moment_of_the_year_is_refused(String text) {
    assertThat(refusal(List.of(LOT, RecordValue.text(4, "made", text))))
        .hasMessageStartingWith("values[made]: ");
  }

  @Test
  void every_field_that_fails_is_named() {
    InvalidFieldsException e =
        refusal(
            List.of(
                RecordValue.text(1, "colour", "blue"),
                RecordValue.text(3, "mass", "7"),
                RecordValue.of(4, "mass", new ValueData.Number("7"))));

    assertThat(e)
        .hasMessage(
            "values[colour]: not an item of the template (expected: one of lot_number, mass, made, heat, seal); "
                + "values[mass]: \"7\" (expected: number, -0.5 to 1E+3); "
                + "values[mass]: given twice (expected: once); "
                + "values[lot_number]: missing (expected: string of 1 to 4 characters)");
    assertThat(e.violations()).hasSize(4);
  }

  @Test
  void an_item_with_an_index_stands_there() {
    assertThat(refusal(List.of(RecordValue.text(3, "lot_number", "A"))))
        .hasMessage("values[lot_number].index: \"3\" (expected: 2)");
  }

  @Test
  void the_value_that_names_the_template_is_no_item() {
    RecordValue naming =
        TemplateValue.naming(new ValueReference(Identifier.parse("88.118.8/TEMPLATE-COIL"), 1));

    assertThatCode(() -> TEMPLATE.check(List.of(LOT, naming))).doesNotThrowAnyException();
  }

  @Test
  void other_values_pass_where_the_template_says_so() {
    MetadataTemplate open =
        MetadataTemplate.parse(
            "{\"other_values\":true,\"items\":[{\"name\":\"a\",\"type\":\"string\"}]}");

    assertThatCode(() -> open.check(List.of(RecordValue.text(1, "b", "c"))))
        .doesNotThrowAnyException();
  }

  @Test
  void a_required_item_may_be_among_the_withheld_values() {
    IdentifierRecord seen =
        new IdentifierRecord(COIL, 1, Bytes.EMPTY, false, List.of(), List.of(2L));
    IdentifierRecord other =
        new IdentifierRecord(COIL, 1, Bytes.EMPTY, false, List.of(), List.of(3L));

    assertThatCode(() -> TEMPLATE.check(seen)).doesNotThrowAnyException();
    assertThat(catchThrowableOfType(InvalidFieldsException.class, () -> TEMPLATE.check(other)))
        .hasMessageStartingWith("values[lot_number]: missing");
  }

  @Test
  void a_number_passes_if_and_only_if_it_lies_in_the_range_however_it_is_written() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      long thousandths = random.nextLong(3_000_000) - 1_000_000;
      String text =
          switch (random.nextInt(3)) {
            case 0 -> java.math.BigDecimal.valueOf(thousandths, 3).toPlainString();
            case 1 -> thousandths + "e-3";
            default -> java.math.BigDecimal.valueOf(thousandths * 10, 4).toPlainString();
          };
      boolean inside = thousandths >= -500 && thousandths <= 1_000_000;

      List<RecordValue> values =
          List.of(LOT, RecordValue.of(5, "mass", new ValueData.Number(text)));

      assertThat(refusal(values) == null).as("seed %s: %s", seed, text).isEqualTo(inside);
    }
  }

  private static List<RecordValue> record(String type, String text) {
    List<RecordValue> values = new ArrayList<>();
    if (!type.equalsIgnoreCase("lot_number")) {
      values.add(LOT);
    }
    ValueData data =
        switch (type) {
          case "mass" -> new ValueData.Number(text);
          case "heat" -> ValueData.reference(Identifier.parse(text));
          case "seal" -> ValueData.binary(Bytes.fromHex(text));
          default -> ValueData.text(text);
        };
    values.add(RecordValue.of(type.equalsIgnoreCase("lot_number") ? 2 : 3, type, data));
    return values;
  }

  private static InvalidFieldsException refusal(List<RecordValue> values) {
    return catchThrowableOfType(InvalidFieldsException.class, () -> TEMPLATE.check(values));
  }
}
