package dev.nameplate.server.bench;

import dev.nameplate.cache.CacheStatistics;
import dev.nameplate.cache.UpstreamCache;
import dev.nameplate.cache.UpstreamCacheBounds;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.UnloggedSigner;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.trust.statement.StatementKind;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Compares what answers of other nodes are estimated to take in memory with what they take, and
 * shows the heap after a million different answers. Prints a row for each kind of answer; the ratio
 * of estimated to measured is to lie between 2/3 and 3/2.
 */
public final class CacheHeap {
  private static final Prefix PREFIX = Prefix.parse(Coils.PREFIX);
  private static final HashFunction HASH = SignatureSuite.ED25519_SHA256.hash();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int LEAVES = 256;
  private static final int MILLION = 1_000_000;
  private static final long ROOM = 64L << 20;
  private static final int COLLECTIONS = 3;
  private static final String TEN_KILOBYTES = "x".repeat(10_000);

  private final SecureRandom random = new SecureRandom();
  private final SigningKey key = SigningKey.generate(SignatureSuite.ED25519_SHA256, random);
  private final LogName log = LogName.of(PREFIX, key.verifyingKey());
  private final BatchSigner signer = new BatchSigner(log, key);
  private final UnloggedSigner<Absence> denier = UnloggedSigner.ofAbsences(log, key);
  private final StatementVerifier verifier =
      new StatementVerifier(
          TrustAnchors.of(
              List.of(
                  new TrustAnchor(
                      List.of(PREFIX),
                      AuthorityKey.of(
                          key.verifyingKey(), new NoteKey(log.text(), key.verifyingKey())),
                      List.of()))),
          Clock.fixed(NOW, ZoneOffset.UTC));
  private final MerkleTree tree =
      MerkleTree.ofData(HASH, Collections.nCopies(LEAVES, Bytes.utf8("a leaf")));
  private final SignedBatch batch = signer.sign(1, 1, 0, tree, NOW);

  private CacheHeap() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    CacheHeap heap = new CacheHeap();
    System.out.printf(
        "%-24s %9s %12s %12s %6s%n", "answers", "kept", "estimated B", "measured B", "ratio");
    LongFunction<Identifier> brief = Coils::identifier;
    LongFunction<Identifier> lengthy = CacheHeap::lengthy;
    compare("record, 3 values", 20_000, brief, coil -> heap.found(coil, Coils.values(1)));
    compare("record, 30 values", 5_000, brief, coil -> heap.found(coil, texts(30, "DX51D+Z140")));
    compare("record, 10 KB value", 2_000, brief, coil -> heap.found(coil, texts(1, TEN_KILOBYTES)));
    compare("record, long name", 5_000, lengthy, coil -> heap.found(coil, Coils.values(1)));
    compare("denial", 10_000, brief, heap::denied);
    compare("denial, long name", 5_000, lengthy, heap::denied);
    compare("record, 3 values", MILLION, brief, coil -> heap.found(coil, Coils.values(1)));
  }

  private static List<RecordValue> texts(int count, String text) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(index -> RecordValue.text(index, "GRADE", text + index))
        .toList();
  }

  private static Identifier lengthy(long number) {
    return Identifier.parse(PREFIX + "/" + "PART-".repeat(200) + number);
  }

  private static void compare(
      String what,
      int questions,
      LongFunction<Identifier> names,
      Function<Identifier, Resolution> upstream) {
    long before = used();
    UpstreamCache cache =
        new UpstreamCache(
            (question, budget) -> upstream.apply(question.identifier()),
            UpstreamCacheBounds.DEFAULT.withBytes(ROOM, ROOM),
            Runnable::run);
    for (int number = 0; number < questions; number++) {
      cache.resolve(names.apply(number));
    }
    long measured = used() - before;
    CacheStatistics statistics = cache.statistics();
    System.out.printf(
        Locale.ROOT,
        "%-24s %9d %12d %12d %6.2f%n",
        what,
        statistics.entries(),
        statistics.bytes(),
        measured,
        (double) statistics.bytes() / measured);
  }

  /** Bytes of heap in use once what is not needed is gone. */
  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private Resolution found(Identifier identifier, List<RecordValue> values) {
    StatementBody body =
        StatementBody.of(IdentifierRecord.first(identifier, values), log, HASH, random);
    SignedStatement statement =
        SignedStatement.of(body.encoded(), List.of(), 0, tree.inclusionPath(0), batch);
    return new Resolution.Found(
        signer.vouch(received(statement), StatementKind.RECORD), HOUR, Source.UPSTREAM);
  }

  private Resolution denied(Identifier identifier) {
    Absence absence = new Absence(identifier, PREFIX, 1, Duration.ofMinutes(5));
    SignedStatement statement = denier.sign(absence, NOW).statement();
    Verified<Absence> verified =
        verifier.verifyAbsence(
            received(statement), identifier, verifier.authority(List.of(), PREFIX));
    return new Resolution.Absent(
        PREFIX, Optional.empty(), Optional.of(verified), HOUR, Source.UPSTREAM);
  }

  /** The statement as it comes from the wire, sharing nothing with others. */
  private static SignedStatement received(SignedStatement statement) {
    return SignedStatement.parse(statement.encoded());
  }
}
