package dev.nameplate.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Documents of other people, with the defects that real documents have. */
class SampleDocumentsTest {
  /** Which labels the events of a document have. */
  private static final Map<String, List<String>> LABELLED =
      Map.ofEntries(
          Map.entry("dpp/battery--commissioning.jsonld", List.of("word-not-bare")),
          Map.entry(
              "dpp/battery--state-of-health.jsonld",
              List.of("number-as-text", "prefix-undeclared")),
          Map.entry(
              "dpp/electronics--component-replacement.jsonld",
              List.of("prefix-undeclared", "word-not-bare")),
          Map.entry(
              "dpp/eudr--harvesting.jsonld",
              List.of("number-as-text", "prefix-undeclared", "word-not-bare")),
          Map.entry("dpp/eudr--processing.jsonld", List.of("prefix-undeclared", "word-not-bare")),
          Map.entry(
              "dpp/iron-steel--transformation-rolling.jsonld",
              List.of(
                  "action-superfluous", "class-in-item-list", "class-only", "prefix-undeclared")),
          Map.entry(
              "dpp/textile--fjordline-aurora-lifecycle.jsonld",
              List.of(
                  "class-in-item-list", "event-id-no-uuid", "prefix-undeclared", "word-not-bare")),
          Map.entry(
              "dpp/textile--transformation-spinning.jsonld",
              List.of("class-in-item-list", "prefix-undeclared")),
          Map.entry("dpp/textile--transformation-weaving.jsonld", List.of("class-in-item-list")),
          Map.entry("gs1/AssociationEvent-a.jsonld", List.of("event-id-not-the-hash")),
          Map.entry("gs1/AssociationEvent-c.jsonld", List.of("event-id-not-the-hash")),
          Map.entry("gs1/AssociationEvent-g.jsonld", List.of("event-id-not-the-hash")),
          Map.entry("gs1/EPCISQueryDocument.jsonld", List.of("event-id-not-the-hash")),
          Map.entry("gs1/ErrorDeclarationAndCorrectiveEvent.jsonld", List.of("class-only")),
          Map.entry(
              "gs1/Example_9.6.1-ObjectEventWithDigitalLink.jsonld",
              List.of("event-id-not-the-hash")),
          Map.entry(
              "gs1/Example_9.6.3-AggregationEvent.jsonld",
              List.of("event-id-not-the-hash", "unit-missing")),
          Map.entry(
              "gs1/Example_9.6.4-TransformationEvent.jsonld",
              List.of("class-only", "event-id-not-the-hash", "unit-missing")),
          Map.entry("gs1/PersistentDisposition-example.jsonld", List.of("event-id-not-the-hash")),
          Map.entry(
              "hash/epcisDocWithVariousEventTypes.jsonld", List.of("class-only", "unit-missing")),
          Map.entry("hash/epclist_normalisation.jsonld", List.of("class-in-item-list")),
          Map.entry(
              "oetr/Combination_of_different_event.json",
              List.of("check-digit-wrong", "class-only", "unit-missing", "word-not-bare")),
          Map.entry(
              "ot/gdst_data_withmasterdata.jsonld", List.of("epc-malformed", "event-id-no-uuid")),
          Map.entry(
              "ot/traceback_tests.jsonld",
              List.of("epc-malformed", "event-id-no-uuid", "event-id-not-unique")));

  private static final Map<String, List<String>> REFUSED =
      Map.of(
          "oetr/INVALID--Combination_of_events_with_missing_mandatory_fields.json",
          List.of(
              "eventList[0] action: missing (expected: ADD, OBSERVE or DELETE)",
              "eventList[1] action: missing (expected: ADD, OBSERVE or DELETE)"),
          "oetr/INVALID--EPCISDocument_without_context.json",
          List.of(
              "eventList[0] @context: missing (expected:"
                  + " https://ref.gs1.org/standards/epcis/epcis-context.jsonld, or a list with it)"),
          "oetr/INVALID--ObjectEvent_with_invalid_action.json",
          List.of("eventList[0] action: \"CREATE\" (expected: ADD, OBSERVE or DELETE)"),
          "oetr/INVALID--ObjectEvent_with_invalid_eventTime_format.json",
          List.of(
              "eventList[0] eventTime: \"22-07-2026\" (expected: date, time and offset, for example"
                  + " 2026-01-02T03:04:05+08:00)"),
          "oetr/INVALID--ObjectEvent_with_quantity_as_text.json",
          List.of(
              "eventList[0] quantityList[0].quantity: \"twenty\" (expected: a number, 0 or more)"),
          "oetr/SimpleEventQuery.json",
          List.of(
              "event type: \"\" (expected: EPCISDocument, EPCISQueryDocument or the type of an"
                  + " event)"));

  @Test
  void every_document_is_read_its_defects_are_labelled_and_what_is_invalid_is_refused() {
    Map<String, List<String>> labelled = new TreeMap<>();
    Map<String, List<String>> refused = new TreeMap<>();
    int events = 0;
    for (Path file : Samples.documents()) {
      String name = Samples.directory().relativize(file).toString();
      Reading reading = Reading.of(Samples.text(file));
      TreeSet<String> labels = new TreeSet<>();
      reading.events().forEach(event -> labels.addAll(Reading.labels(event)));
      if (!labels.isEmpty()) {
        labelled.put(name, List.copyOf(labels));
      }
      if (!reading.refusals().isEmpty()) {
        refused.put(name, reading.refusals());
      }
      events += reading.events().size() + reading.refusals().size();
    }

    assertThat(Samples.documents()).hasSize(40);
    assertThat(events).isEqualTo(117 + 1); // the query is none
    assertThat(refused).isEqualTo(new TreeMap<>(REFUSED));
    assertThat(labelled).isEqualTo(new TreeMap<>(LABELLED));
  }
}
