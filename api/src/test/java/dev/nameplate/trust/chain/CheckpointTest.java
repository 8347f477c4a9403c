package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.note.SignedNote;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointTest {
  private static final Bytes ROOT = HashFunction.SHA256.hash(Bytes.utf8("root"));

  private final Example sm2 = new Example(SignatureSuite.SM2_SM3);

  @Test
  void the_example_of_the_specification_is_read() {
    String example =
        """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        """;

    Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(example).text());

    assertThat(checkpoint.origin()).isEqualTo(new LogName("example.com/behind-the-sofa"));
    assertThat(checkpoint.size()).isEqualTo(20852163);
    assertThat(checkpoint.root().toHex()).startsWith("0ac5186a9186");
    assertThat(SignedNote.parse(example).text()).isEqualTo(checkpoint.toString());
  }

  @ParameterizedTest
  @EnumSource
  void a_checkpoint_signed_by_all_keys_of_the_log_is_believed(SignatureSuite suite) {
    Example example = new Example(suite);
    Checkpoint checkpoint = Checkpoint.of(example.log, 3, ROOT);
    SignedNote note = SignedNote.parse(checkpoint.sign(example.checkpointSigners()).toString());

    assertThat(note.signatures()).hasSize(suite == SignatureSuite.SM2_SM3 ? 2 : 1);
    assertThat(Checkpoint.verify(note, example.anchor)).isEqualTo(checkpoint);
  }

  @Test
  void witnesses_may_sign_as_well() {
    NoteSigner witness = new NoteSigner("witness.example", sm2.key);
    List<NoteSigner> signers =
        List.of(witness, sm2.checkpointSigners().get(0), sm2.checkpointSigners().get(1));

    assertThat(Checkpoint.verify(Checkpoint.of(sm2.log, 3, ROOT).sign(signers), sm2.anchor).size())
        .isEqualTo(3);
  }

  @Test
  void a_checkpoint_that_lacks_one_of_the_signatures_is_refused() {
    for (NoteSigner signer : sm2.checkpointSigners()) {
      SignedNote note = Checkpoint.of(sm2.log, 3, ROOT).sign(List.of(signer));

      assertThatThrownBy(() -> Checkpoint.verify(note, sm2.anchor))
          .matches(Rule.CHECKPOINT_REJECTED::isBrokenBy);
    }
  }

  @Test
  void a_checkpoint_of_another_log_is_refused_though_the_keys_are_right() {
    SignedNote note =
        Checkpoint.of(new LogName("88.118.8/log-2"), 3, ROOT).sign(sm2.checkpointSigners());

    assertThatThrownBy(() -> Checkpoint.verify(note, sm2.anchor))
        .matches(Rule.CHECKPOINT_REJECTED::isBrokenBy)
        .hasMessageEndingWith("is of the log 88.118.8/log-2, not of " + sm2.log);
  }

  @Test
  void a_changed_checkpoint_is_refused() {
    String note =
        Checkpoint.of(sm2.log, 3, ROOT)
            .sign(sm2.checkpointSigners())
            .toString()
            .replace("\n3\n", "\n4\n");

    assertThatThrownBy(() -> Checkpoint.verify(SignedNote.parse(note), sm2.anchor))
        .matches(Rule.SIGNATURE_INVALID::isBrokenBy);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          two lines,           'log~3~'
          no last line feed,   'log~3~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
          no origin,           '~3~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=~'
          leading zero,        'log~03~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=~'
          negative size,       'log~-3~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=~'
          too large a size,    'log~9223372036854775808~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=~'
          short root,          'log~3~AAAA~'
          root no Base64,      'log~3~*~'
          empty extension,     'log~3~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=~~'
          """)
  void a_malformed_checkpoint_is_refused(String why, String text) {
    assertThatThrownBy(() -> Checkpoint.parse(text.replace('~', '\n')))
        .matches(Rule.MALFORMED_NOTE::isBrokenBy);
  }

  @Test
  void extension_lines_are_kept() {
    String text = "log\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n";

    assertThat(Checkpoint.parse(text).extensions()).containsExactly("more");
    assertThat(Checkpoint.parse(text)).hasToString(text);
  }
}
