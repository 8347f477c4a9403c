package dev.nameplate.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence.Transferred;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names in documents that have characters which nobody sees. */
class CleanedDocumentTest {
  private static final String REMOVED = Defect.CHARACTERS_REMOVED.code();
  private static final String FRAME =
      ",\"eventTime\":\"2026-05-04T03:00:00Z\",\"eventTimeZoneOffset\":\"+08:00\"}";

  private static Event seen(String item) {
    return Reading.ofEvents(
            "{\"type\":\"ObjectEvent\",\"action\":\"OBSERVE\",\"epcList\":[\""
                + item
                + "\"]"
                + FRAME)
        .only();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "urn:epc:id:sgtin:6901234.000001.451\u200b | urn:epc:id:sgtin:6901234.000001.451",
        "\ufeffurn:epc:id:sgtin:6901234.000001.451 | urn:epc:id:sgtin:6901234.000001.451",
        "urn:epc:id:sgtin:6901234.000001.451\u00a0 | urn:epc:id:sgtin:6901234.000001.451",
        "https://id.gs1.org/01/06901234000016/21/4\u00ad51 | urn:epc:id:sgtin:6901234.000001.451",
        "https://id.gs1.org/01/06901234000016/21/451%E2%80%8B | urn:epc:id:sgtin:6901234.000001.451",
        "https://id.gs1.org/01/06901234000016/21/451%20 | urn:epc:id:sgtin:6901234.000001.451",
        "https://hdl.handle.net/88.118.8/COIL-9%C2%A0 | 88.118.8/COIL-9",
        "88.118.8/COIL-9\u2060 | 88.118.8/COIL-9",
      })
  void an_item_is_what_was_meant_and_the_event_says_so(String written, String meant) {
    Event event = seen(written);

    assertThat(event.occurrence().items()).containsExactly(EventItem.of(meant));
    assertThat(Reading.labels(event)).contains(REMOVED).doesNotContain("epc-malformed");
    assertThat(event.source().orElseThrow().text()).as("what was written").contains(written);
  }

  @Test
  void other_names_are_cleaned_too() {
    Event event =
        Reading.ofEvents(
                "{\"type\":\"ObjectEvent\",\"action\":\"OBSERVE\",\"epcList\":[\"urn:x:1\"],"
                    + "\"eventID\":\"urn:x:event-1\u200b\",\"readPoint\":{\"id\":\"urn:x:gate\u200e\"},"
                    + "\"bizStep\":\"shipping\u00a0\",\"destinationList\":[{\"type\":\"owning_party\","
                    + "\"destination\":\"\u2063urn:x:buyer\"}]"
                    + FRAME)
            .only();

    assertThat(event.name()).isEqualTo("urn:x:event-1");
    assertThat(event.place()).isEqualTo("urn:x:gate");
    assertThat(event.step()).isEqualTo("shipping");
    assertThat(((Transferred) event.occurrence()).to()).isEqualTo("urn:x:buyer");
    assertThat(Reading.labels(event)).contains(REMOVED);
  }

  @Test
  void a_document_without_such_characters_has_no_such_label() {
    assertThat(Reading.labels(seen("urn:epc:id:sgtin:6901234.000001.451"))).doesNotContain(REMOVED);
  }
}
