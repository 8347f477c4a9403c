package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.server.cli.bulk.ReadRow.Planned;
import dev.nameplate.server.cli.bulk.ReadRow.Refused;
import dev.nameplate.server.cli.input.TextLines;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannedRowsTest {
  private static final String COILS =
      "{'prefix':'88.118.8','tables':[{'file':'*','suffix':'{卷号}','values':["
          + "{'column':'钢种','type':'钢种'},"
          + "{'column':'炉号','type':'炉号','kind':'reference','target':'{prefix}/{value}','index':3000,'separator':';'}]}]}";

  private @TempDir Path directory;

  @Test
  void a_row_becomes_a_record_as_the_mapping_says() {
    List<Assignment> planned =
        planned(read(Samples.steelMapping(), "coils.csv", Samples.text("steel/coils.csv")));

    assertThat(planned)
        .extracting(assignment -> assignment.identifier().toString())
        .containsExactly(
            "88.118.8/COIL-2026-000451", "88.118.8/COIL-2026-000452", "88.118.8/COIL-2026-000453");
    assertThat(planned.get(0).values())
        .containsExactly(
            RecordValue.reference(1, "炉号", Identifier.parse("88.118.8/H2026-0415")),
            RecordValue.text(2000, "规格", "2.75×1250mm,冷硬"),
            RecordValue.of(2001, "重量", new ValueData.Number("21.35"))
                .withTimeToLive(new TimeToLive.Relative(Duration.ofHours(1))),
            RecordValue.of(2002, "成本", new ValueData.Number("3180.50"))
                .withPermissions(Permissions.RESTRICTED),
            RecordValue.of(2003, "质量", new ValueData.Json("{\"抗拉强度\":325,\"延伸率\":38.50}")),
            RecordValue.text(2100, "用途", "彩涂"),
            RecordValue.text(2101, "用途", "家电"));
  }

  @Test
  void empty_cells_give_no_value() {
    Assignment third =
        planned(read(Samples.steelMapping(), "coils.csv", Samples.text("steel/coils.csv"))).get(2);

    assertThat(third.values()).extracting(RecordValue::type).containsExactly("炉号", "规格", "重量");
  }

  @Test
  void links_add_references_in_the_order_of_their_file() throws IOException {
    Samples.steel(directory);
    try (ImportRows rows =
        ImportRows.of(List.of(directory.resolve("steel")), Optional.of(Samples.steelMapping()))) {
      Assignment heat = planned(all(rows)).get(0);

      assertThat(heat.values().stream().filter(value -> value.hasType("轧成钢卷")))
          .containsExactly(
              RecordValue.reference(3000, "轧成钢卷", Identifier.parse("88.118.8/COIL-2026-000451")),
              RecordValue.reference(3001, "轧成钢卷", Identifier.parse("88.118.8/COIL-2026-000452")));
      assertThat(rows.notes())
          .containsExactly(
              "heat_coil.csv: 1 keys have no record in this import, for example H2026-0417");
    }
  }

  @Test
  void a_link_table_that_is_missing_is_an_error_before_anything_is_read() throws IOException {
    Samples.steel(directory);
    Files.delete(directory.resolve("steel/heat_coil.csv"));

    assertThatThrownBy(
            () ->
                ImportRows.of(
                    List.of(directory.resolve("steel")), Optional.of(Samples.steelMapping())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("heat_coil.csv");
  }

  @Test
  void empty_cells_can_be_kept_or_refused() {
    String mapping =
        "{'prefix':'1','tables':[{'file':'*','suffix':'{a}','values':[{'column':'b','type':'t','empty':'%s'}]}]}";

    assertThat(
            planned(read(mapping(String.format(mapping, "keep")), "x.csv", "a,b\n1,\n"))
                .get(0)
                .values())
        .containsExactly(RecordValue.text(2000, "t", ""));
    assertThat(refusal(mapping(String.format(mapping, "refuse")), "x.csv", "a,b\n1,\n"))
        .isEqualTo(
            "x.csv:2: column b: b: \"\" (expected: a text; the mapping does not allow empty cells here)");
  }

  @Test
  void a_whole_identifier_may_stand_in_a_column_and_bytes_in_base64() {
    Mapping mapping =
        mapping(
            "{'tables':[{'file':'*','identifier':'{id}','values':["
                + "{'column':'b','type':'t','kind':'binary'},"
                + "{'column':'r','type':'r','kind':'reference','target':'{prefix}/{value}-{b}'}]}]}");

    assertThat(planned(read(mapping, "x.csv", "id,b,r\n88.118.8/C 1/a,AQI=,H7\n")).get(0))
        .isEqualTo(
            Assignment.of("88.118.8/C 1/a")
                .value(RecordValue.of(2000, "t", ValueData.binary(Bytes.fromHex("0102"))))
                .value(RecordValue.reference(2001, "r", Identifier.parse("88.118.8/H7-AQI="))));
    assertThat(refusal(mapping, "x.csv", "id,b,r\n88.118.8 C1,,\n"))
        .startsWith("x.csv:2: column id: identifier: \"88.118.8 C1\"")
        .contains("did you mean 88.118.8/C1?");
    assertThat(refusal(mapping, "x.csv", "id,b,r\n88.118.8/C1,???,\n"))
        .contains("column b")
        .contains("Base64");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          too few cells             | C1,SPCC            | x.csv:2: row: "2 cells" (expected: 3 cells, as in the header)
          too many cells            | C1,SPCC,H1,x       | x.csv:2: row: "4 cells" (expected: 3 cells, as in the header)
          no suffix                 | ,SPCC,H1           | x.csv:2: column 卷号: 卷号: "" (expected: a single text, because the identifier is built from it)
          control character         | C\t1,SPCC,H1       | x.csv:2: column 卷号: suffix: "C\\u00091" (expected: no control characters; there is U+0009 at offset 1)
          """)
  void a_malformed_row_is_refused_and_the_next_one_read(String why, String row, String message) {
    List<ReadRow> rows =
        read(mapping(COILS), "x.csv", "卷号,钢种,炉号\n" + row.replace("\\t", "\t") + "\nC2,DX51D,H2\n");

    assertThat(rows).hasSize(2);
    assertThat(said(rows.get(0))).isEqualTo(message);
    assertThat(rows.get(1)).isInstanceOf(Planned.class);
    assertThat(rows.get(1).place()).hasToString("x.csv:3");
  }

  @Test
  void a_reference_that_is_no_identifier_names_its_column() {
    Mapping mapping =
        mapping(
            "{'prefix':'88.118.8','tables':[{'file':'*','suffix':'{a}','values':["
                + "{'column':'b','type':'t','kind':'reference','target':'{value}'}]}]}");

    assertThat(refusal(mapping, "x.csv", "a,b\n1,88.118.8 H1\n"))
        .startsWith("x.csv:2: column b: identifier: \"88.118.8 H1\"");
  }

  @Test
  void numbers_that_are_none_are_refused() {
    Mapping mapping =
        mapping(
            "{'prefix':'1','tables':[{'file':'*','suffix':'{a}','values':[{'column':'b','type':'t','kind':'number'}]}]}");

    for (String bad : List.of("160.21L", "210吨", "01", "1.", "NaN")) {
      assertThat(refusal(mapping, "x.csv", "a,b\n1," + bad + "\n"))
          .contains("column b")
          .contains("a decimal number");
    }
  }

  @Test
  void a_list_that_runs_into_the_next_index_is_refused() {
    Mapping mapping =
        mapping(
            "{'prefix':'1','tables':[{'file':'*','suffix':'{a}','values':["
                + "{'column':'b','type':'t','index':10,'separator':'、'},{'column':'c','type':'u','index':12}]}]}");

    assertThat(planned(read(mapping, "x.csv", "a,b,c\n1,甲、 乙、,丙\n")).get(0).values())
        .containsExactly(
            RecordValue.text(10, "t", "甲"),
            RecordValue.text(11, "t", "乙"),
            RecordValue.text(12, "u", "丙"));
    assertThat(refusal(mapping, "x.csv", "a,b,c\n1,甲、乙、丁,丙\n"))
        .startsWith("x.csv:2: index: \"12\"");
  }

  @Test
  void an_overlong_identifier_and_too_many_values_are_refused() {
    assertThat(refusal(mapping(COILS), "x.csv", "卷号,钢种,炉号\n" + "C".repeat(2048) + ",,\n"))
        .contains("bytes of UTF-8, not 2048");
    String heats =
        IntStream.rangeClosed(1, 2049).mapToObj(i -> "H" + i).collect(Collectors.joining(";"));
    assertThat(refusal(mapping(COILS), "x.csv", "卷号,钢种,炉号\nC1,," + heats + "\n"))
        .startsWith("x.csv:2: values: \"2049 values\"");
  }

  @Test
  void a_column_that_the_header_lacks_is_an_error_that_names_those_it_has() {
    assertThatThrownBy(() -> read(mapping(COILS), "x.csv", "卷号,炉号\n1,2\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("x.csv: \"column 钢种\" (expected: one of the columns [卷号, 炉号]");
    assertThatThrownBy(() -> read(mapping(COILS), "x.csv", "卷号,钢种,炉号,钢种\n"))
        .hasMessageContaining("each column once");
    assertThatThrownBy(() -> read(mapping(COILS), "x.csv", "")).hasMessageContaining("column 卷号");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          text behind a closing quote | C1,"SP"CC,H1  | x.csv:3: row: "Unexpected character after closing quote
          quote that never closes     | C1,"SPCC,H1   | x.csv:3: row: "Unclosed quoted field
          """)
  void behind_a_misplaced_quote_nothing_more_is_read(String why, String row, String start) {
    List<ReadRow> rows =
        read(mapping(COILS), "x.csv", "卷号,钢种,炉号\nC0,SPCC,H0\n" + row + "\nC2,DX51D,H2\n");

    assertThat(rows).hasSize(2);
    assertThat(said(rows.get(1))).startsWith(start);
  }

  @Test
  void quoted_cells_may_hold_commas_quotes_and_lines() {
    List<ReadRow> rows =
        read(mapping(COILS), "x.csv", "卷号,钢种,炉号\r\nC1,\"a,\"\"b\"\"\r\nc\",\r\n\r\nC2,DX51D,\r\n");

    assertThat(planned(rows).get(0).values())
        .containsExactly(RecordValue.text(2000, "钢种", "a,\"b\"\r\nc"));
    assertThat(rows.get(1).place().line()).isEqualTo(5);
  }

  @Test
  void a_byte_order_mark_is_skipped_and_one_of_utf_16_tells_the_charset() {
    assertThat(read(mapping(COILS), "x.csv", "\uFEFF卷号,钢种,炉号\nC1,,\n"))
        .hasSize(1)
        .allMatch(Planned.class::isInstance);
    assertThat(read(mapping(COILS), "x.jsonl", "\uFEFF{\"卷号\":\"C1\"}\n"))
        .hasSize(1)
        .allMatch(Planned.class::isInstance);
    for (Charset charset : List.of(StandardCharsets.UTF_16, Charset.forName("x-UTF-16LE-BOM"))) {
      assertThat(
              planned(read(mapping(COILS), "x.csv", "卷号,钢种,炉号\nC1,热轧,\n".getBytes(charset)))
                  .get(0)
                  .values())
          .containsExactly(RecordValue.text(2000, "钢种", "热轧"));
    }
  }

  @Test
  void a_row_with_bytes_that_are_no_text_is_refused_and_the_next_one_read() {
    byte[] gbk = "卷号,钢种,炉号\nC1,热轧,H1\nC2,SPCC,H2\n".getBytes(Charset.forName("GB18030"));
    byte[] broken = "卷号,钢种,炉号\nC1,#,H1\nC2,热轧,H2\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < broken.length; i++) {
      broken[i] = broken[i] == '#' ? (byte) 0xE9 : broken[i];
    }

    List<ReadRow> rows = read(mapping(COILS), "x.csv", broken);
    assertThat(said(rows.get(0)))
        .isEqualTo(
            "x.csv:2: row: column 2: \"bytes that are not valid text at character 1\" "
                + "(expected: text in the charset of the file; the default is UTF-8, give another "
                + "with --charset, for example --charset GBK)");
    assertThatThrownBy(() -> read(mapping(COILS), "x.csv", gbk))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "x.csv:1: column 1 of the header: \"bytes that are not valid text at")
        .hasMessageContaining("--charset GBK")
        .hasMessageNotContaining("udc80");
    assertThat(
            said(
                read(
                        mapping(COILS),
                        "x.jsonl",
                        "{\"卷号\":\"C1\"}".getBytes(Charset.forName("GB18030")))
                    .get(0)))
        .startsWith("x.jsonl:1: line: \"bytes that are not valid text at character 3\"")
        .contains("--charset GBK");
    assertThat(rows.get(1)).isInstanceOf(Planned.class);
    Mapping inGbk = mapping(COILS.replace("'file'", "'charset':'GB18030','file'"));
    assertThat(planned(read(inGbk, "x.csv", gbk)).get(0).values())
        .contains(RecordValue.text(2000, "钢种", "热轧"));
  }

  @Test
  void what_spreadsheets_add_to_a_table_is_passed_over() {
    List<ReadRow> rows =
        read(
            mapping(COILS),
            "x.csv",
            "\uFEFFsep=;\r\n卷号;钢种;炉号;;\r\nC1;SPCC;;;\r\n;;;;\r\nC2;'=1;;;;;\r\n;;\r\n");

    assertThat(planned(rows)).hasSize(2);
    assertThat(planned(rows).get(1).values()).containsExactly(RecordValue.text(2000, "钢种", "=1"));
    assertThat(rows.get(0).place().line()).isEqualTo(3);
    assertThat(rows.get(1).place().line()).isEqualTo(5);
  }

  @Test
  void a_column_with_content_and_without_a_name_is_named_by_its_number() {
    assertThat(refusal(mapping(COILS), "x.csv", "卷号,钢种,炉号,, \nC1,,,,7\n"))
        .isEqualTo(
            "x.csv:2: row: \"7\" (expected: nothing in columns 4 and 5, which have no name in the"
                + " header)");
    assertThat(refusal(mapping(COILS), "x.csv", "卷号,钢种,炉号,\nC1,,,7\n"))
        .contains("nothing in column 4, which has no name in the header");
  }

  @Test
  void a_column_that_is_there_in_another_spelling_is_suggested() {
    assertThatThrownBy(() -> read(mapping(COILS.replace("钢种", "Grade")), "x.csv", "卷号, grade,炉号\n"))
        .hasMessageContaining("did you mean ` grade`?");
  }

  @Test
  void json_lines_keep_numbers_and_json_as_they_are_written() {
    Mapping mapping =
        mapping(
            "{'prefix':'1','tables':[{'file':'*','suffix':'{a}','values':["
                + "{'column':'n','type':'n','kind':'number'},{'column':'j','type':'j','kind':'json'},"
                + "{'column':'l','type':'l','index':3000}]}]}");

    List<ReadRow> rows =
        read(
            mapping,
            "x.jsonl",
            """
            {"a":1,"n":160.2100,"j":{"b": [1.0, "x"]},"l":["p",7,null,true],"z":{}}

            {"a":2,"n":null,"j":null}\r
            {"a":3,"j": "x" }\
            """);

    assertThat(planned(rows).get(0).values())
        .containsExactly(
            RecordValue.of(2000, "n", new ValueData.Number("160.2100")),
            RecordValue.of(2001, "j", new ValueData.Json("{\"b\": [1.0, \"x\"]}")),
            RecordValue.text(3000, "l", "p"),
            RecordValue.text(3001, "l", "7"),
            RecordValue.text(3002, "l", "true"));
    assertThat(planned(rows).get(1).values()).isEmpty();
    assertThat(planned(rows).get(2).values())
        .containsExactly(RecordValue.of(2001, "j", new ValueData.Json("\"x\"")));
    assertThat(rows.get(1).place()).hasToString("x.jsonl:3");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not JSON           | {"卷号":        | valid JSON
          an array           | ["C1"]          | one JSON object a line
          two objects        | {"卷号":"C1"}{} | nothing after it
          a field twice      | {"卷号":"C1","卷号":"C2"} | Duplicate field
          an object in a cell| {"卷号":"C1","钢种":{}}   | kind json
          a nested array     | {"卷号":"C1","钢种":[[1]]} | an array of plain values
          """)
  void a_bad_line_of_json_is_refused_and_the_next_one_read(
      String why, String line, String expected) {
    List<ReadRow> rows = read(mapping(COILS), "x.jsonl", line + "\n{\"卷号\":\"C2\"}\n");

    assertThat(said(rows.get(0))).startsWith("x.jsonl:1: ").contains(expected);
    assertThat(rows.get(1)).isInstanceOf(Planned.class);
  }

  @Test
  void a_line_of_any_length_takes_bounded_memory() {
    List<ReadRow> rows =
        read(
            mapping(COILS),
            "x.jsonl",
            "{\"卷号\":\"" + "C".repeat(TextLines.MAX_LENGTH) + "\"}\n{\"卷号\":\"C2\"}\n");

    assertThat(said(rows.get(0))).contains("a longer line");
    assertThat(rows.get(1)).isInstanceOf(Planned.class);
  }

  private List<ReadRow> read(Mapping mapping, String name, String content) {
    return read(mapping, name, content.getBytes(StandardCharsets.UTF_8));
  }

  private List<ReadRow> read(Mapping mapping, String name, byte[] content) {
    try {
      Path file = Files.write(directory.resolve(name), content);
      if (name.equals("coils.csv")) {
        mapping = new Mapping(List.of(mapping.tables().get(1)));
      }
      try (ImportRows rows = ImportRows.of(List.of(file), Optional.of(mapping))) {
        return all(rows);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<ReadRow> all(RowSource rows) {
    List<ReadRow> all = new ArrayList<>();
    for (Optional<ReadRow> row = rows.next(); row.isPresent(); row = rows.next()) {
      all.add(row.get());
    }
    return all;
  }

  private String refusal(Mapping mapping, String name, String content) {
    return said(read(mapping, name, content).get(0));
  }

  private static String said(ReadRow row) {
    return row.place() + ": " + ((Refused) row).failure().message();
  }

  private static List<Assignment> planned(List<ReadRow> rows) {
    return rows.stream().map(row -> ((Planned) row).assignment()).toList();
  }

  private static Mapping mapping(String json) {
    return MappingReader.read("m", json.replace('\'', '"'), Optional.empty());
  }
}
