package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.StrictBase64;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TlogProofTest {
  private static final int BATCHES = 5;

  @ParameterizedTest
  @EnumSource
  void a_proof_comes_back_from_its_text_and_proves_its_batch(SignatureSuite suite) {
    Example example = new Example(suite);
    List<SignedBatch> batches = batches(example);
    MerkleTree log = log(batches);
    SignedNote checkpoint = checkpoint(example, log);
    for (int i = 0; i < BATCHES; i++) {
      TlogProof proof = new TlogProof(Optional.empty(), i, log.inclusionPath(i), checkpoint);

      TlogProof read = TlogProof.parse(proof.toString());

      assertThat(read).isEqualTo(proof);
      assertThat(read.verify(batches.get(i), example.anchor).size()).isEqualTo(BATCHES);
      SignedBatch another = batches.get((i + 1) % BATCHES);
      assertThatThrownBy(() -> read.verify(another, example.anchor))
          .matches(Rule.PROOF_INVALID::isBrokenBy);
    }
  }

  @Test
  void a_proof_under_another_index_or_without_a_valid_checkpoint_is_refused() {
    Example example = new Example(SignatureSuite.ED25519_SHA256);
    List<SignedBatch> batches = batches(example);
    MerkleTree log = log(batches);
    SignedNote checkpoint = checkpoint(example, log);
    SignedBatch misnumbered =
        example.signer.sign(
            1, 1, 0, MerkleTree.ofData(HashFunction.SHA256, List.of(Bytes.EMPTY)), Instant.EPOCH);
    MerkleTree shifted = log(List.of(misnumbered, misnumbered));
    TlogProof wrongNumber =
        new TlogProof(Optional.empty(), 0, shifted.inclusionPath(0), checkpoint(example, shifted));
    assertThatThrownBy(() -> wrongNumber.verify(misnumbered, example.anchor))
        .matches(Rule.PROOF_INVALID::isBrokenBy);
    TlogProof elsewhere = new TlogProof(Optional.empty(), 2, log.inclusionPath(1), checkpoint);
    String forged =
        new TlogProof(Optional.empty(), 1, log.inclusionPath(1), checkpoint)
            .toString()
            .replace("\n5\n", "\n6\n");

    TlogProof another = new TlogProof(Optional.empty(), 1, log.inclusionPath(2), checkpoint);

    assertThatThrownBy(() -> elsewhere.verify(batches.get(1), example.anchor))
        .matches(Rule.PROOF_INVALID::isBrokenBy);
    assertThatThrownBy(() -> another.verify(batches.get(1), example.anchor))
        .matches(Rule.PROOF_INVALID::isBrokenBy);
    assertThatThrownBy(() -> TlogProof.parse(forged).verify(batches.get(1), example.anchor))
        .matches(Rule.SIGNATURE_INVALID::isBrokenBy);
  }

  @Test
  void the_layout_is_that_of_the_specification() {
    Example example = new Example(SignatureSuite.ED25519_SHA256);
    MerkleTree log = log(batches(example));
    SignedNote checkpoint = checkpoint(example, log);
    Bytes extra = Bytes.utf8("anything");
    String[] lines =
        new TlogProof(Optional.of(extra), 1, log.inclusionPath(1), checkpoint)
            .toString()
            .split("\n", -1);

    assertThat(lines[0]).isEqualTo("c2sp.org/tlog-proof@v1");
    assertThat(lines[1]).isEqualTo("extra " + StrictBase64.encode(extra));
    assertThat(lines[2]).isEqualTo("index 1");
    assertThat(lines[3]).isEqualTo(StrictBase64.encode(log.leafHash(0)));
    assertThat(lines[6]).isEmpty();
    assertThat(lines[7]).isEqualTo(example.log.text());
    assertThat(TlogProof.parse(String.join("\n", lines)).extra()).contains(extra);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          another header,    'c2sp.org/tlog-proof@v2~index 0~~log'
          no blank line,     'c2sp.org/tlog-proof@v1~index 0~log'
          no index,          'c2sp.org/tlog-proof@v1~~log'
          no number,         'c2sp.org/tlog-proof@v1~index x~~log'
          negative index,    'c2sp.org/tlog-proof@v1~index -5~~log'
          leading zero,      'c2sp.org/tlog-proof@v1~index 01~~log'
          extra no Base64,   'c2sp.org/tlog-proof@v1~extra !!~index 0~~log'
          extra behind,      'c2sp.org/tlog-proof@v1~index 0~extra AAAA~~log'
          hash no Base64,    'c2sp.org/tlog-proof@v1~index 0~!!~~log'
          short hash,        'c2sp.org/tlog-proof@v1~index 0~AAAA~~log'
          no checkpoint,     'c2sp.org/tlog-proof@v1~index 0~~'
          """)
  void a_malformed_proof_is_refused(String why, String text) {
    Example example = new Example(SignatureSuite.ED25519_SHA256);
    String note = checkpoint(example, log(batches(example))).toString();

    assertThatThrownBy(() -> TlogProof.parse(text.replace('~', '\n').replace("log", note)))
        .matches(Rule.MALFORMED_NOTE::isBrokenBy);
  }

  @Test
  void a_path_longer_than_any_log_is_refused() {
    Example example = new Example(SignatureSuite.ED25519_SHA256);
    SignedNote note = checkpoint(example, log(batches(example)));
    String hash = StrictBase64.encode(HashFunction.SHA256.hash(Bytes.EMPTY)) + "\n";
    String text = "c2sp.org/tlog-proof@v1\nindex 0\n" + hash.repeat(64) + "\n" + note;

    assertThatThrownBy(() -> TlogProof.parse(text)).matches(Rule.MALFORMED_NOTE::isBrokenBy);
    assertThat(TlogProof.parse(text.replaceFirst(java.util.regex.Pattern.quote(hash), "")).path())
        .hasSize(63);
  }

  @Test
  void a_proof_has_up_to_2_to_the_20_characters_before_its_checkpoint() {
    Example example = new Example(SignatureSuite.ED25519_SHA256);
    String note = checkpoint(example, log(batches(example))).toString();
    String index = "\nindex 1000";
    String extra = "c2sp.org/tlog-proof@v1\nextra ";
    String longest =
        extra + "A".repeat(SignedNote.MAX_CHARACTERS - extra.length() - index.length()) + index;

    assertThat(TlogProof.parse(longest + "\n\n" + note).index()).isEqualTo(1000);
    assertThatThrownBy(() -> TlogProof.parse(longest + "0\n\n" + note))
        .matches(Rule.MALFORMED_NOTE::isBrokenBy);
  }

  private static List<SignedBatch> batches(Example example) {
    List<SignedBatch> batches = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      MerkleTree tree =
          MerkleTree.ofData(example.suite.hash(), List.of(Bytes.utf8("statement " + i)));
      batches.add(example.signer.sign(1, i, i, tree, Instant.EPOCH));
    }
    return batches;
  }

  private static MerkleTree log(List<SignedBatch> batches) {
    return MerkleTree.ofLeafHashes(
        HashFunction.SHA256, batches.stream().map(SignedBatch::logLeafHash).toList());
  }

  private static SignedNote checkpoint(Example example, MerkleTree log) {
    return Checkpoint.of(example.log, log.size(), log.root()).sign(example.checkpointSigners());
  }
}
