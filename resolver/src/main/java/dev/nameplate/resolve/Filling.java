package dev.nameplate.resolve;

import dev.nameplate.trust.chain.Verified;
import java.util.ArrayList;
import java.util.List;

/**
 * A page that is being filled, of bounded size in bytes of statements, but of at least one entry.
 * Used by one thread.
 *
 * @param <T> content of the entries
 */
public final class Filling<T> {
  private final List<Verified<T>> entries = new ArrayList<>();
  private final int size;
  private long room;

  /**
   * An empty page.
   *
   * @param size the most entries
   * @param bytes the most bytes of the entries' statements
   */
  public Filling(int size, long bytes) {
    this.size = size;
    this.room = bytes;
  }

  /** Adds an entry if there is room for it; the first always has. */
  public boolean takes(Verified<T> entry) {
    room -= entry.statement().encodedSize();
    if (!entries.isEmpty() && (entries.size() == size || room < 0)) {
      return false;
    }
    entries.add(entry);
    return true;
  }

  /** The entries so far. */
  public List<Verified<T>> entries() {
    return entries;
  }
}
