package dev.nameplate.trust.chain;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.template.MetadataTemplate;
import dev.nameplate.trust.key.FixedRandom;
import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.root.RootContent;
import dev.nameplate.trust.root.TrustRoot;
import dev.nameplate.trust.root.TrustRootDraft;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.EventBody;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.trust.statement.Validity;
import dev.nameplate.v1.ItemError;
import dev.nameplate.v1.ManyAnswer;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.RecallCertainty;
import dev.nameplate.v1.RecallExtent;
import dev.nameplate.v1.RecallItem;
import dev.nameplate.v1.RecallPresence;
import dev.nameplate.v1.RecallReason;
import dev.nameplate.v1.RecallRequest;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.v1.RecallSuspect;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Computes the test vectors of api/README.md by name: two batches in a log, the first of two
 * statements, the second of one, in either suite; and a chain of delegations in both.
 */
final class ReadmeVectors {
  static final String PASSPHRASE = "Guan 钢 2026";

  private final Map<String, String> vectors = new LinkedHashMap<>();

  static Map<String, String> compute() {
    ReadmeVectors all = new ReadmeVectors();
    all.addSuite("ed25519", SignatureSuite.ED25519_SHA256);
    all.addSuite("sm2", SignatureSuite.SM2_SM3);
    all.addChain();
    all.addRange();
    all.addEvent();
    all.addCertificate();
    all.addTemplate();
    all.addMany();
    all.vectors.put("trust-root", trustRoot().toString());
    return all.vectors;
  }

