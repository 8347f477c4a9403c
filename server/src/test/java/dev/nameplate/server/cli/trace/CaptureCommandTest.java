package dev.nameplate.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureCommandTest {
  @TempDir Path directory;
  private Path data;

  @BeforeEach
  void init() {
    data = directory.resolve("node");
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
  }

  @Test
  void a_file_of_epcis_is_known_as_one() throws IOException {
    String event =
        "{\"type\":\"ObjectEvent\",\"eventTime\":\"2026-05-04T03:00:00Z\",\"eventTimeZoneOffset\":\"+08:00\","
            + "\"action\":\"ADD\",\"epcList\":[\"urn:epc:id:sgtin:6901234.000001.17\"]}";
    Path file = directory.resolve("shipment.json");
    Files.writeString(
        file,
        "{\"@context\":[\"https://ref.gs1.org/standards/epcis/epcis-context.jsonld\"],"
            + "\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\",\"creationDate\":"
            + "\"2026-05-04T00:00:00Z\",\"epcisBody\":{\"eventList\":["
            + event
            + ","
            + event.replace("ADD", "MADE")
            + "]}}");

    Run run = capture(file.toString());

    assertThat(run.out()).startsWith("3 events: 2 captured, 0 already there, 1 refused; ");
    assertThat(run.err()).contains(file + ": eventList[1]: action: \"MADE\"");
  }

  @Test
  void one_event_is_captured_by_options_and_answered_with_a_receipt() {
    JsonNode receipt =
        capture(
                "process",
                "--input",
                "88.118.8/COIL-1=21.40TNE",
                "--output",
                "88.118.8/COIL-1-A=10.60 TNE",
                "--output",
                "88.118.8/COIL-1-B=8C62",
                "--time",
                "2026-07-06T08:00:00+08:00",
                "--step",
                "slitting",
                "--json")
            .ok()
            .json();

    assertThat(receipt.path("event").asText()).matches("[0-9a-f]{64}");
    assertThat(receipt.path("recorder").asText()).isEqualTo("88.118.8");
    assertThat(receipt.path("already").asBoolean()).isFalse();
    assertThat(receipt.path("position").asLong()).isZero();
    assertThat(receipt.path("labels")).hasSize(1);
  }

  @Test
  void the_same_event_again_is_no_error_and_yields_the_first_receipt() throws IOException {
    Path file = events("create");

    JsonNode first = capture(file, "--json").ok().json();
    JsonNode again = capture(file, "--json").ok().json();

    assertThat(again.path("event")).isEqualTo(first.path("event"));
    assertThat(again.path("position")).isEqualTo(first.path("position"));
    assertThat(again.path("already").asBoolean()).isTrue();
  }

  @Test
  void a_file_of_every_kind_is_captured_and_what_is_wrong_in_it_is_named_by_line()
      throws IOException {
    Path file =
        write(
            "{'kind':'create','time':'2026-07-01T02:07:00+08:00','items':['88.118.8/HEAT-1',{'item':'88.118.8/HEAT-2','amount':'121.7','unit':'TNE'}]}",
            "{'kind':'process','time':'2026-07-02T02:07:00+08:00','inputs':['88.118.8/HEAT-1'],'outputs':[{'item':'88.118.8/SLAB-1','amount':22.20,'unit':'TNE'}],'process':'CC-1','partial':true}",
            "",
            "{'kind':'contain','time':'2026-07-02T02:07:00+08:00','parent':'88.118.8/TRUCK','items':['88.118.8/SLAB-1'],'change':'enter','bond':'packed'}",
            "{'kind':'transfer','time':'2026-07-02T02:07:00+08:00','items':['88.118.8/SLAB-1'],'from':'88.118.8','to':'88.118.9','side':'given','documents':['D-1']}",
            "{'kind':'observe','time':'2026-07-02T02:07:00+08:00','items':['88.118.8/SLAB-1']}",
            "{'kind':'retire','time':'2026-07-02T02:07:00+08:00','items':['88.118.8/SLAB-1']}",
            "{'kind':'withdraw','time':'2026-07-02T02:07:00+08:00','event':'urn:uuid:1','reason':'wrong'}",
            "{'kind':'create','time':'2026-07-01T02:07:00+08:00','items':[{'item':'88.118.8/HEAT-3','amount':'-1','unit':'TNE'}]}",
            "{'kind':'create','time':'2026-07-01T02:07:00+08:00','items':['88.118.9/HEAT-3']}",
            "no JSON");

    Run run = capture(file);

    assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(run.out()).contains("10 events: 7 captured, 0 already there, 3 refused");
    assertThat(run.err().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains(":9: items[0].amount: \"-1\""))
        .anyMatch(line -> line.contains(":10: create.items[0]: "))
        .anyMatch(line -> line.contains(":11: json: "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an amount without a unit   | --item 88.118.8/A=21.4                       | --item
          a negative amount          | --item 88.118.8/A=-1TNE                      | amount
          a unit in lower case       | --item 88.118.8/A=1kg                        | --item
          no identifier              | --item coil                                  | coil
          a time without offset      | --item 88.118.8/A --time 2026-07-06T08:00:00 | --time
          a time far ahead           | --item 88.118.8/A --time 2999-01-01T00:00:00Z | time
          """)
  void what_is_no_event_is_refused_with_the_field_and_what_was_expected(
      String why, String options, String field) {
    Run run = capture((Object[]) ("create " + options).split(" "));

    run.failed(ExitCode.USAGE, field, "expected: ");
  }

  @Test
  void without_anything_to_capture_the_command_says_what_to_give() {
    capture().failed(ExitCode.USAGE, "give a file of events");
  }

  private Path events(String kind) throws IOException {
    return write(
        "{'kind':'" + kind + "','time':'2026-07-01T02:07:00+08:00','items':['88.118.8/HEAT-1']}");
  }

  private Path write(String... lines) throws IOException {
    return Files.write(
        directory.resolve("events.jsonl"),
        List.of(lines).stream().map(line -> line.replace('\'', '"')).toList());
  }

  private Run capture(Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    all[0] = "capture";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--data";
    all[all.length - 1] = data;
    return Run.of(all);
  }
}
