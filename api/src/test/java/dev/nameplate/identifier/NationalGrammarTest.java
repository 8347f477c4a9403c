package dev.nameplate.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NationalGrammarTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "88",
        "86",
        "88.118",
        "88.1021",
        "88.12345",
        "88.118.8",
        "88.608.24061301",
        "88.101.0042",
        "88.1021.150",
        "86.100",
        "86.709.612",
        "86.122.2",
        "10.1000",
        "10.x",
        "20.500.12345",
        "0.NAN",
        "188.1",
        "8.8",
        "880.1",
        "87.1",
        "冠县",
      })
  void a_prefix_that_can_be_allotted_is_returned(String text) {
    Prefix prefix = Prefix.parse(text);

    assertThat(NationalGrammar.requireAllottable(prefix)).isSameAs(prefix);
  }

  @ParameterizedTest(name = "{0}: \"{1}\"")
  @CsvSource({
    "one digit,                   88.1",
    "two digits,                  88.12",
    "six digits,                  88.123456",
    "two digits under 86,         86.12",
    "letter,                      88.x",
    "letter for the enterprise,   88.118.x",
    "letter behind digits,        88.118.8x",
    "fourth label,                88.118.8.1",
    "fourth label under 86,       86.118.8.1",
    "too few before enterprise,   88.11.8",
    "full-width digits,           88.１１８",
    "Arabic digits,               88.٣٣٣",
    "minus,                       88.118.-8",
    "plus,                        88.+118",
  })
  void a_prefix_under_86_or_88_outside_the_grammar_is_refused(String why, String text) {
    assertThatThrownBy(() -> NationalGrammar.requireAllottable(Prefix.parse(text)))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidInputException.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ErrorReason.PREFIX_NOT_ALLOTTABLE))
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessageStartingWith("prefix: \"" + text + "\" (expected: under 86 and 88"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.NA", "0.na", "0.NA.88"})
  void the_prefix_of_prefixes_themselves_is_nobody_s(String text) {
    assertThatThrownBy(() -> NationalGrammar.requireAllottable(Prefix.parse(text)))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidInputException.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ErrorReason.PREFIX_NOT_ALLOTTABLE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"88.118.", "88.", ".88", "88..118"})
  void an_empty_label_is_no_prefix_at_all(String text) {
    assertThatThrownBy(() -> Prefix.parse(text)).isInstanceOf(MalformedIdentifierException.class);
  }

  @Test
  void an_enterprise_has_128_digits_at_most() {
    Prefix longest = Prefix.parse("88.118." + "8".repeat(128));

    assertThat(NationalGrammar.requireAllottable(longest)).isSameAs(longest);
    assertThatThrownBy(() -> NationalGrammar.requireAllottable(Prefix.parse(longest + "8")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void resolving_takes_what_is_outside_the_grammar() {
    assertThat(Identifier.parse("88.1/x").prefix()).hasToString("88.1");
  }
}
