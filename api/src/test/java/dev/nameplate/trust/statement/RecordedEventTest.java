package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.RecordedEvent.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What names an event, and which events a withdrawal withdraws. */
class RecordedEventTest {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final Instant TIME = Instant.parse("2026-03-02T08:00:00Z");
  private static final Event MADE =
      Event.at(TIME, new Created(List.of(EventItem.of("88.118.8/COIL-1")))).name("urn:uuid:1");
  private static final RecordedEvent RECORDED = recorded(MILL, MADE);

  private static RecordedEvent recorded(Prefix recorder, Event event) {
    return new RecordedEvent(recorder, Optional.of(Content.of(event)), Bytes.EMPTY);
  }

  private static RecordedEvent withdrawal(Prefix recorder, Target target) {
    Occurrence withdrawn = new Withdrawn(target, "mistyped", List.of());
    return recorded(recorder, Event.at(TIME, withdrawn).name("urn:uuid:1"));
  }

  private static Target id(RecordedEvent event) {
    return new Target.ById(event.id().orElseThrow());
  }

  @Test
  void an_event_is_named_by_the_digest_of_its_bytes() {
    Content content = RECORDED.content().orElseThrow();
    EventId id = new EventId(HashFunction.SHA256.hash(content.encoded()));

    assertThat(RECORDED.id()).contains(id);
    assertThat(RECORDED.event()).contains(MADE);
    assertThat(Content.decode(content.encoded())).isEqualTo(content);
    assertThat(RecordedEvent.identifierOf(MILL, id)).hasToString("88.118.8/" + id);
  }

  @Test
  void of_a_withheld_event_only_the_recorder_is_known() {
    RecordedEvent withheld = new RecordedEvent(MILL, Optional.empty(), digest(1));

    assertThat(withheld.event()).isEmpty();
    assertThat(withheld.id()).isEmpty();
    assertThat(withheld.isRestricted()).isTrue();
    assertThat(RECORDED.isRestricted()).isFalse();
  }

  @Test
  void events_of_two_documents_mean_the_same_if_these_say_the_same() {
    Event one = MADE.source(new EventSource("{\"a\":1}", "", digest(7), List.of()));
    Event other = MADE.source(new EventSource("{ \"a\": 1 }", "", digest(7), List.of()));

    assertThat(Content.of(one).id()).isNotEqualTo(Content.of(other).id());
    assertThat(Content.of(one).meaning()).isEqualTo(digest(7));
    assertThat(Content.of(other).meaning()).isEqualTo(digest(7));
    assertThat(Content.of(MADE).meaning()).isEqualTo(Content.of(MADE).id().digest());
  }

  @Test
  void a_withdrawal_withdraws_the_event_with_its_target_as_id() {
    assertThat(withdrawal(MILL, id(RECORDED)).withdraws(RECORDED)).isTrue();
    assertThat(withdrawal(MILL, id(recorded(MILL, MADE.step("x")))).withdraws(RECORDED)).isFalse();
  }

  @Test
  void a_withdrawal_withdraws_every_event_with_its_target_as_name_but_no_withdrawal() {
    RecordedEvent byName = withdrawal(MILL, new Target.ByName("urn:uuid:1"));

    assertThat(byName.withdraws(RECORDED)).isTrue();
    assertThat(byName.withdraws(recorded(MILL, MADE.step("x")))).isTrue();
    assertThat(byName.withdraws(recorded(MILL, MADE.name("urn:uuid:2")))).isFalse();
    assertThat(byName.withdraws(withdrawal(MILL, id(RECORDED)))).isFalse();
    assertThat(withdrawal(MILL, id(byName)).withdraws(byName)).isTrue();
  }

  @Test
  void nobody_withdraws_the_events_of_another_recorder() {
    Prefix other = Prefix.parse("88.118.9");

    assertThat(withdrawal(other, id(RECORDED)).withdraws(RECORDED)).isFalse();
  }

  @Test
  void nothing_is_withdrawn_by_an_event_of_another_kind_or_one_that_is_withheld() {
    RecordedEvent withheld = new RecordedEvent(MILL, Optional.empty(), digest(1));

    assertThat(RECORDED.withdraws(RECORDED)).isFalse();
    assertThat(withheld.withdraws(RECORDED)).isFalse();
    assertThat(withdrawal(MILL, id(RECORDED)).withdraws(withheld)).isFalse();
  }

  private static Bytes digest(int seed) {
    byte[] bytes = new byte[HashFunction.SIZE];
    bytes[0] = (byte) seed;
    return Bytes.wrap(bytes);
  }
}
