package dev.nameplate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "mill.example:7431, mill.example:7431",
    "mill.example, mill.example:7430",
    "[::1]:7, [::1]:7",
    "[::1], [::1]:7430",
    "[fe80::1%eth0]:7, [fe80::1%eth0]:7",
    "[::ffff:192.0.2.1]:7, [::ffff:192.0.2.1]:7",
    "冠县.example:7, 冠县.example:7"
  })
  void an_address_is_read_with_or_without_a_port(String text, String read) {
    assertThat(Endpoint.parse(text)).hasToString(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":7430",
        "host:",
        "host:0",
        "host:70000",
        "http://host:7430",
        "::1",
        "a b:1",
        "[mill.example]:1",
        "[::1",
        "[:x:]:1",
        "[::1%]:1",
        "a%b:1",
        "a/b",
        "a\\b",
        "user@host:1",
        "host?x",
        "host#x",
        "a\u0007b:1",
        "a\u001b[2Jb:1",
        "a\u202eb:1",
        "a\u3000b:1",
        "a\ud800b:1"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("host:port");
  }

  @Test
  void a_host_that_no_text_could_give_is_refused_too() {
    for (String host : List.of("", "a:1", "[::1]", "a b", "x".repeat(Endpoint.MAX_HOST + 1))) {
      assertThatThrownBy(() -> new Endpoint(host, 1)).isInstanceOf(InvalidInputException.class);
    }
    assertThat(Endpoint.parse("x".repeat(Endpoint.MAX_HOST)).host()).hasSize(Endpoint.MAX_HOST);
  }
}
