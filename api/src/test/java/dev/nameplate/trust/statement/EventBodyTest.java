package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.key.FixedRandom;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.RecordedEvent.Content;
import dev.nameplate.v1.EventDisclosure;
import dev.nameplate.v1.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the bytes of a statement about an event must say, and how many they may be. */
class EventBodyTest {
  private static final HashFunction HASH = HashFunction.SM3;
  private static final LogName LOG = new LogName("88.118.8/log-0badcafe");
  private static final Bytes CONTEXT = Bytes.utf8("nameplate event disclosure v1\n");
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  private final Content made = Content.of(event("{}"));
  private final EventBody open = EventBody.of(Example.PREFIX, made, LOG);
  private final EventBody closed = restricted(made);

  private static Event event(String text) {
    return Event.at(Example.TIME, new Created(List.of(EventItem.of("88.118.8/COIL-1"))))
        .source(new EventSource(text, "", Bytes.wrap(new byte[32]), List.of()));
  }

  private static EventBody restricted(Content event) {
    return EventBody.restricted(Example.PREFIX, event, LOG, HASH, new FixedRandom());
  }

  @Test
  void an_event_for_everyone_and_a_restricted_one_come_back() {
    assertThat(EventBody.parse(open.encoded(), List.of(), HASH)).isEqualTo(open);
    assertThat(EventBody.parse(closed.encoded(), closed.disclosures(), HASH)).isEqualTo(closed);
    assertThat(closed.encoded().toUtf8()).doesNotContain("COIL");
  }

  @Test
  void the_digest_of_a_restricted_event_does_not_tell_that_it_is_recorded_again() {
    FixedRandom random = new FixedRandom();
    EventBody one = EventBody.restricted(Example.PREFIX, made, LOG, HASH, random);
    EventBody again = EventBody.restricted(Example.PREFIX, made, LOG, HASH, random);

    assertThat(one.recorded().restricted()).isNotEqualTo(again.recorded().restricted());
  }

  @Test
  void an_event_of_the_most_bytes_is_encoded_and_one_byte_more_is_not() {
    int rest = EventBody.MAX_EVENT_BYTES - Content.of(event("x".repeat(200_000))).encoded().size();
    Content largest = Content.of(event("x".repeat(200_000 + rest)));
    Content larger = Content.of(event("x".repeat(200_001 + rest)));

    assertThat(largest.encoded().size()).isEqualTo(EventBody.MAX_EVENT_BYTES);
    EventBody body = EventBody.of(Example.PREFIX, largest, LOG);
    assertThat(EventBody.parse(body.encoded(), List.of(), HASH)).isEqualTo(body);
    assertThat(restricted(largest).disclosures()).hasSize(1);
    assertThatThrownBy(() -> EventBody.of(Example.PREFIX, larger, LOG))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("at most " + EventBody.MAX_EVENT_BYTES);
    assertThatThrownBy(() -> restricted(larger)).isInstanceOf(InvalidEventException.class);
  }

  @Test
  void a_field_that_is_not_known_is_refused_wherever_it_stands() {
    for (EventBody body : List.of(open, closed)) {
      assertMalformed(body, s -> s.setUnknownFields(UNKNOWN));
      assertMalformed(body, s -> s.getEventBuilder().setUnknownFields(UNKNOWN));
    }
    assertDisclosureMalformed(d -> d.setUnknownFields(UNKNOWN));
  }

  @Test
  void a_disclosure_has_a_salt_of_16_bytes_and_an_event() {
    assertDisclosureMalformed(d -> d.setSalt(ByteString.copyFrom(new byte[15])));
    assertDisclosureMalformed(d -> d.setSalt(ByteString.copyFrom(new byte[17])));
    assertDisclosureMalformed(d -> d.setEvent(ByteString.copyFromUtf8("?")));
  }

  @Test
  void a_digest_has_the_size_of_its_hash() {
    assertMalformed(
        closed, s -> s.getEventBuilder().setRestricted(ByteString.copyFrom(new byte[31])));
  }

  private static void assertMalformed(EventBody body, Consumer<Statement.Builder> change) {
    Statement.Builder statement;
    try {
      statement = Statement.parseFrom(body.encoded().asByteString()).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    change.accept(statement);
    Bytes changed = Bytes.of(statement.build().toByteString());
    assertThatThrownBy(() -> EventBody.parse(changed, List.of(), HASH))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }

  /** A disclosure that is changed before its digest is taken. */
  private void assertDisclosureMalformed(Consumer<EventDisclosure.Builder> change) {
    EventDisclosure.Builder disclosure =
        EventDisclosure.newBuilder()
            .setSalt(ByteString.copyFrom(new byte[16]))
            .setEvent(made.encoded().asByteString());
    change.accept(disclosure);
    Bytes changed = Bytes.of(disclosure.build().toByteString());
    Bytes statement =
        Bytes.of(
            Statement.newBuilder()
                .setPrefix("88.118.8")
                .setLog(LOG.text())
                .setEvent(
                    dev.nameplate.v1.EventBody.newBuilder()
                        .setRestricted(HASH.hash(CONTEXT, changed).asByteString()))
                .build()
                .toByteString());
    assertThatThrownBy(() -> EventBody.parse(statement, List.of(changed), HASH))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }
}
