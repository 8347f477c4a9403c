package dev.nameplate.store;

import dev.nameplate.record.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a {@link LineageStore} as they were at one moment. Used by one thread at a time; must
 * be closed.
 *
 * <p>Every method throws what {@link LineageStore} says, and {@code STORE_FULL} when the store was
 * opened again since, so that some rows may be gone for a while: whoever asks begins anew.
 */
public interface LineageView extends AutoCloseable {
  /** Number of statements of the log that the rows cover. */
  long watermark();

  /** The value of a row. */
  Optional<Bytes> get(Bytes key);

  /** The values of some rows, in the order of the keys; faster than one by one. */
  List<Optional<Bytes>> getAll(List<Bytes> keys);

  /** The sum {@linkplain LineageChanges#add added} to a counter, 0 by default. */
  long counter(Bytes key);

  /** A new cursor, not on a row, which is closed with the view. */
  LineageCursor cursor();

  @Override
  void close();
}
