package dev.nameplate.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentifierSizeTest {
  /** Three bytes of UTF-8 that NFC turns into six: it is excluded from composition. */
  private static final String GROWS = Spelled.out("<U+0958>");

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "钢", "😀"})
  void exactly_2048_bytes_pass_and_one_more_fails(String character) {
    String text = fill("88.118.8/", character, 2048);

    Identifier longest = Identifier.parse(text);

    assertThat(longest.utf8Length()).isEqualTo(2048);
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(2048);
    assertThatThrownBy(() -> Identifier.parse(text + "x"))
        .isInstanceOf(MalformedIdentifierException.class)
        .hasMessageStartingWith("identifier: ")
        .hasMessageEndingWith("(expected: at most 2048 bytes of UTF-8, not 2049)");
  }

  @Test
  void a_part_alone_leaves_room_for_the_other() {
    String longest = "a".repeat(2046);

    assertThat(Identifier.parse(longest + "/b").utf8Length()).isEqualTo(2048);
    assertThat(Identifier.parse("b/" + longest).utf8Length()).isEqualTo(2048);
    assertThatThrownBy(() -> Prefix.parse(longest + "a"))
        .hasMessageStartingWith("prefix: ")
        .hasMessageEndingWith("(expected: at most 2046 bytes of UTF-8, not 2047)");
    assertThatThrownBy(() -> Suffix.parse(longest + "a"))
        .hasMessageStartingWith("suffix: ")
        .hasMessageEndingWith("(expected: at most 2046 bytes of UTF-8, not 2047)");
  }

  @Test
  void an_identifier_that_only_its_canonical_form_makes_too_long_is_refused() {
    Identifier fits = Identifier.parse(fill("88.118.8/" + GROWS.repeat(300), "a", 2048 - 900));

    assertThat(fits.toString().getBytes(StandardCharsets.UTF_8)).hasSize(2048 - 900);
    assertThat(fits.utf8Length()).isEqualTo(2048);
    assertThatThrownBy(() -> Identifier.parse(fits + "a"))
        .hasMessageContaining("at most 2048 bytes of UTF-8, not 2049");
    assertThatThrownBy(() -> Prefix.parse(GROWS.repeat(400)))
        .hasMessageContaining("at most 2046 bytes of UTF-8, not 2400");
    assertThatThrownBy(() -> Suffix.parse(GROWS.repeat(400)))
        .hasMessageContaining("at most 2046 bytes of UTF-8, not 2400");
  }

  @Test
  void a_part_that_only_its_written_form_makes_too_long_is_refused() {
    String shrinks = Spelled.out("e<U+0301>").repeat(700);

    assertThatThrownBy(() -> Prefix.parse(shrinks))
        .hasMessageContaining("at most 2046 bytes of UTF-8, not 2100");
    assertThatThrownBy(() -> Suffix.parse(shrinks))
        .hasMessageContaining("at most 2046 bytes of UTF-8, not 2100");
  }

  @Test
  void characters_take_one_to_four_bytes() {
    assertThat(Identifier.parse(Spelled.out("1/~<U+00A0>")).utf8Length()).isEqualTo(5);
    assertThat(Identifier.parse(Spelled.out("1/<U+07FF>")).utf8Length()).isEqualTo(4);
    assertThat(Identifier.parse(Spelled.out("1/<U+0800>")).utf8Length()).isEqualTo(5);
    assertThat(Identifier.parse(Spelled.out("1/<U+FFFD>")).utf8Length()).isEqualTo(5);
    assertThat(Identifier.parse(Spelled.out("1/<U+1F600>")).utf8Length()).isEqualTo(6);
  }

  @Test
  void the_size_is_that_of_the_longer_form() {
    Identifier decomposed = Identifier.parse(Spelled.out("88.118.8/e<U+0301>"));

    assertThat(decomposed.utf8Length()).isEqualTo(12);
    assertThat(Identifier.parse(decomposed.canonical()).utf8Length()).isEqualTo(11);
  }

  @Test
  void the_size_is_the_number_of_bytes_of_UTF_8() {
    RandomTexts.forEachSeed(
        2_000,
        random -> {
          Identifier identifier = RandomTexts.identifier(random);
          int written = identifier.toString().getBytes(StandardCharsets.UTF_8).length;
          int canonical = identifier.canonical().getBytes(StandardCharsets.UTF_8).length;
          assertThat(identifier.utf8Length()).isEqualTo(Math.max(written, canonical));
        });
  }

  private static String fill(String start, String character, int bytes) {
    int room = bytes - start.getBytes(StandardCharsets.UTF_8).length;
    int each = character.getBytes(StandardCharsets.UTF_8).length;
    return start + character.repeat(room / each) + "b".repeat(room % each);
  }
}
