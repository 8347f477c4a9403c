package dev.nameplate.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.report.SheetMappingReader;
import dev.nameplate.trace.sheet.SheetMapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** {@code recall --sheet}: files, languages and wrong options, at a node of one cannery. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SheetCommandTest {
  private static final String LOT = "88.118.40/LOT-7";
  private static final String FORMULA = "=HYPERLINK(\"http://evil.example\")";

  @TempDir static Path directory;
  private Path data;
  private Path mapping;

  @BeforeAll
  void make_a_cannery() throws IOException {
    data = directory.resolve("node");
    Run.of(
            "init",
            "--data",
            data,
            "--prefix",
            "88.118.40",
            "--suite",
            "ED25519_SHA256",
            "--no-passphrase")
        .ok();
    Path records =
        Files.writeString(
            directory.resolve("records.jsonl"),
            """
            {"identifier":"88.118.40/LOT-7","values":[{"index":1,"type":"name","data":"=HYPERLINK(\\"http://evil.example\\")"},{"index":2,"type":"METADATA","data":{"json":"{\\"batch\\":{\\"no\\":\\"0012\\"}}"}}]}
            """);
    Run.of("import", records, "--data", data).ok();
    Path events =
        Files.writeString(
            directory.resolve("events.jsonl"),
            """
            {"kind":"create","time":"2026-04-02T04:00:00+08:00","items":[{"item":"88.118.40/LOT-7","amount":"100.50","unit":"CS"}],"place":"Hall 2"}
            {"kind":"transfer","time":"2026-04-02T05:00:00+08:00","items":[{"item":"88.118.40/LOT-7","amount":"40","unit":"CS"}],"from":"88.118.40","to":"@shop\\u0007","side":"given","documents":["+INV"]}
            {"kind":"transfer","time":"2026-04-02T06:00:00+08:00","items":[{"item":"88.118.40/LOT-7","amount":"12345678901234567.5","unit":"GRM"}],"from":"88.118.40","to":"Bank","side":"given"}
            """);
    Run.of("capture", events, "--data", data).ok();
    mapping =
        Files.writeString(
            directory.resolve("mapping.json"),
            """
            {"zone":"+08:00",
             "item":{"name":[{"type":"name"}],"batch":[{"type":"METADATA","field":"batch.no"}]},
             "party":{"suffix":"COMPANY","name":[{"index":1}]}}
            """);
  }

  @Test
  void a_csv_has_a_byte_order_mark_and_no_cell_that_a_spreadsheet_computes() throws IOException {
    Path file = sheet("gbt34400", "recall.csv", "--sheet-language", "en");
    String text = Files.readString(file, StandardCharsets.UTF_8);
    List<List<String>> rows = csv(file);

    assertThat(text).startsWith("\uFEFFIdentifier,Product name,").contains("\r\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(row(rows, "'@shop\\u0007"))
        .containsSubsequence(LOT, "'" + FORMULA, "0012", "2026-04-02", "100.50", "CS", "40", "40");
    assertThat(rows.get(0)).hasSize(18);
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(18));
  }

  @Test
  void a_worksheet_has_the_same_cells_with_numbers_and_without_formulas() throws Exception {
    for (String kind : List.of("gbt34400", "fsma204")) {
      Path file = sheet(kind, "recall.XLSX", "--sheet-language", "en");
      List<List<String>> rows = xlsx(file);
      List<List<String>> expected =
          csv(sheet(kind, "same.csv", "--sheet-language", "en")).stream()
              .map(row -> row.stream().map(cell -> cell.replaceFirst("^'", "")).toList())
              .toList();

      assertThat(rows).isEqualTo(expected);
    }
    Path file = sheet("gbt34400", "recall.xlsx");
    String worksheet = part(file, "xl/worksheets/sheet1.xml");
    assertThat(worksheet)
        .contains("<v>100.50</v>", "<v>40</v>", "=HYPERLINK(")
        .as("beyond what a spreadsheet keeps exactly")
        .doesNotContain("<v>12345678901234567.5</v>")
        .contains(">12345678901234567.5</t>")
        .doesNotContain("<f>");
  }

  @Test
  void each_kind_has_a_language_of_its_own_unless_another_is_chosen() throws IOException {
    assertThat(csv(sheet("gbt34400", "a.csv")).get(0)).contains("产品名称", "备注");
    assertThat(csv(sheet("fsma204", "a.csv")).get(0)).contains("Traceability lot code", "Remarks");
    assertThat(csv(sheet("fsma204", "a.csv", "--sheet-language", "zh")).get(0))
        .contains("追溯批次代码", "备注");
  }

  @Test
  void signed_events_have_a_row_for_each_affected_lot() throws IOException {
    assertThat(csv(sheet("fsma204", "a.csv", "--position", "3")))
        .extracting(row -> String.join("|", row).replaceAll("\\|[0-9a-f]{64}\\|", "|ID|"))
        .contains(
            "shipping|88.118.40/LOT-7|'=HYPERLINK(\"http://evil.example\")||40|CS|||2026-04-02T05:00:00+08:00|2026-04-02T05:00:00+08:00||88.118.40||'@shop\\u0007|'@shop\\u0007|88.118.40|||'+INV|certain||88.118.40|ID|"
                + "no record of the party 88.118.40/COMPANY; party \"@shop\\u0007\" names no record; no location is recorded")
        .noneMatch(row -> row.contains("Bank"));
  }

  @Test
  void a_sheet_that_fails_leaves_the_file_as_it_was() throws IOException {
    Path file = Files.writeString(directory.resolve("kept.csv"), "kept");

    Run.of(arguments("gbt34400", file, "88.118.40/NOBODY-KNOWS-IT"))
        .failed(ExitCode.NO, "88.118.40/NOBODY-KNOWS-IT");

    assertThat(file).hasContent("kept");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).noneMatch(left -> left.toString().endsWith(".partial"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          unknown kind      | --sheet excel --out a.csv                                      | '--sheet' | FSMA204
          unknown language  | --sheet fsma204 --out a.csv --sheet-language fr                | '--sheet-language' | ZH
          no file           | --sheet fsma204                                                | --sheet: | --out FILE too
          unknown ending    | --sheet fsma204 --out a.ods                                    | --out: | .csv or .xlsx
          no sheet          | --out a.csv                                                    | --out: | --sheet KIND too
          language alone    | --sheet-language zh                                            | --sheet-language: | --sheet KIND too
          mapping alone     | --sheet-mapping m.json                                         | --sheet-mapping: | --sheet KIND too
          with csv          | --sheet fsma204 --out a.csv --csv                              | --sheet: | with --csv
          with json         | --sheet fsma204 --out a.csv --json                             | --sheet: | with --json
          with a format     | --sheet fsma204 --out a.csv --format dot                       | --sheet: | with --format
          receipts          | --sheet fsma204 --out a.csv --received-between 2026-01-01T00:00:00Z 2026-02-01T00:00:00Z | --received-between: | --sheet gbt34400
          missing mapping   | --sheet fsma204 --out a.csv --sheet-mapping none.json          | --sheet-mapping: | none.json
          missing directory | --sheet gbt34400 --out none/a.csv                              | --out: | cannot be written
          """)
  void options_that_do_not_fit_are_one_clear_error(
      String why, String options, String where, String expected) {
    List<Object> arguments = new ArrayList<>(List.of("recall", LOT, "--data", data));
    arguments.addAll(List.of(options.split(" ")));

    Run run = Run.of(arguments.toArray());

    assertThat(run.exitCode()).isIn(ExitCode.USAGE, ExitCode.NO);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err() + run.out()).contains(where, expected);
  }

  @Test
  void an_anchor_is_needed_at_a_node_that_listens() {
    Run.of("recall", LOT, "--node", "127.0.0.1:1", "--sheet", "fsma204", "--out", "a.csv")
        .failed(ExitCode.USAGE, "--sheet: \"without --anchor\"");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          names nothing      | {"item":{}}                                | mapping: "names no value"
          empty              | {}                                         | mapping: "names no value"
          unknown subject    | {"items":{"name":[{"type":"n"}]}}          | wrong.json.items`; did you mean `item`?
          unknown datum      | {"item":{"nam":[{"type":"n"}]}}            | wrong.json.item.nam`; did you mean `name`?
          datum of another   | {"place":{"brand":[{"type":"n"}]}}         | wrong.json.place.brand` (expected: one of description)
          unknown place      | {"item":{"name":[{"typ":"n"}]}}            | wrong.json.item.name[0].typ`; did you mean `type`?
          no type or index   | {"item":{"name":[{"field":"a"}]}}          | item.name[0].type: "missing"
          index out of range | {"item":{"name":[{"index":0}]}}            | item.name[0].index: "0"
          empty field        | {"item":{"name":[{"type":"n","field":"a..b"}]}} | item.name[0].field: "\\"a..b\\""
          no array           | {"item":{"name":"n"}}                      | item.name: "\\"n\\""
          wrong zone         | {"zone":"Shanghai","item":{"name":[{"type":"n"}]}} | zone: "\\"Shanghai\\"" (expected: an offset from UTC
          no JSON            | {"item"                                    | one valid JSON object
          """)
  void a_wrong_mapping_names_the_field(String why, String json, String expected)
      throws IOException {
    Path wrong = Files.writeString(directory.resolve("wrong.json"), json);
    Path out = directory.resolve("not-written.csv");

    Run run =
        Run.of(
            "recall",
            LOT,
            "--data",
            data,
            "--sheet",
            "gbt34400",
            "--out",
            out,
            "--sheet-mapping",
            wrong);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err().replace("\\\"", "\"")).contains(expected.replace("\\\"", "\""));
    assertThat(out).doesNotExist();
  }

  @Test
  void the_mapping_in_the_manual_and_the_bundled_one_name_every_datum() throws IOException {
    String manual = Files.readString(Path.of("README.md"));
    int begin = manual.indexOf("{\"zone\"");
    String example = manual.substring(begin, manual.indexOf("\n\n", begin));

    for (SheetMapping read :
        List.of(SheetMappingReader.read("example", example), SheetMappingReader.bundled())) {
      assertThat(read.zone()).isEqualTo(ZoneOffset.ofHours(8));
      assertThat(read.partySuffix()).contains(Suffix.parse("ENTERPRISE"));
      for (SheetMapping.Subject subject : SheetMapping.Subject.values()) {
        assertThat(read.sources().get(subject))
            .containsOnlyKeys(subject.fields().toArray(SheetMapping.Field[]::new));
      }
    }
  }

  private Object[] arguments(String kind, Path file, String item, String... more) {
    return Stream.concat(
            Stream.of(
                "recall",
                item,
                "--data",
                data,
                "--sheet",
                kind,
                "--out",
                file,
                "--sheet-mapping",
                mapping),
            Stream.of(more))
        .toArray();
  }

  private Path sheet(String kind, String name, String... more) {
    Path file = directory.resolve(name);
    Run run = Run.of(arguments(kind, file, LOT, more)).ok();
    assertThat(run.out()).matches("Wrote [0-9]+ rows to .*" + name + "\\.\\R");
    return file;
  }

  private static List<List<String>> csv(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return CsvReader.builder().ofCsvRecord(text.substring(1)).stream()
        .map(CsvRecord::getFields)
        .toList();
  }

  private static List<String> row(List<List<String>> rows, String cell) {
    return rows.stream().filter(row -> row.contains(cell)).findFirst().orElseThrow();
  }

  private static String part(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The cells of a worksheet, as another program reads them. */
  private static List<List<String>> xlsx(Path file)
      throws IOException, ParserConfigurationException, SAXException {
    Element sheet;
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("xl/worksheets/sheet1.xml"))) {
      sheet =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
    }
    List<List<String>> rows = new ArrayList<>();
    int columns = elements(sheet.getElementsByTagName("row").item(0), "c").size();
    for (Element row : elements(sheet, "row")) {
      List<String> cells = new ArrayList<>(Collections.nCopies(columns, ""));
      for (Element cell : elements(row, "c")) {
        cells.set(cell.getAttribute("r").charAt(0) - 'A', cell.getTextContent());
      }
      rows.add(cells);
    }
    return rows;
  }

  private static List<Element> elements(org.w3c.dom.Node in, String name) {
    NodeList found = ((Element) in).getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }
}
