package dev.nameplate.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTextTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "text of any script | Coil 钢卷 𝄞 | Coil 钢卷 𝄞",
        "escape sequence    | a\u001b[2Jb | a\\u001b[2Jb",
        "carriage return    | 'b\rc'      | b\\u000dc",
        "right-to-left      | c\u202Ed    | c\\u202ed",
        "line separator     | c\u2028d    | c\\u2028d",
        "lone surrogate     | c\ud800d    | c\\ud800d",
        "next line          | c\u009bd    | c\\u009bd",
        "no-break space     | c\u00a0d    | c\\u00a0d",
        "ideographic space  | c\u3000d    | c\\u3000d",
        "zero width space   | \u200b88.1  | \\u200b88.1",
        "variation selector | c\ufe0fd    | c\\ufe0fd",
        "one of Unicode 14  | c\u180fd    | c\\u180fd",
        "Hangul filler      | c\u3164d    | c\\u3164d",
        "empty braille cell | c\u2800d    | c\\u2800d",
        "noncharacter       | c\uffffd    | c\\uffffd",
        "spaces at the ends | ' c d '     | \\u0020c d\\u0020",
        "nothing but spaces | '  '        | \\u0020\\u0020",
        "tag beyond the BMP | c\udb40\udc41d | c\\udb40\\udc41d",
      })
  void nothing_in_it_can_steer_a_terminal(String what, String text, String shown) {
    assertThat(VisibleText.of(text)).isEqualTo(shown);
  }

  @Test
  void shown_text_stays_as_it_is() {
    String shown = VisibleText.of(" \u200b ");

    assertThat(VisibleText.of(shown)).isEqualTo(shown);
  }

  @Test
  void a_piece_of_a_longer_text_keeps_its_spaces() {
    assertThat(VisibleText.within("  a \u202e ")).isEqualTo("  a \\u202e ");
  }

  /** Many of them quote what they are about. */
  @Test
  void every_message_of_an_error_is_visible() {
    assertThat(new PreconditionException(ErrorReason.NOT_RECORDED, "item: \"9\u200b\u009b\""))
        .hasMessage("item: \"9\\u200b\\u009b\"");
    assertThat(new NodeException(ErrorReason.UNREACHABLE, "the node says \u202e"))
        .hasMessage("the node says \\u202e");
  }
}
