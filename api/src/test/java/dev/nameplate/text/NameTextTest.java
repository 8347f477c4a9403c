package dev.nameplate.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTextTest {
  @ParameterizedTest(name = "U+{0}")
  @ValueSource(
      strings = {
        "00AD", "034F", "061C", "06DD", "115F", "1160", "17B4", "180B", "180E", "180F", "200B",
        "200C", "200D", "200E", "200F", "202A", "202E", "2060", "2064", "2065", "2066", "206F",
        "2800", "3164", "FE00", "FE0F", "FEFF", "FFA0", "FFF0", "FFF9", "110BD", "13430", "1BCA0",
        "1D173", "E0001", "E007F", "E0100", "E01EF", "E0FFF"
      })
  void an_invisible_character_is_found_and_removed_wherever_it_is(String hex) {
    String invisible = Character.toString(Integer.parseInt(hex, 16));

    assertThat(NameText.hidden("钢" + invisible + "9").orElseThrow())
        .hasToString("U+" + hex + " at offset 1 cannot be seen");
    assertThat(NameText.cleaned(invisible + "钢" + invisible + "9" + invisible)).isEqualTo("钢9");
    assertThat(NameText.cleaned(invisible)).isEmpty();
  }

  @ParameterizedTest(name = "U+{0}")
  @ValueSource(
      strings = {
        "0009", "000A", "000D", "0020", "0085", "00A0", "1680", "2000", "200A", "2028", "2029",
        "202F", "205F", "3000"
      })
  void white_space_is_found_and_removed_at_either_end_only(String hex) {
    String space = Character.toString(Integer.parseInt(hex, 16));

    assertThat(NameText.hidden("A" + space).orElseThrow())
        .hasToString("U+" + hex + " at offset 1 is white space at the end");
    assertThat(NameText.hidden(space + "A").orElseThrow())
        .hasToString("U+" + hex + " at offset 0 is white space at the beginning");
    assertThat(NameText.hidden("A" + space + "B")).isEmpty();
    assertThat(NameText.cleaned(space + space + "A" + space + "B" + space))
        .isEqualTo("A" + space + "B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u200B A", "A \u200B", " \uFEFF\u00A0A\u2060 "})
  void white_space_behind_an_invisible_character_is_at_the_end_too(String text) {
    assertThat(NameText.cleaned(text)).isEqualTo("A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "COIL-2026-000451", "a b", "钢卷 1", "é", "e\u0301", "𠀀", "\uE000"})
  void a_text_in_which_everything_can_be_seen_stays_as_it_is(String text) {
    assertThat(NameText.hidden(text)).isEmpty();
    assertThat(NameText.unassigned(text)).isEmpty();
    assertThat(NameText.cleaned(text)).isSameAs(text);
  }
}
