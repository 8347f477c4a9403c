package dev.nameplate.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreSettingsTest {
  @Test
  void the_default_cache_is_a_share_of_what_the_heap_leaves() {
    assertThat(StoreSettings.cacheBytes(512L << 20, 128L << 20)).isEqualTo(48L << 20);
    assertThat(StoreSettings.cacheBytes(64L << 30, 8L << 30)).isEqualTo(64L << 20);
    assertThat(StoreSettings.cacheBytes(512L << 20, 600L << 20)).isEqualTo(1L << 20);
  }
}
