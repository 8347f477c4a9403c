package dev.nameplate.lineage;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map of the most recently used entries. Used by one thread.
 *
 * @param <K> by what
 * @param <V> the things
 */
public final class Recent<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;
  private static final float LOAD = 0.75f;

  private final int most;

  /** Number of entries kept. */
  public Recent(int most) {
    super(16, LOAD, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
