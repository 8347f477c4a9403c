package dev.nameplate.trust.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MerkleTreeTest {
  private static final int LARGEST = 130;

  @ParameterizedTest
  @EnumSource
  void roots_are_those_of_the_recursive_definition(HashFunction hash) {
    List<Bytes> leaves = leaves(hash, LARGEST);
    for (int size = 0; size <= LARGEST; size++) {
      assertThat(tree(hash, leaves, size).root())
          .as("size %d", size)
          .isEqualTo(recursiveRoot(hash, leaves.subList(0, size)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_leaf_of_every_size_is_proved_by_the_recursive_path(HashFunction hash) {
    List<Bytes> leaves = leaves(hash, LARGEST);
    for (int size = 1; size <= LARGEST; size++) {
      MerkleTree tree = tree(hash, leaves, size);
      for (int leaf = 0; leaf < size; leaf++) {
        List<Bytes> path = tree.inclusionPath(leaf);
        assertThat(path)
            .as("leaf %d of %d", leaf, size)
            .isEqualTo(recursivePath(hash, leaf, leaves.subList(0, size)));
        MerkleProof.requireInclusion(hash, leaves.get(leaf), leaf, size, path, tree.root());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_aligned_subtree_is_the_tree_of_its_leaves(HashFunction hash) {
    List<Bytes> leaves = leaves(hash, LARGEST);
    for (int size = 1; size <= LARGEST; size++) {
      MerkleTree tree = tree(hash, leaves, size);
      for (int level = 0; 1 << level < 2 * size; level++) {
        int width = 1 << level;
        assertThat(tree.subtrees(level)).isEqualTo((size + width - 1) / width);
        for (int index = 0; index * width < size; index++) {
          int end = Math.min(size, (index + 1) * width);
          assertThat(tree.subtree(level, index))
              .as("subtree %d at level %d of %d", index, level, size)
              .isEqualTo(recursiveRoot(hash, leaves.subList(index * width, end)));
        }
      }
    }
    MerkleTree tree = tree(hash, leaves, 5);
    assertThatThrownBy(() -> tree.subtree(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.subtree(4, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.subtrees(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void every_pair_of_sizes_is_proved_consistent() {
    HashFunction hash = HashFunction.SHA256;
    List<Bytes> leaves = leaves(hash, LARGEST);
    for (int second = 0; second <= LARGEST; second++) {
      MerkleTree tree = tree(hash, leaves, second);
      for (int first = 0; first <= second; first++) {
        List<Bytes> proof = tree.consistencyProof(first);
        if (first > 0) {
          assertThat(proof)
              .as("%d to %d", first, second)
              .isEqualTo(recursiveSubproof(hash, first, leaves.subList(0, second), true));
        }
        MerkleProof.requireConsistency(
            hash, first, tree(hash, leaves, first).root(), second, tree.root(), proof);
      }
    }
  }

  @Test
  void a_proof_fits_no_other_leaf_size_or_length() {
    HashFunction hash = HashFunction.SHA256;
    List<Bytes> leaves = leaves(hash, 40);
    for (int size = 1; size <= 40; size++) {
      MerkleTree tree = tree(hash, leaves, size);
      for (int leaf = 0; leaf < size; leaf++) {
        List<Bytes> path = tree.inclusionPath(leaf);
        for (int other = 0; other < size; other++) {
          assertThat(MerkleProof.includes(hash, leaves.get(leaf), other, size, path, tree.root()))
              .isEqualTo(other == leaf);
        }
        List<Bytes> longer = new ArrayList<>(path);
        longer.add(tree.root());
        assertThat(MerkleProof.includes(hash, leaves.get(leaf), leaf, size, longer, tree.root()))
            .isFalse();
        if (!path.isEmpty()) {
          List<Bytes> shorter = path.subList(0, path.size() - 1);
          assertThat(MerkleProof.includes(hash, leaves.get(leaf), leaf, size, shorter, tree.root()))
              .isFalse();
        }
      }
    }
  }

  @Test
  void nothing_proves_a_leaf_outside_the_tree() {
    HashFunction hash = HashFunction.SHA256;
    List<Bytes> leaves = leaves(hash, 2);
    Bytes root = tree(hash, leaves, 1).root();
    Bytes only = leaves.get(0);

    assertThat(MerkleProof.includes(hash, only, 0, 1, List.of(), root)).isTrue();
    assertThat(MerkleProof.includes(hash, only, 1, 1, List.of(), root)).isFalse();
    assertThat(MerkleProof.includes(hash, only, -1, 1, List.of(), root)).isFalse();
    assertThat(MerkleProof.includes(hash, only, 0, 0, List.of(), root)).isFalse();
    assertThat(MerkleProof.includes(hash, only, 0, -1, List.of(), root)).isFalse();
  }

  @Test
  void a_proof_with_one_bit_changed_is_refused() {
    HashFunction hash = HashFunction.SHA256;
    List<Bytes> leaves = leaves(hash, 21);
    MerkleTree tree = tree(hash, leaves, 21);
    Bytes first = tree(hash, leaves, 13).root();
    List<Bytes> path = tree.inclusionPath(17);
    List<Bytes> proof = tree.consistencyProof(13);
    for (int i = 0; i < path.size(); i++) {
      List<Bytes> broken = withBitFlipped(path, i);
      assertThatThrownBy(
              () -> MerkleProof.requireInclusion(hash, leaves.get(17), 17, 21, broken, tree.root()))
          .matches(Rule.PROOF_INVALID::isBrokenBy);
    }
    for (int i = 0; i < proof.size(); i++) {
      List<Bytes> broken = withBitFlipped(proof, i);
      assertThatThrownBy(
              () -> MerkleProof.requireConsistency(hash, 13, first, 21, tree.root(), broken))
          .matches(Rule.PROOF_INVALID::isBrokenBy);
    }
  }

  @Test
  void a_consistency_proof_fits_no_other_sizes_roots_or_length() {
    HashFunction hash = HashFunction.SHA256;
    List<Bytes> leaves = leaves(hash, 33);
    MerkleTree tree = tree(hash, leaves, 33);
    for (int first = 1; first < 33; first++) {
      Bytes firstRoot = tree(hash, leaves, first).root();
      List<Bytes> proof = tree.consistencyProof(first);
      List<Bytes> longer = new ArrayList<>(proof);
      longer.add(firstRoot);
      List<Bytes> shorter = proof.subList(1, proof.size());
      for (Runnable attempt :
          List.<Runnable>of(
              consistency(hash, first, firstRoot, 33, tree.root(), longer),
              consistency(hash, first, firstRoot, 33, tree.root(), shorter),
              consistency(hash, first, firstRoot, 33, tree.root(), List.of()),
              consistency(hash, first, tree.root(), 33, firstRoot, proof),
              consistency(hash, first, firstRoot, first, firstRoot, proof),
              consistency(hash, first, firstRoot, first, tree.root(), List.of()),
              consistency(hash, 33, tree.root(), first, firstRoot, proof),
              consistency(hash, 0, firstRoot, 33, tree.root(), List.of()),
              consistency(hash, -1, firstRoot, 33, tree.root(), proof))) {
        assertThatThrownBy(attempt::run)
            .as("first size %d", first)
            .matches(Rule.PROOF_INVALID::isBrokenBy);
      }
    }
  }

  @Test
  void a_tree_asks_only_for_complete_subtrees() {
    HashFunction hash = HashFunction.SHA256;
    List<Bytes> leaves = leaves(hash, LARGEST);
    MerkleTree all = tree(hash, leaves, LARGEST);
    for (int size = 1; size <= LARGEST; size++) {
      int checked = size;
      MerkleTree tree =
          new MerkleTree(
              hash,
              size,
              (level, index) -> {
                assertThat((index + 1) << level).isLessThanOrEqualTo(checked);
                return recursiveRoot(
                    hash, leaves.subList((int) (index << level), (int) ((index + 1) << level)));
              });
      assertThat(tree.root()).isEqualTo(tree(hash, leaves, size).root());
      assertThat(tree.inclusionPath(size / 2))
          .isEqualTo(tree(hash, leaves, size).inclusionPath(size / 2));
      assertThat(tree.consistencyProof((size + 1) / 2)).isNotNull();
      assertThat(tree.leafHash(size - 1)).isEqualTo(all.leafHash(size - 1));
    }
  }

  @Test
  void leaves_and_sizes_outside_the_tree_are_refused() {
    MerkleTree tree = MerkleTree.ofData(HashFunction.SHA256, List.of(Bytes.EMPTY));

    assertThatThrownBy(() -> tree.inclusionPath(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.inclusionPath(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.consistencyProof(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new MerkleTree(HashFunction.SHA256, -1, (level, index) -> Bytes.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_tree_has_up_to_2_to_the_62_leaves() {
    HashFunction hash = HashFunction.SHA256;
    long most = 1L << 62;

    assertThat(new MerkleTree(hash, most, (level, index) -> Bytes.EMPTY).size()).isEqualTo(most);
    assertThatThrownBy(() -> new MerkleTree(hash, most + 1, (level, index) -> Bytes.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 2^62");
  }

  private static Runnable consistency(
      HashFunction hash,
      long first,
      Bytes firstRoot,
      long second,
      Bytes secondRoot,
      List<Bytes> proof) {
    return () -> MerkleProof.requireConsistency(hash, first, firstRoot, second, secondRoot, proof);
  }

  private static List<Bytes> withBitFlipped(List<Bytes> hashes, int which) {
    List<Bytes> broken = new ArrayList<>(hashes);
    byte[] hash = broken.get(which).toByteArray();
    hash[which] ^= 8;
    broken.set(which, Bytes.wrap(hash));
    return broken;
  }

  private static MerkleTree tree(HashFunction hash, List<Bytes> leaves, int size) {
    return MerkleTree.ofLeafHashes(hash, leaves.subList(0, size));
  }

  private static List<Bytes> leaves(HashFunction hash, int size) {
    return IntStream.range(0, size).mapToObj(i -> hash.leafHash(Bytes.utf8("leaf " + i))).toList();
  }

  // RFC 9162, sections 2.1.1, 2.1.3.1 and 2.1.4.1, word for word.

  private static Bytes recursiveRoot(HashFunction hash, List<Bytes> d) {
    if (d.isEmpty()) {
      return hash.hash(Bytes.EMPTY);
    }
    if (d.size() == 1) {
      return d.get(0);
    }
    int k = split(d.size());
    return hash.nodeHash(
        recursiveRoot(hash, d.subList(0, k)), recursiveRoot(hash, d.subList(k, d.size())));
  }

  private static List<Bytes> recursivePath(HashFunction hash, int m, List<Bytes> d) {
    if (d.size() == 1) {
      return List.of();
    }
    int k = split(d.size());
    return m < k
        ? plus(recursivePath(hash, m, d.subList(0, k)), recursiveRoot(hash, d.subList(k, d.size())))
        : plus(
            recursivePath(hash, m - k, d.subList(k, d.size())),
            recursiveRoot(hash, d.subList(0, k)));
  }

  private static List<Bytes> recursiveSubproof(
      HashFunction hash, int m, List<Bytes> d, boolean known) {
    if (m == d.size()) {
      return known ? List.of() : List.of(recursiveRoot(hash, d));
    }
    int k = split(d.size());
    return m <= k
        ? plus(
            recursiveSubproof(hash, m, d.subList(0, k), known),
            recursiveRoot(hash, d.subList(k, d.size())))
        : plus(
            recursiveSubproof(hash, m - k, d.subList(k, d.size()), false),
            recursiveRoot(hash, d.subList(0, k)));
  }

  private static int split(int size) {
    return Integer.highestOneBit(size - 1);
  }

  private static List<Bytes> plus(List<Bytes> list, Bytes last) {
    List<Bytes> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }
}
