package dev.nameplate.server.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.RecordedEvent.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which processes a path may lead through. */
final class KeptPathTest {
  private static final LogName LOG = new LogName("88.118.8/log-00000001");
  private static final String GTIN = "https://id.gs1.org/01/06912345678903";

  private final KeptPath path =
      new KeptPath(ItemId.parse("88.118.8/HEAT"), ItemId.parse("88.118.9/PANEL"));

  @Test
  void a_path_leads_over_two_companies() {
    path.add(process("88.118.8", "88.118.8/HEAT", "88.118.8/COIL"), LOG);
    path.add(process("88.118.9", "88.118.8/COIL", "88.118.9/PANEL"), LOG);

    assertThat(path.steps(event -> false))
        .extracting(KeptPath.Step::item)
        .containsExactly("88.118.8/HEAT", "88.118.8/COIL", "88.118.9/PANEL");
  }

  @Test
  void the_claim_to_have_made_what_belongs_to_others_leads_nowhere() {
    path.add(process("88.118.8", "88.118.8/HEAT", "88.118.9/PANEL"), LOG);

    assertThatThrownBy(() -> path.steps(event -> false))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("outputs of another authority");
  }

  @Test
  void events_of_one_name_are_one_process_of_one_recorder_only() {
    path.add(part("88.118.9", List.of(EventItem.of("88.118.8/HEAT")), List.of()), LOG);
    path.add(part("88.118.7", List.of(), List.of(EventItem.of("88.118.9/PANEL"))), LOG);

    assertThatThrownBy(() -> path.steps(event -> false)).hasMessageContaining("missing");

    path.add(part("88.118.9", List.of(), List.of(EventItem.of("88.118.9/PANEL"))), LOG);

    assertThat(path.steps(event -> false)).hasSize(2);
  }

  @Test
  void a_circle_ends() {
    path.add(process("88.118.8", "88.118.8/HEAT", "88.118.8/COIL"), LOG);
    path.add(process("88.118.8", "88.118.8/COIL", "88.118.8/HEAT"), LOG);

    assertThatThrownBy(() -> path.steps(event -> false)).hasMessageContaining("missing");
  }

  @Test
  void nothing_leads_on_from_a_class_of_goods() {
    path.add(process("88.118.8", "88.118.8/HEAT", GTIN), LOG);
    path.add(process("88.118.9", GTIN, "88.118.9/PANEL"), LOG);

    assertThatThrownBy(() -> path.steps(event -> false)).hasMessageContaining("missing");
  }

  @Test
  void events_of_one_name_in_two_logs_are_two_processes() {
    path.add(part("88.118.9", List.of(EventItem.of("88.118.8/HEAT")), List.of()), LOG);
    path.add(
        part("88.118.9", List.of(), List.of(EventItem.of("88.118.9/PANEL"))),
        new LogName("88.118.9/log-00000002"));

    assertThatThrownBy(() -> path.steps(event -> false)).hasMessageContaining("missing");
  }

  @Test
  void a_path_from_an_item_to_itself_is_refused() {
    assertThatThrownBy(
            () -> new KeptPath(ItemId.parse("88.118.8/HEAT"), ItemId.parse("88.118.8/heat")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("two different items");
  }

  private static RecordedEvent process(String recorder, String input, String output) {
    return recorded(
        recorder, new Processed(List.of(EventItem.of(input)), List.of(EventItem.of(output))));
  }

  private static RecordedEvent part(
      String recorder, List<EventItem> inputs, List<EventItem> outputs) {
    return recorded(recorder, new Processed("P1", inputs, outputs, false));
  }

  private static RecordedEvent recorded(String recorder, Processed what) {
    Event event = Event.at(Instant.parse("2026-07-01T08:00:00Z"), what);
    return new RecordedEvent(Prefix.parse(recorder), Optional.of(Content.of(event)), Bytes.EMPTY);
  }
}
