package dev.nameplate.epcis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.event.EventSource;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.record.InvalidRecordException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventHashTest {
  private static final String CONTEXT =
      "[\"https://ref.gs1.org/standards/epcis/epcis-context.jsonld\","
          + "{\"mill\":\"https://mill.example/ns/\"}]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReferenceEventHashAlgorithm",
        "ReferenceEventHashAlgorithm2",
        "TimeStampRoundOff",
        "epcisDocWithVariousEventTypes",
        "epclist_normalisation"
      })
  void the_test_vectors_of_the_standards_authors_are_met(String name) {
    Path base = Samples.directory().resolve("hash");
    List<EventSource> sources =
        Reading.of(Samples.text(base.resolve(name + ".jsonld"))).events().stream()
            .map(event -> event.source().orElseThrow())
            .toList();

    assertThat(sources)
        .extracting(source -> EventHash.preHash(source.text(), source.context()))
        .isEqualTo(Samples.text(base.resolve(name + ".prehashes")).lines().toList());
    assertThat(sources)
        .extracting(source -> EventHash.of(source.text(), source.context()).id())
        .isEqualTo(Samples.text(base.resolve(name + ".hashes")).lines().toList());
  }

  @Test
  void every_field_stands_where_the_standard_has_it() {
    String text =
        EventHash.preHash(
            """
            {"type": "ObjectEvent", "eventID": "urn:uuid:2b6c", "recordTime": "2026-01-03T00:00:00Z",
             "mill:crew": "B", "mill:rolls": [{"mill:no": 2}, {"mill:no": 1, "comment": "worn"}],
             "ilmd": {"cbvmda:lotNumber": "H7", "mill:grade": {"mill:name": "Q235B"}},
             "sensorElementList": [
               {"mill:rig": "3",
                "sensorReport": [{"uom": "CEL", "value": 26.50, "type": "Temperature", "mill:n": 1},
                                 {"type": "gs1:Speed", "value": 0.00001, "component": "x"}],
                "sensorMetadata": {"time": "2026-01-02T03:04:05+08:00"}}],
             "sourceList": [{"source": "urn:epc:id:pgln:6901234.00001", "type": "owning_party"}],
             "destinationList": [{"type": "location", "destination": "urn:epc:id:sgln:6901234.00001.0"}],
             "bizTransactionList": [{"bizTransaction": "urn:x:po:2"}, {"type": "po", "bizTransaction": "urn:x:po:1"}],
             "readPoint": {"id": "https://mill.example/414/6901234000016/254/7", "mill:bay": "2"},
             "persistentDisposition": {"unset": ["damaged"], "set": ["recalled", "returned"]},
             "disposition": "urn:epcglobal:cbv:disp:active", "bizStep": "commissioning", "action": "ADD",
             "quantityList": [{"uom": "KGM", "quantity": "7.10", "epcClass": "urn:epc:class:lgtin:6901234.000001.H7"}],
             "epcList": ["88.118.8/B", " 88.118.8/A "],
             "certificationInfo": "https://mill.example/cert/7",
             "eventTimeZoneOffset": "+08:00", "eventTime": "2026-01-02T03:04:05.6785+08:00"}
            """,
            CONTEXT);

    assertThat(text)
        .isEqualTo(
            String.join(
                "",
                "eventType=ObjectEvent",
                "eventTime=2026-01-01T19:04:05.678Z",
                "eventTimeZoneOffset=+08:00",
                "certificationInfo=https://mill.example/cert/7",
                "epcListepc=88.118.8/Aepc=88.118.8/B",
                "quantityListquantityElement",
                "epcClass=https://id.gs1.org/01/06901234000016/10/H7quantity=7.1uom=KGM",
                "action=ADD",
                "bizStep=https://ref.gs1.org/cbv/BizStep-commissioning",
                "disposition=https://ref.gs1.org/cbv/Disp-active",
                "persistentDispositionset=https://ref.gs1.org/cbv/Disp-recalled",
                "set=https://ref.gs1.org/cbv/Disp-returned",
                "unset=https://ref.gs1.org/cbv/Disp-damaged",
                "readPointid=https://id.gs1.org/414/6901234000016/254/7{https://mill.example/ns/}bay=2",
                "bizTransactionListbizTransaction=urn:x:po:2",
                "type=https://ref.gs1.org/cbv/BTT-pobizTransaction=urn:x:po:1",
                "destinationListtype=https://ref.gs1.org/cbv/SDT-location",
                "destination=https://id.gs1.org/414/6901234000016",
                "sourceListtype=https://ref.gs1.org/cbv/SDT-owning_party",
                "source=https://id.gs1.org/417/6901234000016",
                "sensorElementListsensorElementsensorMetadatatime=2026-01-01T19:04:05.000Z",
                "sensorReporttype=https://gs1.org/voc/Speedvalue=1e-05component=https://ref.gs1.org/cbv/Comp-x",
                "sensorReporttype=https://gs1.org/voc/Temperaturevalue=26.5uom=CEL",
                "{https://mill.example/ns/}n=1{https://mill.example/ns/}rig=3",
                "ilmd{https://mill.example/ns/}grade{https://mill.example/ns/}name=Q235B",
                "{urn:epcglobal:cbv:mda:}lotNumber=H7",
                "{https://mill.example/ns/}crew=B",
                "{https://mill.example/ns/}rolls{https://mill.example/ns/}no=1",
                "{https://mill.example/ns/}rolls{https://mill.example/ns/}no=2"));
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "epcList":["urn:epc:id:sgtin:6901234.000001.17"] | "epcList":["https://a.example/01/6901234000016/21/17"]
          "epcList":["urn:x:1","urn:x:2"]                  | "epcList":["urn:x:2","urn:x:1"]
          "eventTime":"2026-01-02T03:04:05Z"               | "eventTime":"2026-01-02T11:04:05.000+08:00"
          "bizStep":"packing"                              | "bizStep":"cbv:BizStep-packing"
          "bizStep":"packing"                              | "bizStep":"urn:epcglobal:cbv:bizstep:packing"
          "mill:n":1.50                                    | "mill:n":1.5
          "mill:n":1e2                                     | "mill:n":100
          "mill:n":"20"                                    | "mill:n":20
          "mill:n":"x"                                     | "@context":{"m":"https://mill.example/ns/"},"m:n":"x"
          "mill:n":"x"                                     | "mill:n":"x","mill:m":null,"comment":"y","epcList":[]
          "eventID":"urn:x:1"                              | "recordTime":"2026-01-02T03:04:05Z"
          """)
  void two_ways_to_say_the_same_have_the_same_id_and_content(String one, String other) {
    assertThat(event(one)).isEqualTo(event(other));
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "bizStep":"https://a.example/b","disposition":"https://c.example/x" | "bizStep":"https://a.example/bdisposition=https://c.example/x"
          "mill:a":{"mill:b":"1"},"mill:c":"2"  | "mill:a":{"mill:b":"1","mill:c":"2"}
          "mill:lot":"007"                      | "mill:lot":"7"
          "mill:lot":"1e3"                      | "mill:lot":"1000"
          "mill:a":"1"                          | "mill:a":"1","errorDeclaration":{"reason":"did_not_occur"}
          """)
  void what_shares_an_id_without_saying_the_same_differs_in_content(String one, String other) {
    assertThat(event(one).id()).isEqualTo(event(other).id());
    assertThat(event(one).content()).isNotEqualTo(event(other).content());
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "mill:n":9007199254740993  | "mill:n":9007199254740992
          "mill:n":1e400             | "mill:n":1e401
          "mill:n":1e99999999999     | "mill:n":1e99999999998
          "mill:n":true              | "mill:n":false
          "epcList":["urn:x:A"]      | "epcList":["urn:x:a"]
          """)
  void no_difference_is_too_small_or_too_large(String one, String other) {
    assertThat(event(one).id()).isNotEqualTo(event(other).id());
    assertThat(event(one).content()).isNotEqualTo(event(other).content());
  }

  @ParameterizedTest
  @CsvSource({
    "2023-02-02T11:04:03.1415Z, 2023-02-02T11:04:03.142Z",
    "2023-02-02T11:04:03.1405Z, 2023-02-02T11:04:03.140Z",
    "2023-02-02T11:04:03.14050009Z, 2023-02-02T11:04:03.140Z",
    "2023-12-31T23:59:59.9996Z, 2024-01-01T00:00:00.000Z",
    "2022-09-05T19:04:37.5450000+00:00, 2022-09-05T19:04:37.545Z",
    "2022-09-05T19:04:37+0130, 2022-09-05T17:34:37.000Z",
    "2022-02-30T19:04:37Z, 2022-02-30T19:04:37Z",
    "22-07-2026, 22-07-2026"
  })
  void a_time_is_rounded_to_milliseconds_and_what_is_none_is_kept(String time, String canonical) {
    assertThat(preHash("\"eventTime\":\"" + time + "\""))
        .isEqualTo("eventType=ObjectEventeventTime=" + canonical);
  }

  @Test
  void characters_beyond_the_basic_plane_are_sorted_by_code_point() {
    assertThat(preHash("\"epcList\":[\"urn:\\ud83d\\ude00\",\"urn:\\uffee\"]"))
        .endsWith("epc=urn:\uffeeepc=urn:\ud83d\ude00");
  }

  @Test
  void what_is_no_event_is_refused() {
    assertThatThrownBy(() -> EventHash.of("[]", "")).isInstanceOf(InvalidEventException.class);
    String deep = "{\"type\":\"ObjectEvent\",\"a\":" + "[".repeat(900) + "]".repeat(900) + "}";
    assertThatThrownBy(() -> EventHash.of(deep, "")).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> EventHash.of("{\"type\":7}", ""))
        .isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> EventHash.of("{\"type\":\"ObjectEvent\"", ""))
        .isInstanceOf(InvalidRecordException.class);
  }

  @Test
  void the_id_is_the_digest_of_the_whole_pre_hash_string() throws NoSuchAlgorithmException {
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      String members = "\"mill:a\":" + value(random, 4);

      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(preHash(members).getBytes(StandardCharsets.UTF_8));
      assertThat(event(members).id())
          .isEqualTo("ni:///sha-256;" + HexFormat.of().formatHex(digest) + "?ver=CBV2.0");
    }
  }

  /** Halves of surrogate pairs among them: joined, two of them are one character. */
  private static String value(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 3 : 5);
    if (kind < 3) {
      return List.of("1e99", "\"\\ud83d\"", "\"\\ude00\"").get(kind);
    }
    List<String> inside =
        Stream.generate(() -> value(random, depth - 1)).limit(random.nextInt(5)).toList();
    return kind == 3
        ? "[" + String.join(",", inside) + "]"
        : IntStream.range(0, inside.size())
            .mapToObj(i -> "\"" + i + "\":" + inside.get(i))
            .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void what_is_long_and_nested_deep_is_hashed_without_being_joined_at_each_depth() {
    String numbers = "[" + "1e999,".repeat(3000) + "1]";
    String deep = "{\"mill:a\":".repeat(180) + numbers + "}".repeat(180);

    assertThat(preHash("\"mill:x\":" + deep)).hasSizeGreaterThan(3_000_000);
    assertThat(event("\"mill:x\":" + deep).id()).endsWith("?ver=CBV2.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"numbers", "names", "values", "contexts of its own"})
  void what_becomes_too_long_once_it_is_written_out_is_refused(String what) {
    String far = "https://mill.example/" + "n".repeat(90_000) + "/";
    String context = "{\"far\":\"" + far + "\"}";
    String members =
        switch (what) {
          case "numbers" ->
              "\"a\":" + "[".repeat(180) + "1e999,".repeat(35_000) + "1" + "]".repeat(180);
          case "names" -> "\"a\":[" + "{\"far:a\":1},".repeat(22_000) + "1]";
          case "values" -> "\"a\":[" + "\"far:a\",".repeat(22_000) + "1]";
          default -> "\"@context\":" + context + ",\"far:a\":[" + "1,".repeat(22_000) + "1]";
        };

    assertThatThrownBy(() -> EventHash.of("{\"type\":\"ObjectEvent\"," + members + "}", context))
        .isInstanceOf(InvalidEventException.class)
        .message()
        .hasSizeLessThan(400)
        .contains("event", "at most 4", "written out");
  }

  private static EventHash event(String members) {
    return EventHash.of("{\"type\":\"ObjectEvent\"," + members + "}", CONTEXT);
  }

  private static String preHash(String members) {
    return EventHash.preHash("{\"type\":\"ObjectEvent\"," + members + "}", CONTEXT);
  }
}
