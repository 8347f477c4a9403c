package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people save them, in editors that write a byte order mark or another charset. */
final class EditedFilesTest {
  private static final Charset GBK = Charset.forName("GBK");
  private static final String MAPPING =
      "{\"prefix\":\"88.118.8\",\"tables\":[{\"file\":\"coils.csv\",\"suffix\":\"{卷号}\","
          + "\"values\":[{\"column\":\"钢种\",\"type\":\"钢种\"}]}]}";
  private static final String EPCIS =
      "{\"@context\":[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\"],\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\",\"creationDate\":\"2026-07-01T00:00:00Z\",\n"
          + "\"epcisBody\":{\"eventList\":[{\"type\":\"ObjectEvent\",\"action\":\"OBSERVE\","
          + "\"eventTime\":\"2026-07-01T00:00:00Z\",\"eventTimeZoneOffset\":\"+08:00\","
          + "\"epcList\":[\"https://hdl.handle.net/88.118.8/卷\"]}]}}";

  @TempDir private Path directory;

  private Path file(String name, String text, Charset charset) throws IOException {
    return Files.write(directory.resolve(name), text.getBytes(charset));
  }

  private Path file(String name, String text) throws IOException {
    return file(name, text, StandardCharsets.UTF_8);
  }

  private Path node() {
    Path data = directory.resolve("node");
    Run.of(
            "init",
            "--data",
            data,
            "--prefix",
            "88.118.8",
            "--suite",
            "ED25519_SHA256",
            "--no-passphrase")
        .ok();
    return data;
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void a_passphrase_is_the_same_with_and_without_a_byte_order_mark(String charset)
      throws IOException {
    Path data = directory.resolve("node");
    Path marked = file("marked.txt", "\uFEFF钢 2026\r\n", Charset.forName(charset));
    Path plain = file("plain.txt", "钢 2026\n");

    Run.of("init", "--data", data, "--prefix", "88.118.8", "--passphrase-file", marked).ok();

    Run.of("assign", "88.118.8/X", "--data", data, "--passphrase-file", plain).ok();
    Run.of("resolve", "88.118.8/X", "--data", data, "--passphrase-file", marked).ok();
  }

  @Test
  void a_configuration_file_may_begin_with_a_byte_order_mark() throws IOException {
    Path config = file("node.conf", "\uFEFFhost = no.such.host.invalid\ngrpc-port = 0\n");

    Run.of("serve", "--config", config, "--data", node())
        .failed(ExitCode.NO, "no.such.host.invalid");
  }

  @Test
  void anchors_and_keys_and_saved_answers_may_begin_with_a_byte_order_mark() throws IOException {
    Path data = node();
    Run.of("assign", "88.118.8/X", "--data", data).ok();
    Path anchor = file("anchor.txt", "\uFEFF" + Files.readString(data.resolve("anchor.txt")));
    Path answer = directory.resolve("x.jsonl");
    Run.of("resolve", "88.118.8/X", "--data", data, "--anchor", anchor).ok();
    Run.of("export", "88.118.8", "--proof", "--data", data, "--out", answer).ok();
    Path marked = file("marked.jsonl", "\uFEFF" + Files.readString(answer));
    Run.of("verify", marked, "--anchor", anchor).ok();

    for (String name : new String[] {"anchor.txt", "keys/authority.pem", "keys/log.pem"}) {
      Path own = data.resolve(name);
      Files.writeString(own, "\uFEFF" + Files.readString(own));
    }
    Run.of("assign", "88.118.8/Y", "--data", data).ok();
  }

  @Test
  void a_file_in_another_charset_is_told_with_the_line_and_the_byte() throws IOException {
    Path config = file("node.conf", "# a\n# 钢\n", GBK);

    Run.of("serve", "--config", config)
        .failed(ExitCode.USAGE, "node.conf", "line 2, at byte 7 of the file", "UTF-8");
    Run.of("import", config, "--mapping", file("map.json", MAPPING, GBK))
        .failed(ExitCode.USAGE, "map.json", "line 1, at byte");
  }

  @Test
  void a_table_in_another_charset_is_imported_once_the_charset_is_named() throws IOException {
    Path data = node();
    Path table = file("coils.csv", "卷号,钢种\nC1,热轧\n", GBK);
    Path mapping = file("map.json", "\uFEFF" + MAPPING);

    Run.of("import", table, "--mapping", mapping, "--data", data)
        .failed(ExitCode.USAGE, "coils.csv:1: column 1 of the header", "--charset GBK");
    Run.of("import", table, "--mapping", mapping, "--data", data, "--charset", "GBK").ok();
    assertThat(Run.of("resolve", "88.118.8/C1", "--data", data).ok().out()).contains("热轧");
    Run.of("import", table, "--mapping", mapping, "--charset", "GBX")
        .failed(ExitCode.USAGE, "--charset", "GBX");
  }

  @Test
  void a_json_document_in_another_charset_is_told_with_the_place() throws IOException {
    Path data = node();
    Path document = file("events.jsonld", EPCIS, GBK);
    String place = "bytes that are not valid text at line 2, character";

    for (String command : new String[] {"import", "capture"}) {
      Run run = Run.of(command, document, "--data", data);
      assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
      assertThat(run.err())
          .contains("events.jsonld", place, "--charset GBK")
          .doesNotContain("udc80");
      Run.of(command, document, "--data", data, "--charset", "GBK").ok();
    }
    Run.of(
            "capture",
            file("marked.json", "\uFEFF" + EPCIS, StandardCharsets.UTF_16BE),
            "--data",
            data)
        .ok();
    assertThat(Run.of("events", "--item", "88.118.8/卷", "--data", data).ok().out())
        .contains("observe");
  }
}
