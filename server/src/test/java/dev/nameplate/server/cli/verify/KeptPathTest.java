package dev.nameplate.server.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.NodeException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.RecordedEvent.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which processes a path may lead through. */
final class KeptPathTest {
  private final KeptPath path =
      new KeptPath(ItemId.parse("88.118.8/HEAT"), ItemId.parse("88.118.9/PANEL"));

  @Test
  void a_path_leads_over_two_companies() {
    path.add(process("88.118.8", "88.118.8/HEAT", "88.118.8/COIL"));
    path.add(process("88.118.9", "88.118.8/COIL", "88.118.9/PANEL"));

    assertThat(path.steps(event -> false))
        .extracting(KeptPath.Step::item)
        .containsExactly("88.118.8/HEAT", "88.118.8/COIL", "88.118.9/PANEL");
  }

  @Test
  void the_claim_to_have_made_what_belongs_to_others_leads_nowhere() {
    path.add(process("88.118.8", "88.118.8/HEAT", "88.118.9/PANEL"));

    assertThatThrownBy(() -> path.steps(event -> false))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("items of another authority");
  }

  @Test
  void events_of_one_name_are_one_process_of_one_recorder_only() {
    path.add(part("88.118.9", List.of(EventItem.of("88.118.8/HEAT")), List.of()));
    path.add(part("88.118.7", List.of(), List.of(EventItem.of("88.118.9/PANEL"))));

    assertThatThrownBy(() -> path.steps(event -> false)).hasMessageContaining("missing");

    path.add(part("88.118.9", List.of(), List.of(EventItem.of("88.118.9/PANEL"))));

    assertThat(path.steps(event -> false)).hasSize(2);
  }

  @Test
  void a_circle_ends() {
    path.add(process("88.118.8", "88.118.8/HEAT", "88.118.8/COIL"));
    path.add(process("88.118.8", "88.118.8/COIL", "88.118.8/HEAT"));

    assertThatThrownBy(() -> path.steps(event -> false)).hasMessageContaining("missing");
  }

  @Test
  void an_item_leads_to_itself() {
    KeptPath none = new KeptPath(ItemId.parse("88.118.8/HEAT"), ItemId.parse("88.118.8/heat"));

    assertThat(none.steps(event -> false)).hasSize(1);
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
