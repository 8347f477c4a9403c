package dev.nameplate.trust.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.VerifyingKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogNameTest {
  private final VerifyingKey key = new Example(SignatureSuite.SM2_SM3).key.verifyingKey();

  @Test
  void a_name_has_up_to_255_bytes_of_utf8() {
    String longest = "钢".repeat(LogName.MAX_BYTES / 3);

    assertThat(new LogName(longest)).hasToString(longest);
    assertThat(LogName.isValid(longest)).isTrue();
    assertThat(LogName.isValid(longest + "x")).isFalse();
    assertThatThrownBy(() -> new LogName(longest + "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("log: ")
        .hasMessageContaining("1 to 255 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a+b", "a\nb", "a\u00a0b", "a\ud800b"})
  void a_name_has_no_white_space_no_control_characters_and_no_plus(String text) {
    assertThat(LogName.isValid(text)).isFalse();
    assertThatThrownBy(() -> new LogName(text)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void a_log_is_named_so_that_the_log_of_its_absences_has_a_name_too() {
    LogName log = LogName.of(Prefix.parse("88.118"), key);

    assertThat(log.text()).isEqualTo("88.118/log-" + key.keyId().toString().substring(0, 8));
    assertThat(log.absences()).hasToString(log + "/absent");
    LogName longest = new LogName("x".repeat(LogName.MAX_BYTES));
    assertThatThrownBy(longest::absences).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void what_names_another_log_is_refused_with_both_names() {
    LogName log = new LogName("88.118/log-1");

    log.require(new LogName("88.118/log-1"), "the batch");
    assertThatThrownBy(() -> log.require(new LogName("88.118/log-2"), "the batch"))
        .matches(Rule.WRONG_LOG::isBrokenBy)
        .hasMessage("the batch names the log 88.118/log-1, not 88.118/log-2");
  }

  @Test
  void a_signer_has_a_name_as_a_key_has() {
    assertThatThrownBy(() -> new NoteSigner("a b", new Example(SignatureSuite.SM2_SM3).key))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a b");
  }
}
