package dev.nameplate.trust.chain;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.key.FixedRandom;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.EventBody;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.trust.statement.ValueTemplate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of fixed published keys that signs three small records in one batch. The same as in
 * api/README.md.
 */
public final class Example {
  public static final Prefix PREFIX = Prefix.parse("88.118.8");
  public static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  static final Clock CLOCK = Clock.fixed(TIME.plusSeconds(60), ZoneOffset.UTC);

  /** RFC 8032, section 7.1, test 1. */
  public static final Bytes ED25519_KEY =
      Bytes.fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

  /** RFC 8032, section 7.1, test 2. */
  static final Bytes LOG_KEY =
      Bytes.fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

  /** GM/T 0003.5-2012, appendix A. */
  public static final Bytes SM2_KEY =
      Bytes.fromHex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");

  static final String TEMPLATE =
      """
      {
        "title": "钢卷",
        "items": [
          {"name": "lot_number", "title": "批号", "type": "string", "required": true,
           "min_length": 1, "max_length": 20, "indexed": true},
          {"name": "serial", "type": "string", "max_length": 40, "unique": true},
          {"name": "mass", "title": "质量", "type": "number", "minimum": 0, "maximum": 40000},
          {"name": "made", "type": "date", "minimum": "2020-01-01"},
          {"name": "heat", "title": "炉次", "type": "reference", "index": 5}
        ]
      }
      """;

  public final SignatureSuite suite;
  public final SigningKey key;
  final SigningKey logKey = signingKey(SignatureSuite.ED25519_SHA256, LOG_KEY);
  public final LogName log = LogName.of(PREFIX, logKey.verifyingKey());
  public final BatchSigner signer;
  public final TrustAnchor anchor;
  public final FixedRandom random = new FixedRandom();

  public Example(SignatureSuite suite) {
    this.suite = suite;
    this.key = signingKey(suite, suite == SignatureSuite.SM2_SM3 ? SM2_KEY : ED25519_KEY);
    this.signer = new BatchSigner(log, key);
    this.anchor =
        new TrustAnchor(
            List.of(PREFIX),
            AuthorityKey.of(key.verifyingKey(), new NoteKey(log.text(), logKey.verifyingKey())),
            List.of());
  }

  public static SigningKey signingKey(SignatureSuite suite, Bytes privateKey) {
    return FixedRandom.key(suite, privateKey.toByteArray());
  }

  public static IdentifierRecord coil() {
    return IdentifierRecord.first(
        Identifier.parse("88.118.8/COIL-2026-000451"),
        List.of(RecordValue.text(1, "URL", "https://mill.example/coils/451")));
  }

  /** A record with a public value and one that not everyone may read. */
  public static IdentifierRecord priced() {
    return IdentifierRecord.first(
        Identifier.parse("88.118.8/SLAB-7"),
        List.of(
            RecordValue.text(1, "炉号", "H-2026-118"),
            RecordValue.text(2, "price", "3870").withPermissions(Permissions.RESTRICTED)));
  }

  /** The coils of a year, by one statement. */
  public static IdentifierRange coils() {
    return new IdentifierRange(
        PREFIX,
        SuffixPattern.parse("COIL-2026-{seq:6}"),
        1,
        100_000,
        List.of(ValueTemplate.text(1, "URL", "https://mill.example/coils/{n}")));
  }

  /** A record that names version 1 of the template. */
  static IdentifierRecord coilOfTemplate() {
    Identifier template = Identifier.parse("88.118.8/TEMPLATE-COIL");
    return IdentifierRecord.first(
        Identifier.parse("88.118.8/COIL-2026-000452"),
        List.of(
            RecordValue.text(1, "lot_number", "L-0117"),
            RecordValue.of(2, "mass", new ValueData.Number("21450.5")),
            RecordValue.reference(5, "heat", Identifier.parse("88.118.8/HEAT-7")),
            TemplateValue.naming(new ValueReference(template, 1))));
  }

  /** A coil is slit into two. */
  static RecordedEvent.Content slitting() {
    return RecordedEvent.Content.of(
        Event.at(
                Instant.parse("2026-01-02T02:30:00Z"),
                new Processed(
                    List.of(EventItem.of("88.118.8/COIL-2026-000451", "21.40", "TNE")),
                    List.of(
                        EventItem.of("88.118.8/STRIP-1", "10.60", "TNE"),
                        EventItem.of("88.118.8/STRIP-2", "10.75", "TNE"))))
            .offset(ZoneOffset.ofHours(8))
            .step("slitting")
            .place("88.118.8/LINE-3"));
  }

  /** The same, signed, for everyone or not. */
  SignedStatement signedSlitting(boolean restricted) {
    EventBody body =
        restricted
            ? EventBody.restricted(PREFIX, slitting(), log, suite.hash(), random)
            : EventBody.of(PREFIX, slitting(), log);
    MerkleTree tree = MerkleTree.ofData(suite.hash(), List.of(body.encoded(), body.encoded()));
    SignedBatch batch = signer.sign(1, 2, 7, tree, TIME);
    return SignedStatement.of(body.encoded(), body.disclosures(), 0, tree.inclusionPath(0), batch);
  }

  static IdentifierRecord plain(String identifier) {
    return IdentifierRecord.first(
        Identifier.parse(identifier), List.of(RecordValue.text(1, "NAME", identifier)));
  }

  StatementBody body(IdentifierRecord record) {
    return StatementBody.of(record, log, suite.hash(), random);
  }

  public List<SignedStatement> sign(IdentifierRecord... records) {
    List<StatementBody> bodies = new ArrayList<>();
    for (IdentifierRecord record : records) {
      bodies.add(body(record));
    }
    return sign(bodies);
  }

  public List<SignedStatement> sign(List<StatementBody> bodies) {
    MerkleTree tree =
        MerkleTree.ofData(suite.hash(), bodies.stream().map(StatementBody::encoded).toList());
    SignedBatch batch = signer.sign(1, 2, 7, tree, TIME);
    List<SignedStatement> statements = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      StatementBody body = bodies.get(i);
      statements.add(
          SignedStatement.of(body.encoded(), body.disclosures(), i, tree.inclusionPath(i), batch));
    }
    return statements;
  }

  public StatementVerifier verifier() {
    return new StatementVerifier(TrustAnchors.of(List.of(anchor)), CLOCK);
  }

  NoteSigner logSigner() {
    return new NoteSigner(log.text(), logKey);
  }

  List<NoteSigner> checkpointSigners() {
    return suite == SignatureSuite.SM2_SM3
        ? List.of(logSigner(), new NoteSigner(log.text(), key))
        : List.of(logSigner());
  }
}
