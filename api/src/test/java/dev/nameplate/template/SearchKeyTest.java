package dev.nameplate.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchKeyTest {
  @ParameterizedTest(name = "{0}: {1} and {2}")
  @CsvSource({
    "STRING, caf\u00e9, cafe\u0301",
    "NUMBER, 42, 4.20e1",
    "NUMBER, 0, -0.000",
    "NUMBER, 1e9999, 10e9998",
    "DATE, 2026-01-31, 2026-01-31",
    "DATE, 2026-01-31T00:00:00Z, 2026-01-31T08:00:00.000+08:00",
    "REFERENCE, 88.118.8/Heat-1, 88.118.8/HEAT-1",
    "BYTES, 00ff, 00FF",
  })
  void the_same_value_written_in_two_ways_has_one_key(ItemType type, String one, String other) {
    assertThat(key(type, one)).isEqualTo(key(type, other));
  }

  @ParameterizedTest(name = "{0}: {1} and {2}")
  @CsvSource({
    "STRING, lot-7, LOT-7",
    "STRING, lot-7, 'lot-7 '",
    "NUMBER, 42, 42.000000000000000000000001",
    "NUMBER, 1e9999, 1e-9999",
    "DATE, 2026-01-31, 2026-01-31T00:00:00Z",
    "DATE, 2026-01-31T00:00:00Z, 2026-01-31T00:00:00.000000001Z",
    "REFERENCE, 88.118.8/HEAT-1, 88.118.8/HEAT-2",
    "BYTES, 00ff, 00ff00",
  })
  void different_values_have_different_keys(ItemType type, String one, String other) {
    assertThat(key(type, one)).isNotEqualTo(key(type, other));
  }

  @Test
  void values_of_different_types_are_never_the_same() {
    assertThat(SearchKey.of(ItemType.STRING, ValueData.text("2026-01-31")))
        .isNotEqualTo(SearchKey.of(ItemType.DATE, ValueData.text("2026-01-31")));
  }

  @Test
  void a_reference_to_a_value_is_not_one_to_the_whole() {
    Identifier heat = Identifier.parse("88.118.8/HEAT-1");

    assertThat(
            SearchKey.of(ItemType.REFERENCE, new ValueData.Reference(new ValueReference(heat, 1))))
        .isNotEqualTo(SearchKey.of(ItemType.REFERENCE, ValueData.reference(heat)));
  }

  @Test
  void what_is_not_of_the_type_has_no_key() {
    assertThat(SearchKey.of(ItemType.STRING, new ValueData.Number("7"))).isEmpty();
    assertThat(SearchKey.of(ItemType.NUMBER, ValueData.text("7"))).isEmpty();
    assertThat(SearchKey.of(ItemType.DATE, ValueData.text("yesterday"))).isEmpty();
    assertThat(SearchKey.of(ItemType.REFERENCE, ValueData.text("88.118.8/A"))).isEmpty();
    assertThat(SearchKey.of(ItemType.BYTES, ValueData.text("00"))).isEmpty();
  }

  @Test
  void numbers_have_one_key_if_and_only_if_they_are_equal() {
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      String one = number(random);
      String other = number(random);
      boolean equal = new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;

      assertThat(key(ItemType.NUMBER, one).equals(key(ItemType.NUMBER, other)))
          .as("seed %s: %s and %s", seed, one, other)
          .isEqualTo(equal);
    }
  }

  /** Few different ones, in many spellings. */
  private static String number(Random random) {
    int scale = random.nextInt(4);
    BigDecimal number = new BigDecimal(random.nextInt(5) * 10 - 20).movePointLeft(1);
    return (random.nextBoolean() ? number.setScale(1 + scale).toPlainString() : number + "e0");
  }

  private static SearchKey key(ItemType type, String text) {
    ValueData data =
        switch (type) {
          case STRING, DATE -> ValueData.text(text);
          case NUMBER -> new ValueData.Number(text);
          case REFERENCE -> ValueData.reference(Identifier.parse(text));
          case BYTES -> ValueData.binary(Bytes.fromHex(text.toLowerCase(java.util.Locale.ROOT)));
        };
    return SearchKey.of(type, data).orElseThrow();
  }
}
