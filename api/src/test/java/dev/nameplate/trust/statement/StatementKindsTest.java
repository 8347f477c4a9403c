package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.v1.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement is read as what it is, never as another kind or of another namespace. */
class StatementKindsTest {
  private static final HashFunction HASH = HashFunction.SHA256;

  private final Example example = new Example(SignatureSuite.ED25519_SHA256);
  private final Bytes record = body(Example.coil()).encoded();
  private final Bytes range = RangeBody.of(Example.coils(), example.log).encoded();
  private final Bytes event =
      EventBody.of(
              Example.PREFIX,
              RecordedEvent.Content.of(
                  Event.at(Example.TIME, new Created(List.of(EventItem.of("88.118.8/COIL-1"))))),
              example.log)
          .encoded();

  private StatementBody body(IdentifierRecord value) {
    return StatementBody.of(value, example.log, HASH, example.random);
  }

  @Test
  void a_statement_of_another_kind_is_refused_by_the_names_of_both() {
    assertThatThrownBy(() -> readRecord(event))
        .matches(Rule.WRONG_KIND::isBrokenBy)
        .hasMessageEndingWith("the statement is an event (expected: a record)");
    assertThatThrownBy(() -> EventBody.parse(record, List.of(), HASH))
        .matches(Rule.WRONG_KIND::isBrokenBy)
        .hasMessageEndingWith("the statement is a record (expected: an event)");
    assertThatThrownBy(() -> AbsenceBody.parse(range))
        .matches(Rule.WRONG_KIND::isBrokenBy)
        .hasMessageEndingWith("the statement is a range (expected: an absence)");
  }

  @Test
  void a_range_that_is_read_as_a_record_asks_for_the_identifier() {
    assertThatThrownBy(() -> readRecord(range))
        .matches(Rule.WRONG_KIND::isBrokenBy)
        .hasMessageEndingWith("(expected: a record); give the identifier");
    assertThatThrownBy(() -> EventBody.parse(range, List.of(), HASH))
        .hasMessageEndingWith("(expected: an event)");
  }

  @ParameterizedTest
  @CsvSource({
    "15,  of no kind",
    "17,  a delegation",
    "99,  of a kind unknown to this version",
  })
  void a_kind_of_later_versions_is_told_from_no_kind_at_all(int field, String kind) {
    Bytes other =
        Bytes.of(
            Statement.newBuilder()
                .setPrefix("88.118.8")
                .setUnknownFields(
                    UnknownFieldSet.newBuilder()
                        .addField(
                            field,
                            UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.EMPTY)
                                .build())
                        .build())
                .build()
                .toByteString());

    assertThatThrownBy(() -> readRecord(other))
        .matches(Rule.WRONG_KIND::isBrokenBy)
        .hasMessageEndingWith("the statement is " + kind + " (expected: a record)");
    if (field != 17) {
      assertThatThrownBy(() -> StatementKind.of(other))
          .matches(Rule.WRONG_KIND::isBrokenBy)
          .hasMessageEndingWith("the statement is " + kind);
    }
  }

  @Test
  void the_kind_of_a_body_is_told_before_it_is_read() {
    assertThat(StatementKind.of(record)).isSameAs(StatementKind.RECORD);
    assertThat(StatementKind.of(range)).isSameAs(StatementKind.RANGE);
    assertThat(StatementKind.of(event)).isSameAs(StatementKind.EVENT);
    assertThat(StatementKind.RANGE).hasToString("RANGE");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 120, 121})
  void a_statement_of_another_namespace_is_refused_and_shows_what_fits_of_it(int length)
      throws Exception {
    String namespace = "n".repeat(length);
    Bytes elsewhere =
        Bytes.of(
            Statement.parseFrom(record.asByteString()).toBuilder()
                .setNamespace(namespace)
                .build()
                .toByteString());
    String shown = length > 120 ? "n".repeat(120) + "…" : namespace;

    assertThatThrownBy(() -> readRecord(elsewhere))
        .matches(Rule.WRONG_SUBJECT::isBrokenBy)
        .hasMessageContaining("of the namespace \"" + shown + "\", not about a native one");
  }

  @Test
  void a_body_of_the_largest_size_is_read_and_one_byte_more_is_not() {
    Bytes largest = padded(SignedStatement.MAX_BODY_BYTES);
    Bytes larger = padded(SignedStatement.MAX_BODY_BYTES + 1);

    assertThat(StatementKind.of(largest)).isSameAs(StatementKind.RECORD);
    assertThatThrownBy(() -> StatementKind.of(larger))
        .matches(Rule.STATEMENT_TOO_LARGE::isBrokenBy)
        .hasMessageContaining("the body has 262145 bytes (expected: at most 262144)");
  }

  private static Bytes padded(int size) {
    Statement.Builder statement = Statement.newBuilder();
    statement.getRecordBuilder().setVersion(1);
    int rest = size - statement.setPrefix("p".repeat(200_000)).build().getSerializedSize();
    return Bytes.of(statement.setPrefix("p".repeat(200_000 + rest)).build().toByteString());
  }

  private static StatementBody readRecord(Bytes encoded) {
    return StatementBody.parse(encoded, List.of(), HASH);
  }
}
