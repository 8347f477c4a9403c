package dev.nameplate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "mill.example:7431, mill.example:7431",
    "mill.example, mill.example:7430",
    "[::1]:7, [::1]:7",
    "[::1], [::1]:7430"
  })
  void an_address_is_read_with_or_without_a_port(String text, String read) {
    assertThat(Endpoint.parse(text)).hasToString(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":7430", "host:", "host:0", "host:70000", "http://host:7430", "::1", "a b:1"})
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("host:port");
  }
}
