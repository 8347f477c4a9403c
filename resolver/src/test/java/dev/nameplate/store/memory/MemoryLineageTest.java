package dev.nameplate.store.memory;

import dev.nameplate.store.LineageStore;
import dev.nameplate.store.LineageStoreContract;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreSettings;
import java.nio.file.Path;

/** The contract, in memory. */
class MemoryLineageTest extends LineageStoreContract {
  private final MemoryEngine engine = new MemoryEngine();

  @SuppressWarnings("NullAway.Init") // set by open(), before each test
  private NodeStore store;

  @Override
  protected LineageStore open() {
    store = engine.open(Path.of("store"), StoreSettings.DEFAULT);
    return store.lineage();
  }

  @Override
  protected void close() {
    store.close();
  }
}
