package dev.nameplate.lineage;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last few things that were read: a walk is made twice, first to count. Used by one thread.
 *
 * @param <V> the things
 */
final class Recent<V> extends LinkedHashMap<Long, V> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 2048;

  private final int most;

  Recent() {
    this(MOST);
  }

  /** So many of them. */
  Recent(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
    return size() > most;
  }
}
