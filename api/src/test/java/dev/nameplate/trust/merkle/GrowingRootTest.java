package dev.nameplate.trust.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrowingRootTest {
  @ParameterizedTest
  @EnumSource
  void the_root_is_that_of_the_tree_of_every_size(HashFunction hash) {
    GrowingRoot growing = new GrowingRoot(hash);
    List<Bytes> leaves = new ArrayList<>();

    for (int size = 0; size < 70; size++) {
      assertThat(growing.size()).isEqualTo(size);
      assertThat(growing.root()).isEqualTo(MerkleTree.ofLeafHashes(hash, leaves).root());
      Bytes leaf = hash.leafHash(Bytes.utf8("row " + size));
      leaves.add(leaf);
      growing.add(leaf);
    }
  }
}
