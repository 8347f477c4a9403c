package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.server.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose cells have characters that nobody sees. */
final class CleanedNamesImportTest {
  private static final String CELLS = "coil,heat\nC1,H1\nC2\u00a0,H1\u200b\nC3\u200b,H1\nC4 ,\n";
  private static final String MAP =
      "{\"prefix\":\"88.118.8\",\"tables\":[{\"file\":\"coils.csv\",\"suffix\":\"COIL-{coil}\",\"values\":"
          + "[{\"column\":\"heat\",\"type\":\"heat\",\"kind\":\"reference\",\"target\":\"{prefix}/HEAT-{value}\"}]}]}";

  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Test
  void their_names_are_cleaned_and_labelled() throws IOException {
    Path table = file("coils.csv", CELLS);
    Path map = file("map.json", MAP);

    Run run = Run.of("import", table, "--mapping", map, "--data", data).ok();

    assertThat(run.out())
        .startsWith("4 rows: 4 assigned")
        .contains("4 labelled characters-removed");
    assertThat(run.err())
        .contains(
            "coils.csv:3: characters-removed: coil: U+00A0 at offset 2 is white space at the end; removed, which leaves \"C2\"")
        .contains(
            "coils.csv:3: characters-removed: heat: U+200B at offset 2 cannot be seen; removed, which leaves \"H1\"")
        .contains("coils.csv:4: characters-removed: coil: U+200B at offset 2")
        .contains("coils.csv:5: characters-removed: coil: U+0020 at offset 2");
    assertThat(Run.of("list", "88.118.8", "--data", data, "--json").ok().jsonLines())
        .extracting(json -> json.path("identifier").asText())
        .containsExactly(
            "88.118.8/COIL-C1", "88.118.8/COIL-C2", "88.118.8/COIL-C3", "88.118.8/COIL-C4");
    assertThat(Run.of("resolve", "88.118.8/COIL-C2", "--data", data).ok().out())
        .contains("88.118.8/HEAT-H1")
        .doesNotContain("\u200b");
    assertThat(Run.of("import", table, "--mapping", map, "--data", data).ok().out())
        .startsWith("4 rows: 0 assigned");
  }

  @Test
  void records_of_an_export_are_cleaned_and_programs_are_told() throws IOException {
    Path records =
        file(
            "records.jsonl",
            "{\"identifier\":\"88.118.8/COIL-7\u200b\",\"version\":1,\"values\":[]}\n");

    Run run = Run.of("import", records, "--data", data, "--json").ok();

    assertThat(run.json().path("identifier").asText()).isEqualTo("88.118.8/COIL-7");
    assertThat(run.err())
        .contains("\"label\":\"characters-removed\"", "\"line\":1", "\"cleaned\":1")
        .doesNotContain("\u200b");
  }

  @Test
  void a_file_with_a_name_that_cannot_be_seen_is_told_of_with_escapes() throws IOException {
    String record = "{\"identifier\":\"88.118.8/COIL-7\u200b\",\"version\":1,\"values\":[]}\n";
    Path records = file("re\u202ecords\u200b.jsonl", record + record);

    Run run = Run.of("import", records, "--data", data, "--json").ok();

    assertThat(run.err())
        .contains("\"label\":\"characters-removed\"", "\"repeated\":", "re\\u202ecords\\u200b")
        .doesNotContain("\u200b", "\u202e");
  }

  @Test
  void events_that_are_typed_are_refused_and_those_of_documents_labelled() throws IOException {
    Path lines =
        file(
            "events.jsonl",
            """
            {"kind":"create","time":"2026-03-01T08:00:00+08:00","items":["88.118.8/COIL-9"]}
            {"kind":"process","time":"2026-03-02T08:00:00+08:00","inputs":["88.118.8/COIL-9 "],"outputs":["88.118.8/P1"]}
            {"kind":"process","time":"2026-03-02T09:00:00+08:00","inputs":["88.118.8/COIL-9\u200b"],"outputs":["88.118.8/P2"]}
            """);
    Path document =
        file(
            "seen.jsonld",
            "{\"@context\":\"https://ref.gs1.org/standards/epcis/epcis-context.jsonld\",\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\",\"creationDate\":\"2026-05-04T00:00:00Z\",\"epcisBody\":{\"eventList\":[{\"type\":\"ObjectEvent\",\"action\":\"OBSERVE\",\"epcList\":[\"https://hdl.handle.net/88.118.8/COIL-9%E2%80%8B\"],\"eventTime\":\"2026-05-04T03:00:00Z\",\"eventTimeZoneOffset\":\"+08:00\"}]}}");

    Run typed = Run.of("capture", lines, "--data", data);
    Run imported = Run.of("import", document, "--data", data).ok();

    assertThat(typed.exitCode()).isOne();
    assertThat(typed.out()).contains("1 captured", "2 refused");
    assertThat(typed.err())
        .contains(
            "process.inputs[0].item: U+0020 at offset 15",
            "process.inputs[0].item: U+200B at offset 15")
        .doesNotContain("\u200b");
    assertThat(imported.out()).contains("labelled characters-removed");
    assertThat(
            Run.of("events", "--item", "88.118.8/COIL-9", "--data", data, "--json")
                .ok()
                .jsonLines())
        .hasSize(2);
  }
}
