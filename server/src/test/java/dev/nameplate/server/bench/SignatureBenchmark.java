package dev.nameplate.server.bench;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import java.security.SecureRandom;
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

/** Signing the header of a batch, and checking the signature. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignatureBenchmark {
  /** How it is signed. */
  @Param public SignatureSuite suite = SignatureSuite.SM2_SM3;

  private final Bytes header = Bytes.wrap(new byte[160]);
  private SigningKey key = SigningKey.generate(suite, new SecureRandom());
  private Bytes signature = Bytes.EMPTY;

  /** Makes a key. */
  @Setup
  public void prepare() {
    key = SigningKey.generate(suite, new SecureRandom());
    signature = key.sign(header);
  }

  /** Signs. */
  @Benchmark
  public Bytes sign() {
    return key.sign(header);
  }

  /** Checks. */
  @Benchmark
  public boolean verify() {
    return key.verifyingKey().verifies(header, signature);
  }
}
