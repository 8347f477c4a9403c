package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.v1.RecordBody;
import dev.nameplate.v1.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AbsenceBodyTest {
  private static final LogName LOG = new LogName("88.118.8/log-0badcafe/absent");
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  @Test
  void random_absences_come_back_and_encode_the_same_way() {
    long seed = 20260104;
    Random chance = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Absence absence =
          new Absence(
              Identifier.parse("88.118.8/COIL " + chance.nextInt() + "\u7530"),
              Prefix.parse(chance.nextBoolean() ? "88.118" : "88.118.8"),
              chance.nextLong(Long.MAX_VALUE),
              Duration.ofSeconds(chance.nextInt(3601)));
      AbsenceBody body = AbsenceBody.of(absence, LOG);
      AbsenceBody read = AbsenceBody.parse(body.encoded());

      assertThat(read).as("seed %d round %d", seed, round).isEqualTo(body);
      assertThat(read.absence().identifier()).hasToString(absence.identifier().toString());
      assertThat(AbsenceBody.of(read.absence(), LOG).encoded()).isEqualTo(body.encoded());
    }
  }

  @Test
  void an_absence_at_its_bounds_comes_back() {
    Identifier identifier = Identifier.parse("88.118.8/COIL-1");
    for (Absence absence :
        List.of(
            new Absence(identifier, Prefix.parse("88"), 0, Absence.LONGEST),
            new Absence(identifier, Prefix.parse("88"), Long.MAX_VALUE, Duration.ZERO))) {
      assertThat(AbsenceBody.parse(AbsenceBody.of(absence, LOG).encoded()).absence())
          .isEqualTo(absence);
    }
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        absence("authority below", "authority", a -> a.setAuthority("88.118.8.1")),
        absence("authority beside", "authority", a -> a.setAuthority("88.118.80")),
        absence("no authority", "prefix", a -> a.clearAuthority()),
        absence("malformed authority", "prefix", a -> a.setAuthority("88..118")),
        absence("log size of 2^63", "log_size", a -> a.setLogSize(Long.MIN_VALUE)),
        absence("log size of 2^64 - 1", "log_size", a -> a.setLogSize(-1)),
        absence("ttl of an hour and a second", "ttl", a -> a.setTtlSeconds(3601)),
        absence("ttl of 2^32 - 1 seconds", "ttl", a -> a.setTtlSeconds(-1)),
        absence("ttl of 2^31 seconds", "ttl", a -> a.setTtlSeconds(Integer.MIN_VALUE)),
        absence("unknown field", "field number 99", a -> a.setUnknownFields(UNKNOWN)),
        statement("unknown outer field", "field number 99", s -> s.setUnknownFields(UNKNOWN)),
        statement("no prefix", "prefix", s -> s.clearPrefix()),
        statement("no suffix", "suffix", s -> s.clearSuffix()),
        statement("suffix too long", "identifier", s -> s.setSuffix("x".repeat(2040))),
        statement("no log", "log", s -> s.clearLog()),
        statement("malformed log", "log", s -> s.setLog("a+b")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void an_absence_outside_its_bounds_is_refused(
      String why, String says, Consumer<Statement.Builder> change) {
    Statement.Builder statement = valid();
    assertThat(AbsenceBody.parse(Bytes.of(statement.build().toByteString())).log()).isEqualTo(LOG);
    change.accept(statement);

    assertThatThrownBy(() -> AbsenceBody.parse(Bytes.of(statement.build().toByteString())))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy)
        .hasMessageContaining(says)
        .message()
        .hasSizeLessThan(600)
        .doesNotContain("\n");
  }

  @Test
  void another_kind_another_namespace_and_what_is_no_statement_are_refused() {
    Statement.Builder record = valid().setRecord(RecordBody.getDefaultInstance());
    Statement.Builder foreign = valid().setNamespace("gs1");

    assertThatThrownBy(() -> AbsenceBody.parse(Bytes.of(record.build().toByteString())))
        .matches(Rule.WRONG_KIND::isBrokenBy);
    assertThatThrownBy(() -> AbsenceBody.parse(Bytes.of(foreign.build().toByteString())))
        .matches(Rule.WRONG_SUBJECT::isBrokenBy);
    assertThatThrownBy(() -> AbsenceBody.parse(Bytes.utf8("?")))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }

  private static Arguments absence(
      String why, String says, Consumer<dev.nameplate.v1.AbsenceBody.Builder> change) {
    return statement(why, says, s -> change.accept(s.getAbsenceBuilder()));
  }

  private static Arguments statement(String why, String says, Consumer<Statement.Builder> change) {
    return Arguments.of(why, says, change);
  }

  private static Statement.Builder valid() {
    Absence absence =
        new Absence(
            Identifier.parse("88.118.8/COIL-1"), Prefix.parse("88.118"), 3, Duration.ofMinutes(5));
    try {
      return Statement.parseFrom(AbsenceBody.of(absence, LOG).encoded().asByteString()).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
