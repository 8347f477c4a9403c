package dev.nameplate.server.bench;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.StatementBody;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Writing out the statement of a record, its leaf hash, and reading it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StatementBenchmark {
  /** How the node signs. */
  @Param public SignatureSuite suite = SignatureSuite.SM2_SM3;

  private final SecureRandom random = new SecureRandom();
  private final Identifier identifier = Coils.identifier(1);
  private final List<RecordValue> values = Coils.values(1);
  private LogName log = log();
  private HashFunction hash = suite.hash();
  private Bytes body = Bytes.EMPTY;

  /** Makes what is read. */
  @Setup
  public void prepare() {
    log = log();
    hash = suite.hash();
    body = encode();
  }

  private LogName log() {
    return LogName.of(identifier.prefix(), SigningKey.generate(suite, random).verifyingKey());
  }

  /** From the values to the exact bytes. */
  @Benchmark
  public Bytes encode() {
    return StatementBody.of(IdentifierRecord.first(identifier, values), log, hash, random)
        .encoded();
  }

  /** From the exact bytes to the leaf of a batch. */
  @Benchmark
  public Bytes leafHash() {
    return hash.leafHash(body);
  }

  /** From the exact bytes to the values. */
  @Benchmark
  public IdentifierRecord parse() {
    return StatementBody.parse(body, List.of(), hash, identifier).record();
  }
}
