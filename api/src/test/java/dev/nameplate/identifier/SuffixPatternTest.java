package dev.nameplate.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuffixPatternTest {
  private static final List<CheckScheme> SCHEMES = List.of(CheckScheme.values());
  private static final OffsetDateTime TIME = OffsetDateTime.parse("2026-03-05T07:08:09+08:00");

  @Test
  void dates_numbers_and_check_characters_are_filled_in() {
    SuffixPattern pattern = SuffixPattern.parse("COIL-{yyyy}-{seq:6}{check}").at(TIME);
    assertThat(pattern).hasToString("COIL-2026-{seq:6}{check}");
    assertThat(pattern.digits()).isEqualTo(6);
    assertThat(pattern.mostNumber()).isEqualTo(999_999);
    assertThat(pattern.numbered(451).toString()).matches("COIL-2026-000451[0-9A-Z]");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "{yy}{MM}{dd}-{seq:1},     260305-7",
    "{yyyy}.{DDD}.{HH}/{seq:2}, 2026.064.07/07",
    "{{{seq:3}}},               {007}",
    "箱 {seq:1}号,               箱 7号",
    "{seq:1}-{yy},              7-26",
  })
  void a_pattern_becomes_a_suffix(String pattern, String suffix) {
    assertThat(SuffixPattern.parse(pattern).at(TIME).numbered(7)).hasToString(suffix);
  }

  @ParameterizedTest(name = "{1} behind {0} by {2}")
  @CsvSource({
    // GRid handbook 2.1; ISO 15706-2 (ISAN), both MOD 37,36
    "A1-2425G-ABC1234002,           M, check",
    "0000-0000-3A8D-0000,           Z, check",
    "0000-0000-3A8D-0000-0000-0000, 6, check",
    // ISO/IEC 7064 example; Croatian OIB; German tax number, all MOD 11,10
    "0794,                          5, check:mod11_10",
    "3339200596,                    1, check:mod11_10",
    "8609574271,                    9, check:mod11_10",
    // GS1 General Specifications: GTIN-13 and SSCC-18; ISO/IEC 7812 textbook number
    "629104150021,                  3, check:gs1",
    "37610425002123456,             9, check:gs1",
    "7992739871,                    3, check:luhn",
    // by hand: 36 + 35 = 35, doubled 33, 37 - 33; 36 + 10 = 10, doubled 20, 37 - 20
    "Z,                             4, check",
    "A,                             H, check",
  })
  void check_characters_are_those_published(String before, String expected, String scheme) {
    assertThat(CheckScheme.named(scheme).orElseThrow().of(before)).isEqualTo(expected);
  }

  @Test
  void a_number_is_read_back_from_its_suffix_in_either_case() {
    RandomTexts.forEachSeed(
        2_000,
        random -> {
          SuffixPattern pattern = numbered(random);
          long number = Math.floorMod(random.nextLong(), pattern.mostNumber() + 1);
          Suffix suffix = pattern.numbered(number);
          assertThat(pattern.numberOf(suffix)).hasValue(number);
          assertThat(pattern.numberOf(Suffix.parse(suffix.canonical()))).hasValue(number);
          assertThat(SuffixPattern.parse(pattern.toString())).isEqualTo(pattern);
          assertThat(SuffixPattern.parse(pattern.canonical())).isEqualTo(pattern);
          assertThat(SuffixPattern.parse(pattern.canonical()).numbered(number)).isEqualTo(suffix);
        });
  }

  @Test
  void numbers_order_as_their_suffixes() {
    RandomTexts.forEachSeed(
        2_000,
        random -> {
          SuffixPattern pattern = numbered(random);
          long a = Math.floorMod(random.nextLong(), pattern.mostNumber() + 1);
          long b = Math.floorMod(random.nextLong(), pattern.mostNumber() + 1);
          assertThat(Integer.signum(pattern.numbered(a).compareTo(pattern.numbered(b))))
              .isEqualTo(Long.compare(a, b));
        });
  }

  @Test
  void every_single_mistyped_character_is_found() {
    RandomTexts.forEachSeed(
        2_000,
        random -> {
          CheckScheme scheme = SCHEMES.get(random.nextInt(SCHEMES.size()));
          String alphabet =
              scheme.numeric() ? Alphabets.BASE_36.substring(0, 10) : Alphabets.BASE_36;
          StringBuilder text = new StringBuilder();
          for (int i = 1 + random.nextInt(20); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
          }
          String right = scheme.of(text.toString());
          int at = random.nextInt(text.length());
          char before = text.charAt(at);
          char wrong = alphabet.charAt(random.nextInt(alphabet.length()));
          text.setCharAt(at, wrong);
          assertThat(scheme.of(text.toString()).equals(right)).isEqualTo(wrong == before);
        });
  }

  @Test
  void a_suffix_with_a_wrong_check_character_has_no_number() {
    SuffixPattern pattern = SuffixPattern.parse("P-{seq:4}{check}");
    String right = pattern.numbered(42).toString();
    char last = right.charAt(right.length() - 1);
    String wrong = right.substring(0, right.length() - 1) + (last == 'A' ? 'B' : 'A');
    assertThat(pattern.numberOf(Suffix.parse(wrong))).isEmpty();
    assertThat(pattern.numberOf(Suffix.parse("P-42"))).isEmpty();
    assertThat(pattern.numberOf(Suffix.parse("Q" + right.substring(1)))).isEmpty();
    assertThat(pattern.numberOf(Suffix.parse(right + "0"))).isEmpty();
  }

  @Test
  void random_suffixes_have_as_many_characters_as_the_bits_need() {
    SuffixPattern pattern = SuffixPattern.parse("BOX-{random:64}{check}");
    assertThat(pattern.isRandom()).isTrue();
    assertThat(pattern.isNumbered()).isFalse();
    String drawn = pattern.random(new Random(1)).toString();
    assertThat(drawn).matches("BOX-[0-9A-HJKMNP-TV-Z]{13}[0-9A-Z]");
    assertThat(pattern.random(new Random(2)).toString()).isNotEqualTo(drawn);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing                 | ''                       | without it the pattern has a single suffix
          no placeholder          | COIL-1                   | without it the pattern has a single suffix
          two numbers             | {seq:2}-{seq:2}          | only one of
          number and random       | {seq:2}-{random:64}      | only one of
          check before            | {check}{seq:2}           | the check character after {seq:2}
          two checks              | {seq:2}{check}{check}    | at most one check character
          no digits               | {seq:0}                  | not {seq:0} but
          too many digits         | {seq:19}                 | {seq:1} to {seq:18}, not {seq:19}
          too few bits            | {random:15}              | {random:16} to {random:128}
          too many bits           | {random:129}             | {random:16} to {random:128}
          unknown                 | {week}{seq:2}            | not {week} but {yyyy}
          unknown check           | {seq:2}{check:crc}       | not {check:crc} but
          open                    | {seq:2}{MM               | offset 7 is not
          open at the end         | {seq:2}{                 | offset 7 is not
          closed                  | {seq:2}-}                | offset 8 is not
          number check of letters | {random:64}{check:luhn}  | leaves letters unchecked
          mark                    | {seq:2}\u0301            | no combining mark after {seq:2}
          control character       | a\u0007{seq:2}           | no control characters
          """)
  void a_bad_pattern_is_refused_saying_why(String why, String pattern, String expected) {
    assertThatThrownBy(() -> SuffixPattern.parse(pattern))
        .isInstanceOf(MalformedIdentifierException.class)
        .hasMessageContaining("pattern")
        .hasMessageContaining(expected);
  }

  @Test
  void a_pattern_of_suffixes_that_would_be_too_long_is_refused() {
    assertThatThrownBy(() -> SuffixPattern.parse("x".repeat(2_030) + "{seq:18}"))
        .isInstanceOf(MalformedIdentifierException.class)
        .hasMessageContaining("at most 2046 bytes");
  }

  @Test
  void a_pattern_is_refused_that_is_too_long_as_written_or_in_one_form_of_its_suffixes() {
    String shrinks = Spelled.out("e<U+0301>").repeat(678) + "{seq:18}";
    String grows = Spelled.out("<U+0958>").repeat(400) + "{seq:1}";

    for (String pattern : List.of("{{".repeat(1_020) + "{seq:1}", shrinks, grows)) {
      assertThatThrownBy(() -> SuffixPattern.parse(pattern))
          .isInstanceOf(MalformedIdentifierException.class)
          .hasMessageContaining("at most 2046 bytes");
    }
    assertThat(SuffixPattern.parse("{{".repeat(1_019) + "{seq:1}").numbered(7).toString())
        .hasSize(1_020);
  }

  @Test
  void patterns_that_make_equal_suffixes_are_equal_and_keep_the_form_written() {
    SuffixPattern upper = SuffixPattern.parse("COIL-{yyyy}{MM}{seq:2}{check}");
    SuffixPattern lower = SuffixPattern.parse("coil-{yyyy}{MM}{seq:2}{check}");

    assertThat(upper).isEqualTo(lower).hasSameHashCodeAs(lower);
    assertThat(upper).hasToString("COIL-{yyyy}{MM}{seq:2}{check}");
    assertThat(upper.canonical()).isEqualTo(lower.toString());
    assertThat(upper)
        .isNotEqualTo(SuffixPattern.parse("COIL-{yyyy}{MM}{seq:3}{check}"))
        .isNotEqualTo(upper.toString());
    assertThat(upper.hashCode()).isNotEqualTo(SuffixPattern.parse("{random:64}").hashCode());
    assertThat(SuffixPattern.parse("BOX-{random:64}{check}")).hasToString("BOX-{random:64}{check}");
  }

  @ParameterizedTest
  @CsvSource({"16, 4", "20, 4", "21, 5", "125, 25", "128, 26"})
  void five_random_bits_are_a_character_and_so_is_the_rest(int bits, int characters) {
    assertThat(SuffixPattern.parse("{random:" + bits + "}").random(new Random(1)).toString())
        .hasSize(characters);
  }

  @Test
  void dates_are_filled_in_for_years_of_four_digits() {
    SuffixPattern pattern = SuffixPattern.parse("{yyyy}-{seq:1}");

    assertThat(pattern.at(TIME.withYear(0)).numbered(7)).hasToString("0000-7");
    assertThat(pattern.at(TIME.withYear(9_999)).numbered(7)).hasToString("9999-7");
    for (int year : new int[] {-1, 10_000}) {
      assertThatThrownBy(() -> pattern.at(TIME.withYear(year)))
          .isInstanceOf(MalformedIdentifierException.class)
          .hasMessageContaining("a year of four digits");
    }
  }

  @Test
  void no_number_is_read_by_a_pattern_of_another_kind_or_with_a_date_to_fill_in() {
    Suffix suffix = Suffix.parse("x");

    for (String pattern : List.of("{random:64}", "{yy}{seq:2}")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> SuffixPattern.parse(pattern).numberOf(suffix));
    }
  }

  @Test
  void a_number_outside_the_pattern_and_a_date_not_filled_in_are_refused() {
    SuffixPattern pattern = SuffixPattern.parse("{seq:2}");
    assertThatThrownBy(() -> pattern.numbered(100))
        .isInstanceOf(MalformedIdentifierException.class)
        .hasMessageContaining("0 to 99");
    assertThatThrownBy(() -> pattern.numbered(-1)).isInstanceOf(MalformedIdentifierException.class);
    assertThatIllegalStateException()
        .isThrownBy(() -> SuffixPattern.parse("{yy}{seq:2}").numbered(1));
    assertThatIllegalStateException().isThrownBy(() -> pattern.random(new Random(1)));
  }

  /** A numbered pattern without a date. */
  private static SuffixPattern numbered(Random random) {
    String[] checks = {"", "{check}", "{check:mod11_10}", "{check:gs1}", "{check:luhn}"};
    try {
      return SuffixPattern.parse(
          literal(random)
              + "{seq:"
              + (1 + random.nextInt(SuffixPattern.MAX_DIGITS))
              + "}"
              + literal(random)
              + checks[random.nextInt(checks.length)]
              + literal(random));
    } catch (MalformedIdentifierException e) { // a combining mark behind a placeholder
      return numbered(random);
    }
  }

  private static String literal(Random random) {
    return random.nextInt(3) == 0 ? "" : RandomTexts.suffix(random).toString();
  }
}
