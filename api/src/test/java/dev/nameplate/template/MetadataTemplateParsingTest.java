package dev.nameplate.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidFieldsException;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataTemplateParsingTest {
  @Test
  void a_template_says_what_each_value_must_be() {
    MetadataTemplate template =
        MetadataTemplate.parse(
            """
            {"title": "卷", "other_values": true, "items": [
              {"name": "lot_number", "title": "批号", "type": "string", "index": 2, "required": true,
               "min_length": 1, "max_length": 20, "unique": true},
              {"name": "mass", "type": "number", "minimum": 0, "maximum": 4e4, "indexed": true},
              {"name": "made", "type": "date", "minimum": "2020-01-01"},
              {"name": "heat", "type": "reference"},
              {"name": "seal", "type": "bytes", "min_length": 32, "max_length": 32}]}
            """);

    assertThat(template.title()).isEqualTo("卷");
    assertThat(template.otherValues()).isTrue();
    assertThat(template.items().stream().map(TemplateItem::expected))
        .containsExactly(
            "string of 1 to 20 characters",
            "number, 0 to 4E+4",
            "date such as 2026-01-31 or 2026-01-31T08:00:00+08:00, at least 2020-01-01",
            "reference to an identifier",
            "32 bytes");
    TemplateItem lot = template.item("LOT_NUMBER").orElseThrow();
    assertThat(lot.title()).isEqualTo("批号");
    assertThat(lot.index()).isEqualTo(OptionalLong.of(2));
    assertThat(lot.required() && lot.unique() && lot.indexed()).isTrue();
    TemplateItem mass = template.item("mass").orElseThrow();
    assertThat(mass.indexed()).isTrue();
    assertThat(mass.required() || mass.unique()).isFalse();
    assertThat(template.item("colour")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
    not an object         | [1]                                                                       | template: "[…]" (expected: an object with items)
    no items              | {}                                                                        | items: missing (expected: a list of 1 to 256)
    empty items           | {"items":[]}                                                              | items: "0 items" (expected: a list of 1 to 256)
    items of another kind | {"items":"lot"}                                                           | items: "lot" (expected: a list of 1 to 256)
    item of another kind  | {"items":["lot"]}                                                         | items[0]: "lot" (expected: an object)
    unknown key above     | {"items":[{"name":"a","type":"string"}],"itmes":1}                        | unknown field `itmes`; did you mean `items`?
    unknown key in item   | {"items":[{"name":"a","type":"string","uniqe":true}]}                     | unknown field `items[0].uniqe`; did you mean `unique`?
    a number's limit      | {"items":[{"name":"a","type":"string","maximum":3}]}                      | unknown field `items[0].maximum` (expected: one of index, indexed, max_length, min_length, name, required, title, type, unique)
    a string's limit      | {"items":[{"name":"a","type":"number","max_length":3}]}                   | unknown field `items[0].max_length` (expected: one of index, indexed, maximum, minimum, name, required, title, type, unique)
    no name               | {"items":[{"type":"string"}]}                                             | items[0].name: missing (expected: the type of a value)
    empty name            | {"items":[{"name":"","type":"string"}]}                                   | items[0].name: "" (expected: 1 to 128 characters, no control characters, no dot at the end)
    name of a family      | {"items":[{"name":"a.","type":"string"}]}                                 | items[0].name: "a." (expected: 1 to 128 characters, no control characters, no dot at the end)
    reserved name         | {"items":[{"name":"Template","type":"string"}]}                           | items[0].name: "Template" (expected: a type not reserved for templates)
    the same name twice   | {"items":[{"name":"a","type":"string"},{"name":"A","type":"number"}]}     | items[1].name: "A" (expected: each name once)
    no type               | {"items":[{"name":"a"}]}                                                  | items[0].type: missing (expected: one of string, number, date, reference, bytes)
    unknown type          | {"items":[{"name":"a","type":"text"}]}                                    | items[0].type: "text" (expected: one of string, number, date, reference, bytes)
    type in upper case    | {"items":[{"name":"a","type":"STRING"}]}                                  | items[0].type: "STRING" (expected: one of string, number, date, reference, bytes)
    index 0               | {"items":[{"name":"a","type":"string","index":0}]}                        | items[0].index: "0" (expected: a whole number, 1 to 4294967295)
    index of a fraction   | {"items":[{"name":"a","type":"string","index":1.5}]}                      | items[0].index: "1.5" (expected: a whole number, 1 to 4294967295)
    index as a string     | {"items":[{"name":"a","type":"string","index":"1"}]}                      | items[0].index: "1" (expected: a whole number, 1 to 4294967295)
    index of the template | {"items":[{"name":"a","type":"string","index":1001}]}                     | items[0].index: "1001" (expected: another index: this index holds the reference to the template)
    the same index twice  | {"items":[{"name":"a","type":"string","index":3},{"name":"b","type":"string","index":3}]} | items[1].index: "3" (expected: each index for one item)
    null                  | {"items":[{"name":"a","type":"string","required":null}]}                  | items[0].required: "null" (expected: true or false)
    required as a string  | {"items":[{"name":"a","type":"string","required":"yes"}]}                 | items[0].required: "yes" (expected: true or false)
    unique, not indexed   | {"items":[{"name":"a","type":"string","unique":true,"indexed":false}]}    | items[0].indexed: "false" (expected: true or absent, because unique is true)
    negative length       | {"items":[{"name":"a","type":"string","min_length":-1}]}                  | items[0].min_length: "-1" (expected: a whole number, 0 to 262144)
    huge length           | {"items":[{"name":"a","type":"bytes","max_length":262145}]}               | items[0].max_length: "262145" (expected: a whole number, 0 to 262144)
    lengths turned round  | {"items":[{"name":"a","type":"string","min_length":5,"max_length":4}]}    | items[0].max_length: "4" (expected: at least min_length, 5)
    numbers turned round  | {"items":[{"name":"a","type":"number","minimum":5,"maximum":4.9}]}        | items[0].maximum: "4.9" (expected: at least minimum, 5)
    number's limit a text | {"items":[{"name":"a","type":"number","minimum":"5"}]}                    | items[0].minimum: "5" (expected: a number)
    monstrous exponent    | {"items":[{"name":"a","type":"number","minimum":1e99999}]}                | items[0].minimum: "1e99999" (expected: a number of at most 128 characters)
    days turned round     | {"items":[{"name":"a","type":"date","minimum":"2026-01-02","maximum":"2026-01-01"}]} | items[0].maximum: "2026-01-01" (expected: at least minimum, 2026-01-02)
    no such day           | {"items":[{"name":"a","type":"date","minimum":"2026-02-30"}]}             | items[0].minimum: "2026-02-30" (expected: a day such as 2026-01-31)
    a moment as a limit   | {"items":[{"name":"a","type":"date","minimum":"2026-02-03T00:00:00Z"}]}   | items[0].minimum: "2026-02-03T00:00:00Z" (expected: a day such as 2026-01-31)
    title of another kind | {"title":7,"items":[{"name":"a","type":"string"}]}                        | title: "7" (expected: a string)
    """)
  void a_template_that_makes_no_sense_is_refused(String why, String json, String message) {
    InvalidFieldsException e = refusal(json);

    assertThat(e).hasMessage(message);
    assertThat(e.reason()).isEqualTo(ErrorReason.INVALID_RECORD);
  }

  @Test
  void everything_that_is_wrong_is_named_at_once() {
    InvalidFieldsException e =
        refusal(
            """
            {"items": [{"name": "a", "type": "text"}, {"type": "number", "minimum": true}], "x": 1}
            """);

    assertThat(e.violations().stream().map(FieldViolation::field))
        .containsExactly("items[0].type", "items[1].name", "items[1].minimum", "x");
    assertThat(e.field()).isEqualTo("items[0].type");
  }

  @Test
  void of_very_much_that_is_wrong_the_rest_is_counted() {
    String items =
        IntStream.range(0, 100).mapToObj(i -> "{\"name\":\"a\"}").collect(Collectors.joining(","));

    InvalidFieldsException e = refusal("{\"items\":[" + items + "]}");

    assertThat(e.violations()).hasSize(InvalidFieldsException.MOST_NAMED);
    assertThat(e).hasMessageEndingWith("; and 135 more"); // 100 without type, 99 named twice
  }

  @Test
  void a_name_that_is_said_twice_and_what_is_no_json_are_refused() {
    assertThat(
            catchThrowableOfType(
                InvalidInputException.class,
                () -> MetadataTemplate.parse("{\"items\":[],\"items\":[]}")))
        .hasMessageContaining("Duplicate field 'items'");
    assertThat(
            catchThrowableOfType(
                InvalidInputException.class, () -> MetadataTemplate.parse("{\"items\":[")))
        .hasMessageContaining("expected: valid JSON");
  }

  @Test
  void at_most_sixteen_items_are_indexed() {
    String items =
        IntStream.range(0, 17)
            .mapToObj(i -> "{\"name\":\"a" + i + "\",\"type\":\"string\",\"indexed\":true}")
            .collect(Collectors.joining(","));

    assertThat(refusal("{\"items\":[" + items + "]}"))
        .hasMessage("items: \"17 indexed items\" (expected: at most 16)");
  }

  @Test
  void complaints_about_a_value_name_its_index() {
    RecordValue value =
        RecordValue.of(3, MetadataTemplate.TYPE, new ValueData.Json("{\"items\":[]}"));

    assertThat(
            catchThrowableOfType(InvalidFieldsException.class, () -> MetadataTemplate.parse(value)))
        .hasMessageStartingWith("values[3].items: ");
  }

  @Test
  void a_template_is_a_json_text_for_everyone_to_read() {
    RecordValue text = RecordValue.text(1, MetadataTemplate.TYPE, "{}");
    RecordValue secret =
        RecordValue.of(
                1,
                MetadataTemplate.TYPE,
                new ValueData.Json("{\"items\":[{\"name\":\"a\",\"type\":\"string\"}]}"))
            .withPermissions(Permissions.RESTRICTED);

    for (RecordValue value : new RecordValue[] {text, secret}) {
      assertThat(
              catchThrowableOfType(
                  InvalidFieldsException.class, () -> MetadataTemplate.parse(value)))
          .hasMessageEndingWith("(expected: a template as unrestricted JSON)");
    }
  }

  private static InvalidFieldsException refusal(String json) {
    return catchThrowableOfType(InvalidFieldsException.class, () -> MetadataTemplate.parse(json));
  }
}
