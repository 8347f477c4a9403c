package dev.nameplate.trust;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the test vectors of api/README.md by name: two batches in a log, the first of two
 * statements, the second of one, in either suite.
 */
final class ReadmeVectors {
  static final String PASSPHRASE = "Guan 钢 2026";

  private final Map<String, String> vectors = new LinkedHashMap<>();

  static Map<String, String> compute() {
    ReadmeVectors all = new ReadmeVectors();
    all.addSuite("ed25519", SignatureSuite.ED25519_SHA256);
    all.addSuite("sm2", SignatureSuite.SM2_SM3);
    return all.vectors;
  }

  private void addSuite(String name, SignatureSuite suite) {
    Example example = new Example(suite);
    addKeys(name, example);
    StatementBody coil = example.body(Example.coil());
    StatementBody slab = example.body(Example.priced());
    MerkleTree tree = MerkleTree.ofData(suite.hash(), List.of(coil.encoded(), slab.encoded()));
    SignedBatch first = example.signer.sign(1, 0, 0, tree, Example.TIME);
    put(name + "-body", coil.encoded());
    put(name + "-body-restricted", slab.encoded());
    put(name + "-disclosure", slab.disclosures().get(0));
    put(name + "-leaf-hash", suite.hash().leafHash(coil.encoded()));
    put(name + "-batch-root", tree.root());
    put(name + "-header", first.headerBytes());
    put(name + "-signature", first.signature());
    put(
        name + "-signed-statement",
        SignedStatement.of(coil.encoded(), List.of(), 0, tree.inclusionPath(0), first).encoded());
    addLog(name, example, first, secondBatch(example, suite.hash().leafHash(coil.encoded())));
  }

  private void addKeys(String name, Example example) {
    VerifyingKey key = example.key.verifyingKey();
    put(name + "-public-key", key.spki());
    put(name + "-key-id", key.keyId().hash());
    vectors.put(name + "-note-key", new NoteKey(example.log.text(), key).toString());
    vectors.put(name + "-key-file", KeyPem.writeInsecureUnencrypted(example.key));
    vectors.put(
        name + "-key-file-encrypted",
        KeyPem.writeEncrypted(example.key, PASSPHRASE.toCharArray(), new FixedRandom()));
    vectors.put(name + "-anchor", example.anchor.toString());
  }

  /** The coil is retired. */
  private static SignedBatch secondBatch(Example example, Bytes leafHashBefore) {
    Identifier identifier = Example.coil().identifier();
    StatementBody retired =
        example.body(
            new IdentifierRecord(identifier, 2, leafHashBefore, true, List.of(), List.of()));
    MerkleTree tree = MerkleTree.ofData(example.suite.hash(), List.of(retired.encoded()));
    return example.signer.sign(1, 1, 2, tree, Example.TIME.plusSeconds(1));
  }

  private void addLog(String name, Example example, SignedBatch first, SignedBatch second) {
    MerkleTree log =
        MerkleTree.ofLeafHashes(
            HashFunction.SHA256, List.of(first.logLeafHash(), second.logLeafHash()));
    SignedNote checkpoint =
        Checkpoint.of(example.log, log.size(), log.root()).sign(example.checkpointSigners());
    put(name + "-second-header", second.headerBytes());
    put(name + "-log-leaf-hash", first.logLeafHash());
    put(name + "-log-root", log.root());
    vectors.put(name + "-checkpoint", checkpoint.toString());
    vectors.put(
        name + "-tlog-proof",
        new TlogProof(Optional.empty(), 0, log.inclusionPath(0), checkpoint).toString());
  }

  private void put(String name, Bytes bytes) {
    vectors.put(name, bytes.toHex());
  }
}
