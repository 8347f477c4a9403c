package dev.nameplate.trust.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signed notes; the keys and notes of PeterNeumann and EnochRoot are those
 * golang.org/x/mod/sumdb/note is tested with.
 */
class SignedNoteTest {
  private static final String PETER_KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String ENOCH_KEY =
      "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
  private static final NoteKey PETER = NoteKey.parse(PETER_KEY);
  private static final NoteKey ENOCH = NoteKey.parse(ENOCH_KEY);
  private static final String TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String PETER_LINE =
      "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  private static final String ENOCH_LINE =
      "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

  @Test
  void the_published_note_is_made_byte_for_byte() {
    Bytes seed =
        Bytes.wrap(Base64.getDecoder().decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"));
    SigningKey key =
        Example.signingKey(
            SignatureSuite.ED25519_SHA256, Bytes.of(seed.asByteString().substring(1)));
    NoteSigner peter = new NoteSigner("PeterNeumann", key);

    assertThat(peter.noteKey()).hasToString(PETER_KEY);
    assertThat(SignedNote.sign(TEXT, List.of(peter))).hasToString(TEXT + "\n" + PETER_LINE);
  }

  @Test
  void known_keys_are_checked_and_unknown_ones_ignored() {
    SignedNote note = SignedNote.parse(TEXT + "\n" + PETER_LINE + ENOCH_LINE);

    assertThat(note.text()).isEqualTo(TEXT);
    assertThat(note).hasToString(TEXT + "\n" + PETER_LINE + ENOCH_LINE);
    assertThat(note.verify(List.of(PETER))).containsExactly(PETER);
    assertThat(note.verify(List.of(PETER, ENOCH))).containsExactlyInAnyOrder(PETER, ENOCH);
  }

  @Test
  void the_example_of_the_specification_is_read() {
    String example =
        """
        Ognuno sta solo sul cuor della terra
        trafitto da un raggio di sole:

        ed è subito sera.

        — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
        """;

    assertThat(SignedNote.parse(example).text()).endsWith("sole:\n\ned è subito sera.\n");
    assertThat(SignedNote.parse(example)).hasToString(example);
  }

  @Test
  void a_note_without_a_known_signature_is_refused() {
    SignedNote note = SignedNote.parse(TEXT + "\n" + ENOCH_LINE);

    assertThatThrownBy(() -> note.verify(List.of(PETER)))
        .matches(Rule.SIGNATURE_INVALID::isBrokenBy);
    assertThatThrownBy(() -> note.verify(List.of())).matches(Rule.SIGNATURE_INVALID::isBrokenBy);
  }

  @Test
  void a_wrong_signature_by_a_known_key_is_refused_whatever_stands_beside_it() {
    String wrong = PETER_LINE.replace("nAM=", "nAc=");
    SignedNote note = SignedNote.parse(TEXT + "\n" + wrong + ENOCH_LINE);

    assertThatThrownBy(() -> note.verify(List.of(PETER, ENOCH)))
        .matches(Rule.SIGNATURE_INVALID::isBrokenBy);
  }

  @Test
  void a_changed_text_is_refused() {
    SignedNote note = SignedNote.parse(TEXT.replace("your", "our") + "\n" + PETER_LINE);

    assertThatThrownBy(() -> note.verify(List.of(PETER)))
        .matches(Rule.SIGNATURE_INVALID::isBrokenBy);
  }

  @Test
  void a_hundred_signatures_are_read_and_no_more() {
    assertThat(SignedNote.parse(TEXT + "\n" + PETER_LINE.repeat(100)).verify(List.of(PETER)))
        .hasSize(1);
    assertThatThrownBy(() -> SignedNote.parse(TEXT + "\n" + PETER_LINE.repeat(101)))
        .matches(Rule.MALFORMED_NOTE::isBrokenBy);
  }

  @Test
  void a_note_may_be_as_short_as_a_line_feed_and_as_long_as_2_to_the_20_characters() {
    String rest = "\n\n" + PETER_LINE;
    String longest = "x".repeat(SignedNote.MAX_CHARACTERS - rest.length()) + rest;

    assertThat(SignedNote.parse(rest).text()).isEqualTo("\n");
    assertThat(SignedNote.parse(longest)).hasToString(longest);
    assertThatThrownBy(() -> SignedNote.parse("x" + longest))
        .matches(Rule.MALFORMED_NOTE::isBrokenBy)
        .hasMessageContaining("1048577 characters");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          no signatures,          'text~'
          no signature lines,     'text~~'
          no last line feed,      'text~~— name AAAAAAA='
          no text,                '— name AAAAAAA=~'
          control character,      'te	xt~~— name AAAAAAA=~'
          carriage return,        'text\r~~— name AAAAAAA=~'
          lone surrogate,         'te\ud800xt~~— name AAAAAAA=~'
          hyphen for the dash,    'text~~- name AAAAAAA=~'
          name with a space,      'text~~— bad name AAAAAAA=~'
          name with a plus,       'text~~— bad+name AAAAAAA=~'
          name missing,           'text~~—  AAAAAAA=~'
          no Base64,              'text~~— name AAAAAA*=~'
          unused bits set,        'text~~— name AAAAAAB=~'
          no padding,             'text~~— name AAAAAAA~'
          key id only,            'text~~— name AAAAAA==~'
          less than a key id,     'text~~— name AAAA~'
          line below,             'text~~— name AAAAAAA=~more~'
          """)
  void a_malformed_note_is_refused(String why, String note) {
    String text = note.replace('~', '\n').replace("\\r", "\r").replace("\\ud800", "\ud800");

    assertThatThrownBy(() -> SignedNote.parse(text)).matches(Rule.MALFORMED_NOTE::isBrokenBy);
  }

  @Test
  void the_malformed_notes_above_are_wrong_in_one_place_only() {
    assertThat(SignedNote.parse("text\n\n— name AAAAAAA=\n").signatures()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_key_of_either_suite_comes_back_from_its_text(SignatureSuite suite) {
    NoteKey key = new NoteKey("88.118.8/log-1", new Example(suite).key.verifyingKey());

    assertThat(NoteKey.parse(key.toString())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a+b", "a\tb"})
  void a_name_of_a_key_is_not_empty_and_has_no_space_and_no_plus(String name) {
    assertThatThrownBy(() -> new NoteKey(name, PETER.key()))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void every_part_and_every_change_of_a_key_is_refused() {
    for (String text :
        List.of(
            PETER_KEY,
            new NoteKey("n", new Example(SignatureSuite.SM2_SM3).key.verifyingKey()).toString())) {
      for (int from = 0; from <= text.length(); from++) {
        for (int to = from; to <= text.length(); to += 1 + text.length() / 60) {
          if (to - from != text.length()) {
            assertNoKey(text.substring(from, to));
          }
        }
      }
      for (int i = 0; i < text.length(); i++) {
        assertNoKey(text.substring(0, i) + (char) (text.charAt(i) + 1) + text.substring(i + 1));
      }
    }
    assertNoKey("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==");
    assertNoKey("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  }

  private static void assertNoKey(String text) {
    assertThatThrownBy(() -> NoteKey.parse(text))
        .as(text)
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.WRONG_KEY));
  }
}
