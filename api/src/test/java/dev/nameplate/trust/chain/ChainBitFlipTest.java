package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** No bit of a delegation, an absence or a link of a chain can be changed, wherever it stands. */
class ChainBitFlipTest {
  private final Party root = Party.root();
  private final Party county = Party.county();
  private final Party mill = Party.mill();
  private final SignedStatement toCounty = root.delegates(county.delegated());
  private final SignedStatement toMill = county.delegates(mill.delegated());
  private final StatementVerifier verifier = Party.at(Duration.ofMinutes(1), root);

  @Test
  void flipping_any_bit_of_a_link_signed_with_ed25519_is_noticed() {
    assertEveryFlipIsNoticed(
        toCounty, link -> requireLinks(1, verifier.authority(List.of(link), mill.prefix)));
  }

  @Test
  void flipping_any_bit_of_a_link_signed_with_sm2_is_noticed() {
    assertEveryFlipIsNoticed(
        toMill, link -> requireLinks(2, verifier.authority(List.of(toCounty, link), mill.prefix)));
  }

  @Test
  void flipping_any_bit_of_a_hosted_delegation_in_a_larger_batch_is_noticed() {
    List<Bytes> bodies = new ArrayList<>();
    for (String prefix : List.of("88.118.6", "88.118.7", "88.118.9")) {
      bodies.add(DelegationBody.of(DelegationOf.hosted(prefix).build(), county.log).encoded());
    }
    MerkleTree tree = MerkleTree.ofData(HashFunction.SM3, bodies);
    SignedBatch batch = new BatchSigner(county.log, county.key).sign(1, 2, 7, tree, Example.TIME);
    SignedStatement hosted =
        SignedStatement.of(bodies.get(1), List.of(), 1, tree.inclusionPath(1), batch);
    Identifier pear = Identifier.parse("88.118.7/1");

    assertEveryFlipIsNoticed(
        hosted,
        link -> requireLinks(2, verifier.authority(List.of(toCounty, link), pear.prefix())));
  }

  @Test
  void flipping_any_bit_of_a_record_below_a_chain_is_noticed() {
    Identifier coil = Identifier.parse("88.118.8/COIL-1");

    assertEveryFlipIsNoticed(
        mill.record("88.118.8/COIL-1"),
        record -> verifier.verify(record, List.of(toCounty, toMill), coil));
  }

  @Test
  void flipping_any_bit_of_an_absence_is_noticed() {
    Identifier coil = Identifier.parse("88.118.8/COIL-2");
    Authority authority = verifier.authority(List.of(toCounty, toMill), mill.prefix);
    Authority above = verifier.authority(List.of(toCounty), mill.prefix);

    assertEveryFlipIsNoticed(
        mill.absence("88.118.8/COIL-2"),
        absence -> verifier.verifyAbsence(absence, coil, authority));
    assertEveryFlipIsNoticed(
        county.absence("88.118.8/COIL-2"), absence -> verifier.verifyAbsence(absence, coil, above));
  }

  private static void requireLinks(int links, Authority authority) {
    if (authority.chain().size() != links) {
      throw Rule.PROOF_INVALID.broken("passed over");
    }
  }

  private static void assertEveryFlipIsNoticed(
      SignedStatement statement, Consumer<SignedStatement> check) {
    check.accept(statement);
    Bytes encoded = statement.encoded();
    assertThat(encoded.size()).isGreaterThan(200);
    for (int bit = 0; bit < 8 * encoded.size(); bit++) {
      Bytes flipped = Bits.flip(encoded, bit);
      try {
        check.accept(SignedStatement.parse(flipped));
      } catch (RejectedStatementException expected) {
        continue;
      }
      fail("bit " + bit + " went unnoticed: " + flipped.toHex());
    }
  }
}
