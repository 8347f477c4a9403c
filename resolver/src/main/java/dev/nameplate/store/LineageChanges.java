package dev.nameplate.store;

import dev.nameplate.record.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows on their way into a {@link LineageStore}, in the order in which they are written. */
public final class LineageChanges {
  private final List<Change> changes = new ArrayList<>();

  /** One of them. */
  public sealed interface Change {
    /** Of which row. */
    Bytes key();
  }

  /**
   * A row as it is from now on.
   *
   * @param key its key
   * @param value its value
   */
  public record Put(Bytes key, Bytes value) implements Change {}

  /**
   * A counter that grows.
   *
   * @param key its key
   * @param amount by how much, at least 1
   */
  public record Add(Bytes key, long amount) implements Change {}

  /** Sets a row. */
  public void put(Bytes key, Bytes value) {
    changes.add(new Put(key, value));
  }

  /** Adds to a counter, which is 0 if there is none. A key is that of a row or of a counter. */
  public void add(Bytes key, long amount) {
    changes.add(new Add(key, amount));
  }

  /** All of them, in order. */
  public List<Change> list() {
    return Collections.unmodifiableList(changes);
  }

  /** How many there are. */
  public int size() {
    return changes.size();
  }
}
