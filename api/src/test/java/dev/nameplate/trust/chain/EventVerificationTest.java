package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.EventBody;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.v1.Event;
import dev.nameplate.v1.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event is believed as it was signed, by whoever may read it, and is nothing else. */
class EventVerificationTest {
  private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

  private final Example example = new Example(SignatureSuite.ED25519_SHA256);
  private final Party root = Party.root();
  private final Party mill = Party.mill();
  private final Authority ofMill =
      Party.at(ONE_MINUTE, root).authority(List.of(root.delegates(mill.delegated())), mill.prefix);

  @ParameterizedTest
  @EnumSource
  void an_event_is_believed_with_who_recorded_it(SignatureSuite suite) {
    Example example = new Example(suite);

    RecordedEvent event = example.verifier().verifyEvent(example.signedSlitting(false)).value();

    assertThat(event.recorder()).isEqualTo(Example.PREFIX);
    assertThat(event.content()).contains(Example.slitting());
    assertThat(event.isRestricted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void a_restricted_event_is_believed_with_and_without_its_disclosure(SignatureSuite suite) {
    Example example = new Example(suite);
    SignedStatement statement = example.signedSlitting(true);

    RecordedEvent seen = example.verifier().verifyEvent(statement).value();
    RecordedEvent withheld = example.verifier().verifyEvent(statement.withoutDisclosures()).value();

    assertThat(seen.content()).contains(Example.slitting());
    assertThat(withheld)
        .isEqualTo(new RecordedEvent(Example.PREFIX, Optional.empty(), seen.restricted()));
  }

  @ParameterizedTest
  @CsvSource({
    "ED25519_SHA256, false",
    "ED25519_SHA256, true",
    "SM2_SM3, false",
    "SM2_SM3, true",
  })
  void flipping_any_bit_is_noticed(SignatureSuite suite, boolean restricted) {
    Example example = new Example(suite);
    StatementVerifier verifier = example.verifier();
    Bytes encoded = example.signedSlitting(restricted).encoded();
    assertThat(verifier.verifyEvent(SignedStatement.parse(encoded)).value().event()).isPresent();

    for (int bit = 0; bit < 8 * encoded.size(); bit++) {
      Bytes flipped = Bits.flip(encoded, bit);
      try {
        verifier.verifyEvent(SignedStatement.parse(flipped));
      } catch (RejectedStatementException expected) {
        continue;
      }
      fail("bit " + bit + " went unnoticed");
    }
  }

  @Test
  void an_event_is_not_a_record_and_a_record_is_no_event() {
    SignedStatement event = example.signedSlitting(false);
    SignedStatement record = example.sign(Example.coil()).get(0);

    assertThatThrownBy(() -> example.verifier().verifyEvent(record))
        .matches(Rule.WRONG_KIND::isBrokenBy)
        .hasMessageContaining("a record (expected: an event)");
    assertThatThrownBy(() -> example.verifier().verify(event, Identifier.parse("88.118.8/STRIP-1")))
        .matches(Rule.WRONG_KIND::isBrokenBy);
    assertThat(event.is(StatementKind.EVENT)).isTrue();
    assertThat(event.recorder()).isEqualTo(Example.PREFIX);
    assertThat(record.is(StatementKind.EVENT)).isFalse();
  }

  @Test
  void an_event_of_another_prefix_is_not_believed() {
    EventBody theirs = EventBody.of(Prefix.parse("88.118.9"), Example.slitting(), example.log);

    assertThatThrownBy(() -> example.verifier().verifyEvent(signed(theirs.encoded(), List.of())))
        .matches(Rule.PREFIX_NOT_COVERED::isBrokenBy);
  }

  @Test
  void an_event_whose_body_names_another_log_is_refused_though_the_batch_is_right() {
    EventBody elsewhere =
        EventBody.of(Example.PREFIX, Example.slitting(), new LogName("88.118.8/log-2"));

    assertThatThrownBy(() -> example.verifier().verifyEvent(signed(elsewhere.encoded(), List.of())))
        .matches(Rule.WRONG_LOG::isBrokenBy);
  }

  @Test
  void an_event_is_believed_by_a_chain_of_delegations_until_one_of_them_has_run_out() {
    SignedStatement statement = mill.sign(eventOf(mill.prefix), Example.TIME, Party.POSITION);
    Verified<RecordedEvent> verified = Party.at(ONE_MINUTE, root).verifyEvent(statement, ofMill);

    assertThat(verified.value().recorder()).isEqualTo(mill.prefix);
    assertThat(verified.chain()).isEqualTo(ofMill.chain());
    assertThatThrownBy(() -> Party.at(Duration.ofDays(8), root).verifyEvent(statement, ofMill))
        .matches(Rule.DELEGATION_EXPIRED::isBrokenBy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"88", "88.118", "88.118.9", "88.118.8.1"})
  void an_authority_records_events_under_its_own_prefix_only(String recorder) {
    Bytes body = eventOf(Prefix.parse(recorder));

    assertThatThrownBy(
            () ->
                Party.at(ONE_MINUTE, root)
                    .verifyEvent(mill.sign(body, Example.TIME, Party.POSITION), ofMill))
        .matches(Rule.PREFIX_NOT_COVERED::isBrokenBy);
  }

  @Test
  void an_event_below_a_chain_that_names_the_right_key_but_is_signed_with_another_is_refused() {
    SignedStatement statement = mill.sign(eventOf(mill.prefix), Example.TIME, Party.POSITION);
    SignedStatement forged =
        SignedStatement.of(
            statement.body(),
            List.of(),
            0,
            List.of(),
            SignedBatch.sign(statement.batch(), mill.successor("thief").key));

    assertThatThrownBy(() -> Party.at(ONE_MINUTE, root).verifyEvent(forged, ofMill))
        .matches(Rule.SIGNATURE_INVALID::isBrokenBy);
  }

  @Test
  void the_disclosure_of_another_event_or_too_many_are_refused() {
    SignedStatement statement = example.signedSlitting(true);
    SignedStatement open = example.signedSlitting(false);
    Bytes right = statement.disclosures().get(0);

    assertThatThrownBy(
            () -> example.verifier().verifyEvent(statement.withDisclosures(List.of(right, right))))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
    assertThatThrownBy(() -> example.verifier().verifyEvent(open.withDisclosures(List.of(right))))
        .matches(Rule.DISCLOSURE_INVALID::isBrokenBy);
    assertThatThrownBy(
            () ->
                example
                    .verifier()
                    .verifyEvent(statement.withDisclosures(List.of(Bytes.utf8("another")))))
        .matches(Rule.DISCLOSURE_INVALID::isBrokenBy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"suffix", "empty", "no event", "unknown field", "future year"})
  void a_body_that_breaks_the_rules_is_refused_whoever_signed_it(String defect) throws Exception {
    Statement.Builder body =
        Statement.parseFrom(
            EventBody.of(Example.PREFIX, Example.slitting(), example.log).encoded().asByteString())
            .toBuilder();
    switch (defect) {
      case "suffix" -> body.setSuffix("STRIP-1");
      case "empty" -> body.getEventBuilder().clearContent();
      case "no event" -> body.getEventBuilder().setEvent(ByteString.copyFromUtf8("\377"));
      case "unknown field" ->
          body.getEventBuilder()
              .setEvent(
                  body.getEvent().getEvent().concat(ByteString.copyFrom(new byte[] {120, 1})));
      default ->
          body.getEventBuilder()
              .setEvent(
                  Event.parseFrom(body.getEvent().getEvent()).toBuilder()
                      .setTimeMillis(Long.MAX_VALUE)
                      .build()
                      .toByteString());
    }
    SignedStatement statement = signed(Bytes.of(body.build().toByteString()), List.of());

    assertThatThrownBy(() -> example.verifier().verifyEvent(statement))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }

  /** An event that the mill's log says was recorded under a prefix. */
  private Bytes eventOf(Prefix recorder) {
    return EventBody.of(recorder, Example.slitting(), mill.log).encoded();
  }

  private SignedStatement signed(Bytes body, List<Bytes> disclosures) {
    MerkleTree tree = MerkleTree.ofData(example.suite.hash(), List.of(body));
    SignedBatch batch = example.signer.sign(1, 2, 7, tree, Example.TIME);
    return SignedStatement.of(body, disclosures, 0, tree.inclusionPath(0), batch);
  }
}
