package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.statement.AuthorityKey;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustAnchorsTest {
  private final TrustAnchor sm2 = new Example(SignatureSuite.SM2_SM3).anchor;
  private final TrustAnchor ed25519 = new Example(SignatureSuite.ED25519_SHA256).anchor;

  @Test
  void anchors_come_back_from_their_text() {
    TrustAnchors anchors = TrustAnchors.of(List.of(sm2, ed25519));

    TrustAnchors read = TrustAnchors.parse(anchors.toString(), "anchor.txt");

    assertThat(read.list()).containsExactly(sm2, ed25519);
    assertThat(read).hasToString(anchors.toString());
    assertThat(read.find(sm2.keyId())).contains(sm2);
    assertThat(read.find(new Example(SignatureSuite.SM2_SM3).logKey.keyId())).isEmpty();
  }

  @Test
  void anchors_may_follow_without_a_blank_line_and_with_windows_line_ends() {
    String text = (sm2 + "" + ed25519).replace("\n", "\r\n");

    assertThat(TrustAnchors.parse("\r\n" + text + "\r\n\r\n", "anchor.txt").list())
        .containsExactly(sm2, ed25519);
  }

  @Test
  void an_anchor_covers_exactly_its_prefixes() {
    TrustAnchor anchor =
        new TrustAnchor(
            List.of(Prefix.parse("88.118.9"), Prefix.parse("88.118.8"), Prefix.parse("88.118.8")),
            sm2.authority(),
            List.of());

    assertThat(anchor.prefixes())
        .containsExactly(Prefix.parse("88.118.8"), Prefix.parse("88.118.9"));
    assertThat(anchor.covers(Prefix.parse("88.118.9"))).isTrue();
    assertThat(anchor.covers(Prefix.parse("88.118"))).isFalse();
    assertThat(anchor.covers(Prefix.parse("88.118.8.1"))).isFalse();
    assertThat(anchor.covers(Prefix.parse("88.118.80"))).isFalse();
  }

  @Test
  void two_anchors_with_one_key_are_refused() {
    assertThatThrownBy(() -> TrustAnchors.parse(sm2 + "\n" + sm2, "anchor.txt"))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.WRONG_KEY))
        .hasMessageContaining(sm2.keyId().toString());
  }

  @Test
  void parts_that_do_not_belong_together_are_refused() {
    NoteKey otherSuite = new NoteKey(sm2.log().text(), sm2.authorityKey());

    assertThatThrownBy(() -> AuthorityKey.of(sm2.authorityKey(), otherSuite))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new TrustAnchor(List.of(), sm2.authority(), List.of()))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          another title      | Nameplate trust anchor v1  | Nameplate trust anchor v2 | anchor.txt line 1
          no prefix          | prefix: 88.118.8~          | ''                        | anchor.txt line 2
          malformed prefix   | prefix: 88.118.8           | prefix: 88..8             | anchor.txt line 2
          no log             | log: 88                    | lag: 88                   | anchor.txt line 3
          log with a space   | log: 88                    | log: 8 8                  | anchor.txt line 3
          damaged vkey       | +AT1                       | +AT2                      | anchor.txt line 4
          unknown line       | -----BEGIN                 | note: x~-----BEGIN        | anchor.txt line 5
          damaged key block  | -----END PUBLIC KEY-----~  | ''                        | anchor.txt line 5
          private key        | PUBLIC KEY                 | PRIVATE KEY               | anchor.txt line 5
          text behind        | -----END PUBLIC KEY-----~  | -----END PUBLIC KEY-----~more | anchor.txt line
          """)
  void a_damaged_file_is_refused_naming_the_line(
      String why, String was, String becomes, String says) {
    String text = sm2.toString();
    assertThat(text).contains(was.replace('~', '\n'));
    String broken = text.replace(was.replace('~', '\n'), becomes.replace('~', '\n'));

    assertThatThrownBy(() -> TrustAnchors.parse(broken, "anchor.txt"))
        .isInstanceOf(NameplateException.class)
        .hasMessageContaining(says)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void an_empty_file_is_no_anchor() {
    assertThatThrownBy(() -> TrustAnchors.parse("", "anchor.txt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Nameplate trust anchor v1");
  }

  @Test
  void a_log_is_named_after_its_first_prefix_and_its_key() {
    VerifyingKey key =
        SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom()).verifyingKey();

    assertThat(LogName.of(Prefix.parse("88.118.8"), key))
        .hasToString("88.118.8/log-" + key.keyId().toString().substring(0, 8));
    assertThatThrownBy(() -> LogName.of(Prefix.parse("a+b"), key))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> LogName.of(Prefix.parse("9".repeat(250)), key))
        .isInstanceOf(InvalidInputException.class);
  }
}