  /** One signs with Ed25519, the other with SM2. */
  private static TrustRoot trustRoot() {
    Example ed25519 = new Example(SignatureSuite.ED25519_SHA256);
    NoteSigner zhang = new NoteSigner("张三", ed25519.key);
    NoteSigner li = new NoteSigner("李四", new Example(SignatureSuite.SM2_SM3).key);
    return TrustRootDraft.of(
            new RootContent(
                1,
                Instant.parse("2027-01-01T00:00:00Z"),
                2,
                List.of(zhang.noteKey(), li.noteKey()),
                TrustAnchors.of(List.of(ed25519.anchor))))
        .sign(zhang)
        .sign(li)
        .complete();
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

  /** Answers about the coil, the slab and an identifier of nobody. */
  private void addMany() {
    Example example = new Example(SignatureSuite.ED25519_SHA256);
    StatementBody coil = example.body(Example.coil());
    StatementBody slab = example.body(Example.priced());
    MerkleTree tree =
        MerkleTree.ofData(HashFunction.SHA256, List.of(coil.encoded(), slab.encoded()));
    SignedBatch batch = example.signer.sign(1, 0, 0, tree, Example.TIME);
    put(
        "many-answers",
        Bytes.of(
            ResolveManyResponse.newBuilder()
                .addAnswers(found(coil, 0))
                .addAnswers(found(slab, 1))
                .addAnswers(
                    ManyAnswer.newBuilder()
                        .setError(ItemError.newBuilder().setReason("NOT_AUTHORITATIVE")))
                .addBatches(batch.toProto())
                .setHashes(
                    tree.inclusionPath(0)
                        .get(0)
                        .asByteString()
                        .concat(tree.inclusionPath(1).get(0).asByteString()))
                .build()
                .toByteString()));
  }

  private static ManyAnswer found(StatementBody body, int leaf) {
    return ManyAnswer.newBuilder()
        .setOutcome(Outcome.OUTCOME_FOUND)
        .setBody(body.encoded().asByteString())
        .setLeafIndex(leaf)
        .addPath(leaf)
        .setTtlSeconds(86_400)
        .setSource(Source.SOURCE_OWN)
        .build();
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

  private void addRange() {
    LogName log = new Example(SignatureSuite.ED25519_SHA256).log;
    put("range-body", RangeBody.of(Example.coils(), log).encoded());
  }

  /** The answer to a recall of the coil: the coil, and a strip that was made of it. */
  private void addCertificate() {
    Example example = new Example(SignatureSuite.ED25519_SHA256);
    HashFunction hash = HashFunction.SHA256;
    Bytes question =
        Bytes.of(
            RecallRequest.newBuilder()
                .addSuspects(RecallSuspect.newBuilder().setItem("88.118.8/COIL-2026-000451"))
                .setPosition(3)
                .setSlackMillis(0)
                .build()
                .toByteString());
    List<Bytes> rows =
        List.of(
            recalled("88.118.8/COIL-2026-000451", 0, RecallReason.RECALL_REASON_SUSPECT),
            recalled("88.118.8/STRIP-1", 1, RecallReason.RECALL_REASON_MADE_OF_SUSPECT));
    MerkleTree tree =
        MerkleTree.ofLeafHashes(hash, rows.stream().map(hash::leafHash).sorted().toList());
    Certificate certificate =
        new Certificate(
            Example.PREFIX,
            Certificate.Answer.RECALL,
            hash.hash(question),
            Certificate.View.PUBLIC,
            3,
            SignedNote.parse(Objects.requireNonNull(vectors.get("ed25519-checkpoint"))),
            2,
            tree.root(),
            true,
            true);
    Verified<Certificate> signed =
        UnloggedSigner.ofAnswers(example.log, example.key).sign(certificate, Example.TIME);
    put("certificate-question", question);
    put("certificate-row-coil", rows.get(0));
    put("certificate-row-strip", rows.get(1));
    put("certificate-root", tree.root());
    put("certificate-body", signed.statement().body());
    put("certificate", signed.statement().encoded());
  }

  private static Bytes recalled(String item, int depth, RecallReason reason) {
    return Bytes.of(
        RecallResponse.newBuilder()
            .setItem(
                RecallItem.newBuilder()
                    .setItem(item)
                    .setDepth(depth)
                    .setCertainty(RecallCertainty.RECALL_CERTAINTY_CERTAIN)
                    .setReason(reason)
                    .setHolder("88.118.8")
                    .setPresence(RecallPresence.RECALL_PRESENCE_THERE)
                    .setExtent(RecallExtent.RECALL_EXTENT_WHOLE))
            .build()
            .toByteString());
  }

  private void addEvent() {
    Example example = new Example(SignatureSuite.ED25519_SHA256);
    EventBody open = EventBody.of(Example.PREFIX, Example.slitting(), example.log);
    EventBody restricted =
        EventBody.restricted(
            Example.PREFIX,
            Example.slitting(),
            example.log,
            HashFunction.SHA256,
            new FixedRandom());
    put("event", Example.slitting().encoded());
    put("event-id", Example.slitting().id().digest());
    put("event-body", open.encoded());
    put("event-disclosure", restricted.disclosures().get(0));
    put("event-body-restricted", restricted.encoded());
  }

  /** A template for coils, and a coil that names it. */
  private void addTemplate() {
    String json = Example.TEMPLATE;
    MetadataTemplate template = MetadataTemplate.parse(json);
    IdentifierRecord coil = Example.coilOfTemplate();
    template.check(coil);
    vectors.put("template", json);
    put("template-body", new Example(SignatureSuite.ED25519_SHA256).body(coil).encoded());
  }

  /** 88 delegates 88.118, that delegates 88.118.8, and that says that there is no second coil. */
  private void addChain() {
    Party root = Party.root();
    Party county = Party.county();
    Party mill = Party.mill();
    vectors.put("root-anchor", root.anchor().at(List.of()).toString());
    vectors.put("full-anchor", fullAnchor(county).toString());
    put("root-delegation", root.delegates(county.delegated().holder("Guan County")).encoded());
    SignedStatement delegation = county.delegates(mill.delegated());
    put("delegation-body", delegation.body());
    put("delegation", delegation.encoded());
    SignedStatement absence = mill.absence("88.118.8/COIL-2026-000452");
    put("absence-body", absence.body());
    put("absence", absence.encoded());
    SignedStatement later = county.delegates(mill.delegated(), Example.TIME.plusMillis(1));
    put("delegation-changed", changed(delegation, mill).encoded());
    put("delegation-forged", forged(delegation, later.signedBatch().signature()).encoded());
    put("delegation-expired", expired(county, mill).encoded());
  }

  private static TrustAnchor fullAnchor(Party county) {
    Validity year =
        new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    return county.anchor(county.authorityKey().during(year).revokedFrom(4096));
  }

  private static SignedStatement expired(Party county, Party mill) {
    Instant end = Instant.parse("2026-01-01T00:00:00Z");
    Validity week = new Validity(end.minus(Duration.ofDays(7)), end);
    return county.delegates(mill.delegated().validity(week), week.from());
  }

  /** The holder's node is said to be at another endpoint. */
  private static SignedStatement changed(SignedStatement delegation, Party mill) {
    DelegationOf elsewhere = mill.delegated().endpoints(List.of(new Endpoint("192.0.2.9", 7430)));
    LogName log = delegation.batch().log();
    return SignedStatement.of(
        DelegationBody.of(elsewhere.build(), log).encoded(),
        List.of(),
        0,
        List.of(),
        delegation.signedBatch());
  }

  /** With the signature of another batch of the same key. */
  private static SignedStatement forged(SignedStatement delegation, Bytes signature) {
    dev.nameplate.v1.SignedStatement.Builder proto = delegation.toProto().toBuilder();
    proto.getProofBuilder().getBatchBuilder().setSignature(signature.asByteString());
    return SignedStatement.fromProto(proto.build());
  }

  private void put(String name, Bytes bytes) {
    vectors.put(name, bytes.toHex());
  }
}
