package dev.nameplate.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheBoundsTest {
  @Test
  void the_default_is_a_share_of_the_heap() {
    assertThat(CacheBounds.ofHeap(64L << 20).recordBytes()).isEqualTo(8L << 20);
    assertThat(CacheBounds.ofHeap(64L << 20).absenceBytes()).isEqualTo(1L << 20);
    assertThat(CacheBounds.ofHeap(8L << 30).recordBytes()).isEqualTo(64L << 20);
    assertThat(CacheBounds.DEFAULT).isEqualTo(CacheBounds.ofHeap(Runtime.getRuntime().maxMemory()));
  }
}
