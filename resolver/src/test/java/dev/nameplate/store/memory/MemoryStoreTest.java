package dev.nameplate.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.RecordStoreModelContract;
import dev.nameplate.store.StoreSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The contract, in memory. */
class MemoryStoreTest extends RecordStoreModelContract {
  private static final Path DIRECTORY = Path.of("store");

  private final MemoryEngine engine = new MemoryEngine();

  @Override
  protected RecordStore open() {
    return engine.open(DIRECTORY, StoreSettings.DEFAULT);
  }

  @Test
  void a_store_is_open_once_at_a_time() {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            NodeException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.DIRECTORY_IN_USE));
  }
}
