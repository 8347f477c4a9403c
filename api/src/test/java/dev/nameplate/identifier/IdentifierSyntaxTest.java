package dev.nameplate.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentifierSyntaxTest {
  @ParameterizedTest(name = "{0}: \"{1}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          product              | 88.118.8/PART-0001               | 88.118.8        | PART-0001
          lower case           | 88.118.8/part-0001               | 88.118.8        | part-0001
          dot in the suffix    | 88.111.1/teleinfo.cn             | 88.111.1        | teleinfo.cn
          digits only          | 88.888.3/20220121                | 88.888.3        | 20220121
          four-digit industry  | 88.1021.150/002                  | 88.1021.150     | 002
          leading zero         | 88.101.0042/001                  | 88.101.0042     | 001
          under 86             | 86.709.612/cc1                   | 86.709.612      | cc1
          metadata template    | 88.608.24061301/META_8fc3752a80CASE001 | 88.608.24061301 | META_8fc3752a80CASE001
          application          | 88.608.24061301/App_scxt0716     | 88.608.24061301 | App_scxt0716
          trusted root         | 88.111.1/0.0                     | 88.111.1        | 0.0
          DOI                  | 10.1000/182                      | 10.1000         | 182
          Handle               | 20.500.12345/6789                | 20.500.12345    | 6789
          prefix record        | 0.NA/88.118.8                    | 0.NA            | 88.118.8
          prefix record in a prefix | 0.NA/20.500.12345           | 0.NA            | 20.500.12345
          one label            | 10320/loc                        | 10320           | loc
          one byte each        | 0/0                              | 0               | 0
          slashes              | 88.118.8/a/b//c/                 | 88.118.8        | a/b//c/
          slash first          | 88.118.8//a                      | 88.118.8        | /a
          only a slash         | 88.118.8//                       | 88.118.8        | /
          colon                | 88.118.8/300:admin               | 88.118.8        | 300:admin
          space                | 88.118.8/coil 17 b               | 88.118.8        | coil 17 b
          space at both ends   | '88.118.8/ x '                   | 88.118.8        | ' x '
          ideographic space    | 88.118.8/钢卷<U+3000>17           | 88.118.8        | 钢卷<U+3000>17
          Chinese              | 88.118.8/关联箱码                 | 88.118.8        | 关联箱码
          Chinese prefix       | 冠县.钢/1                         | 冠县.钢           | 1
          four bytes a character | 88.118.8/<U+1F600><U+20000>    | 88.118.8        | <U+1F600><U+20000>
          quotes and signs     | 88.118.8/\\"<>&?#%2F              | 88.118.8        | \\"<>&?#%2F
          """)
  void a_well_formed_identifier_is_split_at_its_first_slash_and_printed_as_written(
      String name, String text, String prefix, String suffix) {
    Identifier identifier = Identifier.parse(Spelled.out(text));

    assertThat(identifier.prefix()).hasToString(Spelled.out(prefix));
    assertThat(identifier.suffix()).hasToString(Spelled.out(suffix));
    assertThat(identifier).hasToString(Spelled.out(text));
  }

  @ParameterizedTest(name = "{0}: \"{1}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty                     | ''                     | identifier | the slash is missing
          no slash                  | 88.118.8               | identifier | the slash is missing
          only a space              | ' '                    | identifier | the slash is missing
          trailing space, no slash  | '88.118.8 '            | identifier | the slash is missing
          full-width slash          | 88.118.8／A            | identifier | the slash is missing
          backslash                 | 88.118.8\\A            | identifier | the slash is missing
          only a slash              | /                      | prefix     | at least one label
          empty prefix              | /A                     | prefix     | at least one label
          empty suffix              | 88.118.8/              | suffix     | at least one character
          leading dot               | .88.118.8/A            | prefix     | no empty label; there is one at offset 0
          trailing dot              | 88.118.8./A            | prefix     | no empty label; there is one at offset 9
          two dots                  | 88..8/A                | prefix     | no empty label; there is one at offset 3
          only a dot                | ./A                    | prefix     | no empty label; there is one at offset 0
          leading space             | ' 88.118.8/A'          | prefix     | no white space; there is some at offset 0
          space before the slash    | 88.118.8 /A            | prefix     | no white space; there is some at offset 8
          space in the prefix       | 88.118. 8/A            | prefix     | no white space; there is some at offset 7
          no-break space in the prefix    | 88.118<U+00A0>.8/A | prefix   | no white space; there is some at offset 6
          ideographic space in the prefix | 88.118<U+3000>.8/A | prefix   | no white space; there is some at offset 6
          thin space in the prefix        | 88.118<U+2009>.8/A | prefix   | no white space; there is some at offset 6
          NUL in the suffix         | 88.118.8/A<U+0000>B    | suffix     | there is U+0000 at offset 1
          NUL in the prefix         | 88.118<U+0000>.8/A     | prefix     | there is U+0000 at offset 6
          NUL and no slash          | 88.118.8<U+0000>A      | identifier | there is U+0000 at offset 8
          tab for the slash         | 88.118.8<U+0009>A      | identifier | there is U+0009 at offset 8
          tab                       | 88.118.8/A<U+0009>B    | suffix     | there is U+0009 at offset 1
          line feed at the end      | 88.118.8/A<U+000A>     | suffix     | there is U+000A at offset 1
          carriage return           | 88.118.8/A<U+000D>B    | suffix     | there is U+000D at offset 1
          escape                    | 88.118.8/<U+001B>[31m  | suffix     | there is U+001B at offset 0
          last of C0                | 88.118.8/<U+001F>      | suffix     | there is U+001F at offset 0
          DEL                       | 88.118.8/A<U+007F>     | suffix     | there is U+007F at offset 1
          first of C1               | 88.118.8/A<U+0080>     | suffix     | there is U+0080 at offset 1
          next line                 | 88.118.8/A<U+0085>     | suffix     | there is U+0085 at offset 1
          last of C1                | 88.118.8/A<U+009F>     | suffix     | there is U+009F at offset 1
          line separator            | 88.118.8/A<U+2028>     | suffix     | there is U+2028 at offset 1
          paragraph separator       | 88.118.8/A<U+2029>     | suffix     | there is U+2029 at offset 1
          lone high surrogate       | 88.118.8/A<U+D83D>     | suffix     | lone surrogate at offset 1
          lone low surrogate        | 88.118.8/<U+DE00>A     | suffix     | lone surrogate at offset 0
          first of the surrogates   | 88.118.8/A<U+D800>     | suffix     | lone surrogate at offset 1
          last of the surrogates    | 88.118.8/A<U+DFFF>     | suffix     | lone surrogate at offset 1
          surrogates swapped        | 88.118.8/<U+DE00><U+D83D> | suffix  | lone surrogate at offset 0
          high surrogate twice      | 88.118.8/<U+D83D><U+D83D><U+DE00> | suffix | lone surrogate at offset 0
          lone surrogate in the prefix | 88.<U+D83D>/A       | prefix     | lone surrogate at offset 3
          pair split by the slash   | 88.<U+D83D>/<U+DE00>   | prefix     | lone surrogate at offset 3
          """)
  void a_malformed_identifier_is_refused(String why, String text, String field, String message) {
    assertThatThrownBy(() -> Identifier.parse(Spelled.out(text)))
        .asInstanceOf(InstanceOfAssertFactories.type(MalformedIdentifierException.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ErrorReason.MALFORMED_IDENTIFIER))
        .satisfies(e -> assertThat(e.field()).isEqualTo(field))
        .satisfies(
            e ->
                assertThat(e).hasMessageContaining(message).hasMessageStartingWith(field + ": \""));
  }

  @ParameterizedTest(name = "{0}: \"{1}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          printed on an asset | 86.122.2 SX-XYGS-009-26-QL-010-SBGC-008-TL-002-ZL4 | 86.122.2/SX-XYGS-009-26-QL-010-SBGC-008-TL-002-ZL4
          with a later slash  | 86.122.2 SX-XYGS/009/26       | 86.122.2/SX-XYGS/009/26
          with a later space  | 86.122.2 SX 009               | 86.122.2/SX 009
          several spaces      | 86.122.2   SX                 | 86.122.2/SX
          no-break space      | 86.122.2<U+00A0>SX            | 86.122.2/SX
          ideographic space   | 86.122.2<U+3000>SX            | 86.122.2/SX
          """)
  void a_space_in_the_place_of_the_slash_is_refused_with_what_was_meant(
      String why, String text, String meant) {
    assertThatThrownBy(() -> Identifier.parse(Spelled.out(text)))
        .isInstanceOf(MalformedIdentifierException.class)
        .hasMessageContaining("did you mean " + meant + "?");
    assertThat(Identifier.parse(meant)).hasToString(meant);
  }

  @ParameterizedTest(name = "{0}: \"{1}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          leading space          | ' 88.118.8/A'
          trailing space         | '88.118.8 '
          space before the slash | 88.118.8 /A
          no space               | 88.118.8
          bare top-level prefix  | 88 118
          outside the grammar    | 88.1 COIL-1
          empty label            | 88..8 COIL-1
          """)
  void nothing_is_suggested_that_would_not_help(String why, String text) {
    assertThatThrownBy(() -> Identifier.parse(text))
        .isInstanceOf(MalformedIdentifierException.class)
        .message()
        .doesNotContain("did you mean");
  }

  @ParameterizedTest(name = "{0}: \"{1}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          short form         | hdl:88.118.8/COIL-5                              | 88.118.8/COIL-5
          short, upper case  | HDL:88.118.8/COIL-5                              | 88.118.8/COIL-5
          proxy              | https://hdl.handle.net/88.118.8/COIL-5           | 88.118.8/COIL-5
          proxy, without TLS | http://hdl.handle.net/88.118.8/COIL-5            | 88.118.8/COIL-5
          percent-encoded prefix | hdl:%388.118.8/AZaz09                        | 88.118.8/AZaz09
          percent-encoded    | https://hdl.handle.net/88.118.8/COIL%205%2F%E5%8D%B7 | 88.118.8/COIL 5/卷
          """)
  void a_uri_of_the_handle_system_is_the_identifier_that_it_stands_for(
      String why, String uri, String identifier) {
    assertThat(Identifier.parse(uri)).hasToString(identifier);
    assertThat(Identifier.parse(HandleUri.of(Identifier.parse(uri)))).hasToString(identifier);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          88.118.8/AZaz09-._~!$&'()*+,;=:@/ | 88.118.8/AZaz09-._~!$&'()*+,;=:@/
          88.118.8/5 %?#[]                  | 88.118.8/5%20%25%3F%23%5B%5D
          88.118.8/卷<U+1F600>               | 88.118.8/%E5%8D%B7%F0%9F%98%80
          """)
  void a_uri_encodes_what_a_path_cannot_carry_and_nothing_else(String identifier, String path) {
    Identifier named = Identifier.parse(Spelled.out(identifier));

    assertThat(HandleUri.of(named)).isEqualTo("https://hdl.handle.net/" + path);
    assertThat(HandleUri.parse(HandleUri.of(named))).contains(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdl:?8/COIL",
        "hdl:#8/COIL",
        "hdl:88.118.8/%2",
        "hdl:88.118.8/%2G",
        "hdl:88.118.8/%G2",
        "hdl:88.118.8/%FF",
        "hdl:88.118.8/%00",
        "hdl:88.118.8",
        "88.118.8/COIL"
      })
  void what_is_no_uri_of_an_identifier_stands_for_none(String uri) {
    assertThat(HandleUri.parse(uri)).isEmpty();
  }

  @Test
  void a_slash_is_suggested_in_texts_of_up_to_200_characters() {
    String longest = "88.118.8 " + "C".repeat(191);

    assertThatThrownBy(() -> Identifier.parse(longest)).hasMessageContaining("did you mean");
    assertThatThrownBy(() -> Identifier.parse(longest + "C"))
        .message()
        .doesNotContain("did you mean");
  }

  @Test
  void the_text_that_was_meant_keeps_its_slash_wherever_it_stands() {
    assertThat(Identifier.cleaned(" 88.118.8 / COIL-1 ")).isEqualTo("88.118.8/COIL-1");
    assertThat(Identifier.cleaned("/ COIL-1 ")).isEqualTo("/COIL-1");
    assertThat(Identifier.cleaned(" COIL-1 ")).isEqualTo("COIL-1");
  }

  @ParameterizedTest(name = "{0}: \"{1}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a URI in a URI     | hdl:hdl:88.118.8/COIL-5
          with a query       | https://hdl.handle.net/88.118.8/COIL-5?noredirect
          with a fragment    | https://hdl.handle.net/88.118.8/COIL-5#1
          broken encoding    | https://hdl.handle.net/88.118.8/COIL%2
          without a suffix   | hdl:88.118.8
          another URL        | https://id.gs1.org/01/09520123456788
          another, upper     | HTTP://mill.example/coil
          """)
  void other_uris_are_no_identifiers(String why, String uri) {
    assertThatThrownBy(() -> Identifier.parse(uri))
        .isInstanceOf(MalformedIdentifierException.class)
        .hasMessageContaining("prefix/suffix");
  }

  @Test
  void a_prefix_has_no_scheme_so_that_printing_an_identifier_never_makes_a_uri() {
    assertThatThrownBy(() -> Prefix.parse("hdl:88.118.8"))
        .isInstanceOf(MalformedIdentifierException.class)
        .hasMessageContaining("without hdl:");
  }

  @Test
  void the_message_reads_as_one_sentence() {
    assertThatThrownBy(() -> Identifier.parse("86.122.2 SX-009"))
        .hasMessage(
            "identifier: \"86.122.2 SX-009\" (expected: prefix/suffix, for example "
                + "88.118.8/COIL-2026-000451; the slash is missing, did you mean 86.122.2/SX-009?)");
  }

  @Test
  void a_prefix_by_itself_has_no_slash() {
    assertThatThrownBy(() -> Prefix.parse("88.118/8"))
        .isInstanceOf(MalformedIdentifierException.class)
        .hasMessage("prefix: \"88.118/8\" (expected: no slash; the slash begins the suffix)");
  }

  @Test
  void a_huge_text_is_refused_with_a_short_message() {
    String huge = "8".repeat(5_000_000);

    assertThatThrownBy(() -> Identifier.parse(huge)).message().hasSizeLessThan(300);
    assertThatThrownBy(() -> Identifier.parse(huge + " " + huge)).message().hasSizeLessThan(300);
    assertThatThrownBy(() -> Identifier.parse(huge + "/" + huge)).message().hasSizeLessThan(300);
    assertThatThrownBy(() -> Identifier.parse("8/" + huge)).message().hasSizeLessThan(300);
  }
}
