package dev.nameplate.server.bench;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleProof;
import dev.nameplate.trust.merkle.MerkleTree;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** The tree over a full batch: making it, taking a path from it, and checking one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MerkleBenchmark {
  private static final int LEAVES = 256;
  private static final int LEAF = 77;

  /** Whose hash is used. */
  @Param public SignatureSuite suite = SignatureSuite.SM2_SM3;

  private HashFunction hash = suite.hash();
  private List<Bytes> leaves = List.of();
  private MerkleTree built = MerkleTree.ofData(hash, List.of());
  private List<Bytes> path = List.of();

  /** Makes the leaves. */
  @Setup
  public void prepare() {
    hash = suite.hash();
    leaves =
        IntStream.range(0, LEAVES)
            .mapToObj(leaf -> hash.leafHash(Bytes.utf8("leaf " + leaf)))
            .toList();
    built = tree();
    path = path();
  }

  /** Makes a tree, up to its root. */
  @Benchmark
  public MerkleTree tree() {
    MerkleTree tree = MerkleTree.ofLeafHashes(hash, leaves);
    var unused = tree.root();
    return tree;
  }

  /** Takes the path of one leaf. */
  @Benchmark
  public List<Bytes> path() {
    return built.inclusionPath(LEAF);
  }

  /** Checks that a leaf is in the tree. */
  @Benchmark
  public void check() {
    MerkleProof.requireInclusion(hash, leaves.get(LEAF), LEAF, LEAVES, path, built.root());
  }
}
