package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.key.FixedRandom;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.v1.RestrictedValue;
import dev.nameplate.v1.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatementBodyTest {
  private static final HashFunction HASH = HashFunction.SM3;
  private static final LogName LOG = new LogName("88.118.8/log-0badcafe");
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  private static final Bytes DISCLOSURE_CONTEXT = Bytes.utf8("nameplate disclosure v1\n");

  private final FixedRandom random = new FixedRandom();

  @Test
  void every_form_of_value_comes_back() {
    IdentifierRecord record =
        new IdentifierRecord(
            COIL,
            2,
            HASH.hash(Bytes.EMPTY),
            false,
            List.of(
                RecordValue.of(1, "binary", ValueData.binary(Bytes.fromHex("00ff"))),
                RecordValue.of(2, "empty", ValueData.binary(Bytes.EMPTY)),
                RecordValue.text(3, "文本", "冷轧卷 \uD83D\uDE00"),
                RecordValue.reference(4, "SLAB", Identifier.parse("88.118.8/SLAB-1")),
                RecordValue.of(5, "json", new ValueData.Json("{\"a\": [1, 2.50]}")),
                RecordValue.of(6, "number", new ValueData.Number("160.210")),
                RecordValue.text(7, "ttl", "")
                    .withTimeToLive(new TimeToLive.Relative(Duration.ZERO)),
                RecordValue.text(8, "until", "")
                    .withTimeToLive(new TimeToLive.Until(Instant.ofEpochSecond(1))),
                RecordValue.text(9, "timestamp", "").withTimestamp(Instant.EPOCH),
                RecordValue.text(10, "permissions", "").withPermissions(new Permissions(15)),
                RecordValue.text(11, "references", "")
                    .withReferences(List.of(new ValueReference(COIL, RecordValue.MAX_INDEX))),
                RecordValue.text(RecordValue.MAX_INDEX, "last", "")),
            List.of());
    StatementBody body = StatementBody.of(record, LOG, HASH, random);

    StatementBody read = StatementBody.parse(body.encoded(), body.disclosures(), HASH);

    assertThat(read.record()).isEqualTo(record);
    assertThat(read.log()).isEqualTo(LOG);
    assertThat(read.encoded()).isEqualTo(body.encoded());
    assertThat(body.disclosures()).isEmpty();
  }

  @Test
  void what_reads_nothing_into_a_record_is_not_encoded() {
    RecordValue value = RecordValue.text(1, "a", "b");
    RecordValue spelledOut =
        new RecordValue(
            1,
            "a",
            ValueData.text("b"),
            new TimeToLive.Relative(Duration.ofDays(1)),
            java.util.Optional.empty(),
            new Permissions(14),
            List.of());

    assertThat(body(value).encoded()).isEqualTo(body(spelledOut).encoded());
  }

  @Test
  void random_records_come_back_and_encode_the_same_way() {
    long seed = 20260102;
    Random chance = new Random(seed);
    for (int round = 0; round < 300; round++) {
      IdentifierRecord record = randomRecord(chance);
      StatementBody body = StatementBody.of(record, LOG, HASH, random);
      StatementBody read = StatementBody.parse(body.encoded(), body.disclosures(), HASH);

      assertThat(read.record()).as("seed %d round %d", seed, round).isEqualTo(record);
    }
  }

  @Test
  void any_choice_of_disclosures_shows_those_values_and_withholds_the_others() {
    IdentifierRecord record =
        IdentifierRecord.first(
            COIL,
            IntStream.rangeClosed(1, 4)
                .mapToObj(
                    i -> RecordValue.text(i, "t", "v" + i).withPermissions(Permissions.RESTRICTED))
                .toList());
    StatementBody body = StatementBody.of(record, LOG, HASH, random);
    assertThat(body.encoded().toUtf8()).doesNotContain("v1");
    for (int choice = 0; choice < 16; choice++) {
      List<Bytes> disclosures = new ArrayList<>();
      List<Long> withheld = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        if ((choice >> i & 1) == 1) {
          disclosures.add(body.disclosures().get(i));
        } else {
          withheld.add(i + 1L);
        }
      }
      IdentifierRecord read = StatementBody.parse(body.encoded(), disclosures, HASH).record();

      assertThat(read.withheld()).isEqualTo(withheld);
      assertThat(read.values()).hasSize(4 - withheld.size()).isSubsetOf(record.values());
    }
  }

  @Test
  void equal_restricted_values_have_different_digests() {
    RecordValue value = RecordValue.text(1, "t", "v").withPermissions(Permissions.RESTRICTED);

    assertThat(body(value).encoded()).isNotEqualTo(body(value).encoded());
  }

  @Test
  void a_retirement_and_a_record_without_values_come_back() {
    IdentifierRecord retired =
        new IdentifierRecord(COIL, 2, HASH.hash(Bytes.EMPTY), true, List.of(), List.of());
    for (IdentifierRecord record : List.of(retired, IdentifierRecord.first(COIL, List.of()))) {
      StatementBody body = StatementBody.of(record, LOG, HASH, random);

      assertThat(StatementBody.parse(body.encoded(), List.of(), HASH).record()).isEqualTo(record);
    }
  }

  @Test
  void a_record_that_is_too_large_or_not_known_whole_is_not_encoded() {
    String large = "x".repeat(262_144);
    RecordValue restricted =
        RecordValue.text(1, "t", large).withPermissions(Permissions.RESTRICTED);
    RecordValue second = RecordValue.text(2, "t", large).withPermissions(Permissions.RESTRICTED);

    assertThat(body(restricted).disclosures()).hasSize(1);
    for (IdentifierRecord record :
        List.of(
            IdentifierRecord.first(COIL, List.of(RecordValue.text(1, "t", large))),
            IdentifierRecord.first(COIL, List.of(restricted, second)),
            new IdentifierRecord(COIL, 1, Bytes.EMPTY, false, List.of(), List.of(1L)))) {
      assertThatThrownBy(() -> StatementBody.of(record, LOG, HASH, random))
          .isInstanceOf(InvalidRecordException.class);
    }
  }

  @Test
  void restricted_values_leave_room_for_the_proof_and_take_all_other() {
    int room = 323_584;
    StatementBody large = body(restricted(300_000));
    int taken = large.encoded().size() + large.disclosures().get(0).size() + 4;
    int length = 300_000 + room - taken;

    assertThat(body(restricted(length)).disclosures()).hasSize(1);
    assertThatThrownBy(() -> body(restricted(length + 1)))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("323585 bytes")
        .hasMessageContaining("at most 323584 bytes with restricted values");
  }

  private static RecordValue restricted(int length) {
    return RecordValue.text(1, "t", "x".repeat(length)).withPermissions(Permissions.RESTRICTED);
  }

  @Test
  void moments_up_to_the_end_of_the_year_9999_come_back() {
    Instant last = Instant.parse("9999-12-31T23:59:59Z");
    for (Instant moment : List.of(Instant.EPOCH, last)) {
      RecordValue value =
          RecordValue.text(1, "t", "v")
              .withTimestamp(moment)
              .withTimeToLive(new TimeToLive.Until(last));
      StatementBody body = body(value);

      assertThat(StatementBody.parse(body.encoded(), List.of(), HASH).record().value(1))
          .contains(value);
    }
    assertMalformed(
        s -> s.getRecordBuilder().getValuesBuilder(0).setTimestampSeconds(253_402_300_800L));
  }

  @Test
  void the_largest_record_fits_into_a_signed_statement() {
    List<RecordValue> values = new ArrayList<>();
    for (int i = 1; i <= 2048; i++) {
      values.add(RecordValue.text(i, "t", "x".repeat(80)).withPermissions(Permissions.RESTRICTED));
    }
    Example example = new Example(SignatureSuite.SM2_SM3);

    SignedStatement statement =
        example.sign(IdentifierRecord.first(Identifier.parse("88.118.8/1"), values)).get(0);

    assertThat(statement.encoded().size()).isBetween(300_000, SignedStatement.MAX_BYTES);
    assertThat(
            example.verifier().verify(SignedStatement.parse(statement.encoded())).value().values())
        .isEqualTo(values);
  }

  @Test
  void a_field_that_is_not_known_is_refused_wherever_it_stands() {
    assertMalformed(s -> s.setUnknownFields(UNKNOWN));
    assertMalformed(s -> s.getRecordBuilder().setUnknownFields(UNKNOWN));
    assertMalformed(s -> s.getRecordBuilder().getValuesBuilder(0).setUnknownFields(UNKNOWN));
    assertMalformed(
        s ->
            s.getRecordBuilder()
                .getValuesBuilder(0)
                .getReferenceBuilder()
                .setIdentifier("a/b")
                .setUnknownFields(UNKNOWN));
    assertMalformed(
        s ->
            s.getRecordBuilder()
                .getValuesBuilder(0)
                .addReferencesBuilder()
                .setIdentifier("a/b")
                .setUnknownFields(UNKNOWN));
    assertMalformed(s -> s.getRecordBuilder().getRestrictedBuilder(0).setUnknownFields(UNKNOWN));
  }

  @Test
  void a_field_that_is_not_known_is_refused_in_a_disclosure() throws Exception {
    RecordValue value = RecordValue.text(1, "t", "v").withPermissions(Permissions.RESTRICTED);
    var disclosure =
        dev.nameplate.v1.Disclosure.parseFrom(body(value).disclosures().get(0).asByteString());
    var inside = disclosure.toBuilder();
    inside.getValueBuilder().setUnknownFields(UNKNOWN);

    for (var changed :
        List.of(disclosure.toBuilder().setUnknownFields(UNKNOWN).build(), inside.build())) {
      Bytes encoded = Bytes.of(changed.toByteString());
      Bytes statement = statementWithDigest(HASH.hash(DISCLOSURE_CONTEXT, encoded));
      assertThatThrownBy(() -> StatementBody.parse(statement, List.of(encoded), HASH))
          .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
    }
  }

  @Test
  void what_is_no_protocol_buffer_is_refused() {
    assertMalformed(Bytes.utf8("?"));
  }

  @Test
  void the_bytes_are_kept_as_they_are_and_not_compared_with_another_encoding() {
    RecordValue value = RecordValue.text(1, "t", "v");
    ByteString usual = body(value).encoded().asByteString();
    ByteString prefix = Statement.newBuilder().setPrefix("88.118.8").build().toByteString();
    Statement spelledOut =
        statement(
            builder ->
                builder
                    .getRecordBuilder()
                    .getValuesBuilder(0)
                    .setTtlSeconds(86_400)
                    .setPermissions(14));

    for (ByteString unusual : List.of(usual.concat(prefix), spelledOut.toByteString())) {
      StatementBody read = StatementBody.parse(Bytes.of(unusual), List.of(), HASH);

      assertThat(read.record().value(1)).contains(value);
      assertThat(read.encoded()).isEqualTo(Bytes.of(unusual));
    }
  }

  @Test
  void indexes_that_do_not_ascend_are_refused() {
    assertMalformed(
        s -> s.getRecordBuilder().addValues(0, s.getRecord().getValues(0).toBuilder().setIndex(9)));
    assertMalformed(s -> s.getRecordBuilder().addValues(s.getRecord().getValues(0)));
    assertMalformed(
        s ->
            s.getRecordBuilder()
                .addRestricted(0, s.getRecord().getRestricted(0).toBuilder().setIndex(-1)));
    assertMalformed(s -> s.getRecordBuilder().addRestricted(s.getRecord().getRestricted(0)));
  }

  @Test
  void fields_out_of_range_are_refused() {
    assertMalformed(s -> s.clearPrefix());
    assertMalformed(s -> s.setPrefix("88 118"));
    assertMalformed(s -> s.clearSuffix());
    assertMalformed(s -> s.clearLog());
    assertMalformed(s -> s.setLog("a b"));
    assertMalformed(s -> s.getRecordBuilder().setVersion(0));
    assertMalformed(s -> s.getRecordBuilder().setVersion(-1));
    assertMalformed(s -> s.getRecordBuilder().setVersion(2));
    assertMalformed(s -> s.getRecordBuilder().setPrevious(ByteString.copyFrom(new byte[32])));
    assertMalformed(s -> s.getRecordBuilder().setRetired(true));
    assertMalformed(s -> s.getRecordBuilder().getValuesBuilder(0).setIndex(0));
    assertMalformed(s -> s.getRecordBuilder().getValuesBuilder(0).setIndex(2));
    assertMalformed(s -> s.getRecordBuilder().getValuesBuilder(0).clearType());
    assertMalformed(s -> s.getRecordBuilder().getValuesBuilder(0).clearData());
    assertMalformed(s -> s.getRecordBuilder().getValuesBuilder(0).setJson("{"));
    assertMalformed(s -> s.getRecordBuilder().getValuesBuilder(0).setNumber("01"));
    assertMalformed(s -> s.getRecordBuilder().getValuesBuilder(0).setTtlSeconds(-1));
    assertMalformed(
        s -> s.getRecordBuilder().getValuesBuilder(0).setTtlSeconds(1).setExpiresAtSeconds(1));
    assertMalformed(
        s -> s.getRecordBuilder().getValuesBuilder(0).setExpiresAtSeconds(Long.MIN_VALUE));
    assertMalformed(
        s -> s.getRecordBuilder().getValuesBuilder(0).setTimestampSeconds(Long.MAX_VALUE));
    assertMalformed(s -> s.getRecordBuilder().getValuesBuilder(0).setPermissions(16));
    assertMalformed(s -> s.getRecordBuilder().getValuesBuilder(0).setPermissions(12));
    assertMalformed(s -> s.getRecordBuilder().getRestrictedBuilder(0).setIndex(0));
    assertMalformed(s -> s.getRecordBuilder().getRestrictedBuilder(0).setIndex(1));
    assertMalformed(s -> s.getRecordBuilder().getRestrictedBuilder(0).clearDigest());
    assertMalformed(
        s -> {
          for (int i = 3; i <= 2049; i++) {
            s.getRecordBuilder()
                .addRestricted(
                    RestrictedValue.newBuilder()
                        .setIndex(i)
                        .setDigest(s.getRecord().getRestricted(0).getDigest()));
          }
        });
  }

  @Test
  void a_disclosed_value_must_be_one_that_is_not_for_everyone() {
    StatementBody body = body(RecordValue.text(1, "t", "v"));
    Bytes disclosure = Disclosure.of(RecordValue.text(1, "t", "v"), random).encoded();

    assertThatThrownBy(() -> StatementBody.parse(body.encoded(), List.of(disclosure), HASH))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }

  private StatementBody body(RecordValue value) {
    return StatementBody.of(IdentifierRecord.first(COIL, List.of(value)), LOG, HASH, random);
  }

  /** A changed statement with the public value 1 and the restricted value 2. */
  private Statement statement(Consumer<Statement.Builder> change) {
    IdentifierRecord record =
        IdentifierRecord.first(
            COIL,
            List.of(
                RecordValue.text(1, "t", "v"),
                RecordValue.text(2, "t", "v").withPermissions(Permissions.RESTRICTED)));
    try {
      Statement.Builder builder =
          Statement.parseFrom(StatementBody.of(record, LOG, HASH, random).encoded().asByteString())
              .toBuilder();
      change.accept(builder);
      return builder.build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private Bytes statementWithDigest(Bytes digest) {
    Statement statement =
        statement(
            builder ->
                builder
                    .getRecordBuilder()
                    .clearValues()
                    .getRestrictedBuilder(0)
                    .setIndex(1)
                    .setDigest(digest.asByteString()));
    return Bytes.of(statement.toByteString());
  }

  private void assertMalformed(Consumer<Statement.Builder> change) {
    Bytes unchanged = Bytes.of(statement(builder -> {}).toByteString());
    assertThat(StatementBody.parse(unchanged, List.of(), HASH).record().values()).hasSize(1);
    assertMalformed(Bytes.of(statement(change).toByteString()));
  }

  private static void assertMalformed(Bytes encoded) {
    assertThatThrownBy(() -> StatementBody.parse(encoded, List.of(), HASH))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }

  private static IdentifierRecord randomRecord(Random chance) {
    List<RecordValue> values = new ArrayList<>();
    for (int i = chance.nextInt(6); i > 0; i--) {
      RecordValue value =
          RecordValue.of(chance.nextInt(1, 1 << 29) * 8L + i, "type " + i, randomData(chance));
      value =
          chance.nextBoolean() ? value : value.withPermissions(new Permissions(chance.nextInt(16)));
      value =
          chance.nextBoolean()
              ? value
              : value.withTimestamp(Instant.ofEpochSecond(chance.nextInt(1 << 30)));
      value =
          chance.nextBoolean()
              ? value
              : value.withTimeToLive(
                  new TimeToLive.Relative(Duration.ofSeconds(chance.nextInt(1 << 20))));
      values.add(value);
    }
    long version = chance.nextInt(1, 3);
    return new IdentifierRecord(
        Identifier.parse("88.118.8/" + chance.nextLong()),
        version,
        version == 1 ? Bytes.EMPTY : HASH.hash(Bytes.utf8("previous")),
        false,
        values,
        List.of());
  }

  private static ValueData randomData(Random chance) {
    byte[] bytes = new byte[chance.nextInt(40)];
    chance.nextBytes(bytes);
    return switch (chance.nextInt(5)) {
      case 0 -> ValueData.binary(Bytes.wrap(bytes));
      case 1 -> ValueData.reference(Identifier.parse("88.118.8/" + chance.nextInt()));
      case 2 -> new ValueData.Json("[" + chance.nextInt() + "]");
      case 3 -> new ValueData.Number(chance.nextInt() + ".50");
      default -> ValueData.text("\u7530" + chance.nextInt());
    };
  }
}
