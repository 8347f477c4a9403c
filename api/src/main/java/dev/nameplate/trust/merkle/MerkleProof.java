package dev.nameplate.trust.merkle;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import java.util.List;

/**
 * Checks proofs out of a {@link MerkleTree}. A proof has exactly the length that its tree gives it;
 * a longer or a shorter one is refused.
 *
 * <p><b>Source:</b> RFC 9162, sections 2.1.3.2 and 2.1.4.2.
 */
public final class MerkleProof {
  private MerkleProof() {}

  /**
   * Checks that a leaf is in a tree.
   *
   * @param leafHash hash of the leaf, for example {@link HashFunction#leafHash}
   * @param leaf which leaf it is, from 0
   * @param size how many leaves the tree has
   * @param path the inclusion path
   * @param root the root of the tree
   * @throws BrokenRuleException {@link Rule#PROOF_INVALID} if the proof does not show it
   */
  public static void requireInclusion(
      HashFunction hash, Bytes leafHash, long leaf, long size, List<Bytes> path, Bytes root) {
    if (!includes(hash, leafHash, leaf, size, path, root)) {
      throw Rule.PROOF_INVALID.broken(
          "the path does not lead from leaf "
              + leaf
              + " to the root of the tree of "
              + size
              + " leaves");
    }
  }

  /**
   * Checks that a tree begins with the leaves of a smaller one.
   *
   * @param firstSize how many leaves the smaller tree has
   * @param firstRoot its root
   * @param secondSize how many leaves the larger tree has
   * @param secondRoot its root
   * @param proof the consistency proof
   * @throws BrokenRuleException {@link Rule#PROOF_INVALID} if the proof does not show it
   */
  public static void requireConsistency(
      HashFunction hash,
      long firstSize,
      Bytes firstRoot,
      long secondSize,
      Bytes secondRoot,
      List<Bytes> proof) {
    if (!isConsistent(hash, firstSize, firstRoot, secondSize, secondRoot, proof)) {
      throw Rule.PROOF_INVALID.broken(
          "the proof does not show that the tree of "
              + secondSize
              + " leaves extends the tree of "
              + firstSize);
    }
  }

  /** RFC 9162, section 2.1.3.2; {@code fn} and {@code sn} are its names. */
  public static boolean includes(
      HashFunction hash, Bytes leafHash, long leaf, long size, List<Bytes> path, Bytes root) {
    if (leaf < 0 || leaf >= size) {
      return false; // step 1
    }
    long fn = leaf; // step 2
    long sn = size - 1;
    Bytes r = leafHash; // step 3
    for (Bytes p : path) { // step 4
      if (sn == 0) {
        return false; // step 4.1
      }
      if ((fn & 1) == 1 || fn == sn) { // step 4.2
        r = hash.nodeHash(p, r);
        int shift = fn == 0 ? 0 : Long.numberOfTrailingZeros(fn);
        fn >>= shift;
        sn >>= shift;
      } else { // step 4.3
        r = hash.nodeHash(r, p);
      }
      fn >>= 1; // step 4.4
      sn >>= 1;
    }
    return sn == 0 && r.equals(root); // step 5
  }

  /** RFC 9162, section 2.1.4.2. */
  private static boolean isConsistent(
      HashFunction hash,
      long firstSize,
      Bytes firstRoot,
      long secondSize,
      Bytes secondRoot,
      List<Bytes> proof) {
    if (firstSize < 0 || firstSize > secondSize) {
      return false;
    }
    if (firstSize == secondSize) {
      return proof.isEmpty() && firstRoot.equals(secondRoot);
    }
    if (firstSize == 0) { // every tree extends the empty one
      return proof.isEmpty() && firstRoot.equals(hash.hash(Bytes.EMPTY));
    }
    boolean firstIsComplete = Long.bitCount(firstSize) == 1;
    if (!firstIsComplete && proof.isEmpty()) {
      return false; // step 1
    }
    List<Bytes> rest = firstIsComplete ? proof : proof.subList(1, proof.size());
    Bytes start = firstIsComplete ? firstRoot : proof.get(0); // step 2
    long fn = firstSize - 1; // step 3
    long sn = secondSize - 1;
    int shift = Long.numberOfTrailingZeros(~fn); // step 4
    fn >>= shift;
    sn >>= shift;
    Bytes fr = start; // step 5
    Bytes sr = start;
    for (Bytes c : rest) { // step 6
      if (sn == 0) {
        return false; // step 6.1
      }
      if ((fn & 1) == 1 || fn == sn) { // step 6.2
        fr = hash.nodeHash(c, fr);
        sr = hash.nodeHash(c, sr);
        int up = fn == 0 ? 0 : Long.numberOfTrailingZeros(fn);
        fn >>= up;
        sn >>= up;
      } else { // step 6.3
        sr = hash.nodeHash(sr, c);
      }
      fn >>= 1; // step 6.4
      sn >>= 1;
    }
    return sn == 0 && fr.equals(firstRoot) && sr.equals(secondRoot); // step 7
  }
}
