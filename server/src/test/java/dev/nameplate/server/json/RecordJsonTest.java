package dev.nameplate.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordJsonTest {
  private static final String TEXT = "钢卷\"\\\u2028\uD83D\uDE00 x/:{}\n\t";

  @Test
  void what_is_written_is_read_back() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      IdentifierRecord record = record(random);

      String json = RecordJson.write(record).toString();

      assertThat(json).as("seed %d", seed).doesNotContain("\n");
      assertThat(
              RecordJson.read(Fields.parse("", json), UnaryOperator.identity())
                  .identifier()
                  .toString())
          .as("seed %d", seed)
          .isEqualTo(record.identifier().toString());
      assertThat(RecordJson.read(Fields.parse("", json), UnaryOperator.identity()).values())
          .as("seed %d", seed)
          .isEqualTo(record.values());
    }
  }

  @Test
  void defaults_are_left_out() {
    IdentifierRecord record =
        IdentifierRecord.first(
            Identifier.parse("88.118.8/C1"),
            List.of(
                RecordValue.text(1, "钢种", "SPCC"),
                RecordValue.reference(2, "炉号", Identifier.parse("88.118.8/H1"))));

    assertThat(RecordJson.write(record))
        .hasToString(
            "{\"identifier\":\"88.118.8/C1\",\"version\":1,\"values\":["
                + "{\"index\":1,\"type\":\"钢种\",\"data\":\"SPCC\"},"
                + "{\"index\":2,\"type\":\"炉号\",\"data\":{\"reference\":\"88.118.8/H1\"}}]}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          space instead of slash | {'identifier':'88.118.8 C1'}                                        | did you mean 88.118.8/C1?
          no values              | {'identifier':'1/2','statement':'AA=='}                              | values: "missing"
          no identifier          | {'values':[]}                                                       | identifier: "missing"
          unknown field          | {'identifier':'1/2','value':[]}                                     | unknown field `value`; did you mean `values`?
          unknown field inside   | {'identifier':'1/2','values':[{'index':1,'type':'t','data':'','x':1}]} | values[0].x
          duplicate index        | {'identifier':'1/2','values':[{'index':1,'type':'t','data':''},{'index':1,'type':'t','data':''}]} | index: "1"
          index of zero          | {'identifier':'1/2','values':[{'index':0,'type':'t','data':''}]}    | values[0].index
          number with a unit     | {'identifier':'1/2','values':[{'index':1,'type':'t','data':{'number':'210吨'}}]} | a decimal number
          type of no characters  | {'identifier':'1/2','values':[{'index':1,'type':'','data':''}]}     | values[0].type: ""
          reference to nothing   | {'identifier':'1/2','values':[{'index':1,'type':'t','data':{'reference':'x'}}]} | values[0].data.reference: "x"
          number without digits  | {'identifier':'1/2','values':[{'index':1,'type':'t','data':{'number':''}}]} | values[0].data.number: ""
          permissions that differ | {'identifier':'1/2','values':[{'index':1,'type':'t','data':'','permissions':14,'restricted':true}]} | values[0].restricted
          data of no form        | {'identifier':'1/2','values':[{'index':1,'type':'t','data':{}}]}    | values[0].data.base64
          data that is missing   | {'identifier':'1/2','values':[{'index':1,'type':'t'}]}              | values[0].data
          both times to live     | {'identifier':'1/2','values':[{'index':1,'type':'t','data':'','ttl':1,'expires':'2030-01-01T00:00:00Z'}]} | values[0].expires
          no such moment         | {'identifier':'1/2','values':[{'index':1,'type':'t','data':'','timestamp':'gestern'}]} | values[0].timestamp
          withheld values        | {'identifier':'1/2','values':[],'withheld':[3]}                     | withheld: "[3]"
          """)
  void a_bad_record_is_refused(String why, String json, String message) {
    assertThatThrownBy(
            () ->
                RecordJson.read(
                    Fields.parse("", json.replace('\'', '"')), UnaryOperator.identity()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static IdentifierRecord record(Random random) {
    List<RecordValue> values =
        IntStream.rangeClosed(1, random.nextInt(8))
            .mapToObj(i -> value(i * 500_000_000L, random))
            .toList();
    return IdentifierRecord.first(Identifier.parse("88.118.8/钢 卷/" + random.nextInt()), values);
  }

  private static RecordValue value(long index, Random random) {
    Instant moment = Instant.ofEpochSecond(1 + random.nextInt(Integer.MAX_VALUE));
    return new RecordValue(
        index,
        "类型" + random.nextInt(100),
        data(random),
        random.nextBoolean()
            ? new TimeToLive.Until(moment)
            : new TimeToLive.Relative(Duration.ofSeconds(random.nextInt(31_536_001))),
        random.nextBoolean() ? Optional.of(moment) : Optional.empty(),
        new Permissions(random.nextInt(16)),
        random.nextBoolean() ? List.of(reference(random), reference(random)) : List.of());
  }

  private static ValueData data(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        yield ValueData.binary(Bytes.wrap(bytes));
      }
      case 1 -> new ValueData.Reference(reference(random));
      case 2 -> new ValueData.Json("{\"a\" : [1.50, \"" + random.nextInt() + "\"]}");
      case 3 -> new ValueData.Number(random.nextInt() + ".50");
      default -> ValueData.text(TEXT.substring(random.nextInt(4)));
    };
  }

  private static ValueReference reference(Random random) {
    return new ValueReference(
        Identifier.parse("2:88.1/1:x " + random.nextInt()), random.nextInt(3));
  }
}
