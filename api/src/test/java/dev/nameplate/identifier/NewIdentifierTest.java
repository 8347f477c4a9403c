package dev.nameplate.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewIdentifierTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zero width space | 88.118.8/COIL<U+200B>-9 | suffix: U+200B at offset 4 cannot be seen (expected: "COIL-9")
          soft hyphen      | 88.118.8/COIL<U+00AD>9  | suffix: U+00AD at offset 4 cannot be seen (expected: "COIL9")
          nothing else     | 88.118.8/<U+2060>       | suffix: U+2060 at offset 0 cannot be seen (expected: at least one visible character)
          space at the end | 88.118.8/COIL-9<U+0020> | suffix: U+0020 at offset 6 is white space at the end (expected: "COIL-9")
          space in front   | 88.118.8/<U+3000>COIL-9 | suffix: U+3000 at offset 0 is white space at the beginning (expected: "COIL-9")
          in the prefix    | 88.118.<U+200B>8/COIL-9 | prefix: U+200B at offset 7 cannot be seen (expected: "88.118.8")
          later than 13.0  | 88.118.8/<U+105D2><U+0307> | suffix: U+105D2 at offset 0 is not assigned in Unicode 13.0 (expected: characters of Unicode 13.0)
          noncharacter     | 88.118.8/a<U+FFFE>      | suffix: U+FFFE at offset 1 is not assigned in Unicode 13.0 (expected: characters of Unicode 13.0)
          """)
  void a_new_identifier_that_would_be_taken_for_another_is_refused(
      String why, String spelled, String message) {
    Identifier identifier = Identifier.parse(Spelled.out(spelled));

    assertThatExceptionOfType(MalformedIdentifierException.class)
        .isThrownBy(identifier::requireNew)
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "88.118.8/COIL 2026",
    "88.118.8/钢卷 1",
    "88.118.8/<U+31340>",
    "88.118.8/<U+E000>",
    "88.118.8/cafe<U+0301>",
    "88.118.8/a<U+00A0>b"
  })
  void every_other_identifier_may_be_new(String spelled) {
    Identifier identifier = Identifier.parse(Spelled.out(spelled));

    assertThat(identifier.requireNew()).isSameAs(identifier);
    assertThat(identifier.cleaned()).isEmpty();
  }

  @Test
  void the_suffixes_of_a_pattern_are_new_identifiers() {
    assertThatExceptionOfType(MalformedIdentifierException.class)
        .isThrownBy(() -> SuffixPattern.parse("COIL\u200B-{seq:3}").requireNew())
        .withMessage("pattern: U+200B at offset 4 cannot be seen (expected: \"COIL-{seq:3}\")");
  }

  @ParameterizedTest
  @CsvSource({
    "88.118.8/COIL-9<U+200B>",
    "<U+FEFF>88.118.8/COIL-9",
    "88.118.8<U+2060>/<U+00A0>COIL-9<U+0020>",
  })
  void what_was_meant_is_the_identifier_without_them(String spelled) {
    Identifier asItIs = Identifier.parse(Spelled.out(spelled));

    assertThat(Identifier.sought(asItIs.toString())).hasToString(asItIs.toString());
    assertThat(asItIs.cleaned().orElseThrow()).hasToString("88.118.8/COIL-9");
  }

  @ParameterizedTest
  @CsvSource({
    "<U+0020>88.118.8/COIL-9",
    "88.118.8<U+3000>/COIL-9",
    "88.118.8/COIL-9<U+000A>",
    "<U+200B><U+00A0>88.118.8/COIL-9<U+0085>",
  })
  void what_is_sought_is_read_without_them_where_it_would_be_malformed(String spelled) {
    String text = Spelled.out(spelled);

    assertThatExceptionOfType(MalformedIdentifierException.class)
        .isThrownBy(() -> Identifier.parse(text));
    assertThat(Identifier.sought(text)).hasToString("88.118.8/COIL-9");
  }

  @Test
  void a_prefix_that_is_sought_is_read_likewise() {
    assertThat(Prefix.sought("\u00A088.118.8 ")).hasToString("88.118.8");
    assertThat(Prefix.parse("\u200B88.118.8").cleaned().orElseThrow()).hasToString("88.118.8");
    assertThat(Prefix.parse("88.118.8").cleaned()).isEmpty();
  }

  @Test
  void what_is_malformed_in_itself_stays_so() {
    assertThatExceptionOfType(MalformedIdentifierException.class)
        .isThrownBy(() -> Identifier.sought("88.118 8/COIL-9"))
        .withMessageContaining("no white space");
    assertThatExceptionOfType(MalformedIdentifierException.class)
        .isThrownBy(() -> Identifier.sought("88.118.8/\u0085"))
        .withMessageContaining("U+0085");
  }

  /** As on a JDK that knows Unicode 13 only: there the two are not composed. */
  @Test
  void the_canonical_form_does_not_depend_on_the_jdk() {
    assertThat(Identifier.parse(Spelled.out("88.118.8/<U+105D2><U+0307>")).canonical())
        .isEqualTo(Spelled.out("88.118.8/<U+105D2><U+0307>"));
  }
}
