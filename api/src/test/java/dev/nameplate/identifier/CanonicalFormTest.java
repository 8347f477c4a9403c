package dev.nameplate.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CanonicalFormTest {
  @ParameterizedTest(name = "{0}: \"{1}\" and \"{2}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          same                       | 88.118.8/PART-0001        | 88.118.8/PART-0001
          case of ASCII letters      | 88.118.8/PART-0001        | 88.118.8/part-0001
          nothing but capitals       | NA/COIL                   | na/coil
          mixed case                 | 88.118.8/Part-0001        | 88.118.8/pArT-0001
          case in the prefix         | 0.NA/88.118.8             | 0.na/88.118.8
          ASCII beside Chinese       | 88.118.8/钢卷COIL           | 88.118.8/钢卷coil
          composed and decomposed    | 88.118.8/é                | 88.118.8/e<U+0301>
          decomposed upper case      | 88.118.8/É                | 88.118.8/E<U+0301>
          in the prefix              | caf<U+00E9>.1/x           | cafe<U+0301>.1/x
          order of marks             | 88.1/q<U+0307><U+0323>    | 88.1/q<U+0323><U+0307>
          Hangul                     | 88.1/<U+AC01>             | 88.1/<U+1100><U+1161><U+11A8>
          Kelvin sign is K           | 88.1/<U+212A>             | 88.1/k
          Angstrom sign is A ring    | 88.1/<U+212B>             | 88.1/<U+00C5>
          Greek question mark        | 88.1/<U+037E>             | 88.1/;
          composes in lower case only | 88.1/H<U+0331>           | 88.1/<U+1E96>
          the same in lower case     | 88.1/H<U+0331>            | 88.1/h<U+0331>
          mark without composed form | 88.1/Q<U+0301>            | 88.1/q<U+0301>
          compatible ideograph       | 88.1/<U+F900>             | 88.1/<U+8C48>
          """)
  void identifiers_that_mean_the_same_are_equal_and_keep_the_form_written(
      String why, String one, String other) {
    Identifier a = Identifier.parse(Spelled.out(one));
    Identifier b = Identifier.parse(Spelled.out(other));

    assertThat(a).isEqualTo(b).hasSameHashCodeAs(b).isEqualByComparingTo(b);
    assertThat(a.canonical()).isEqualTo(b.canonical());
    assertThat(a).hasToString(Spelled.out(one));
    assertThat(b).hasToString(Spelled.out(other));
  }

  @ParameterizedTest(name = "{0}: \"{1}\" and \"{2}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          another letter             | 88.118.8/a                | 88.118.8/b
          leading zero in the prefix | 88.101.0042/1             | 88.101.42/1
          leading zero               | 88.118.8/001              | 88.118.8/1
          case of A umlaut           | 88.118.8/Ä                | 88.118.8/ä
          case, decomposed           | 88.118.8/A<U+0308>        | 88.118.8/a<U+0308>
          Turkish I                  | 88.118.8/İ                | 88.118.8/i
          Turkish I with its dot     | 88.118.8/I<U+0307>        | 88.118.8/i<U+0307>
          Turkish dotless i          | 88.118.8/ı                | 88.118.8/i
          sharp s                    | 88.118.8/ß                | 88.118.8/ss
          sharp s and its capital    | 88.118.8/ß                | 88.118.8/<U+1E9E>
          long s                     | 88.118.8/<U+017F>         | 88.118.8/s
          Greek                      | 88.118.8/Σ                | 88.118.8/σ
          Cyrillic look-alike        | 88.118.8/А                | 88.118.8/A
          full-width letter          | 88.118.8/Ａ               | 88.118.8/A
          full-width digit           | 88.118.8/１               | 88.118.8/1
          ideographic space          | 88.118.8/a<U+3000>b       | 88.118.8/a b
          space at the end           | '88.118.8/a '             | 88.118.8/a
          slash at the end           | 88.118.8/a/               | 88.118.8/a
          ligature                   | 88.118.8/<U+FB01>         | 88.118.8/fi
          another split              | a/b/c                     | a.b/c
          """)
  void identifiers_that_differ_in_anything_else_are_different(
      String why, String one, String other) {
    Identifier a = Identifier.parse(Spelled.out(one));
    Identifier b = Identifier.parse(Spelled.out(other));

    assertThat(a).isNotEqualTo(b).isNotEqualByComparingTo(b);
    assertThat(a.canonical()).isNotEqualTo(b.canonical());
  }
}
