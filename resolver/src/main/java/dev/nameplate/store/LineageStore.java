package dev.nameplate.store;

/**
 * The store of a node's lineage, derived from its log: ordered rows, and the position that they
 * reach, the <em>watermark</em>. One thread writes; any number of threads read.
 *
 * <p>All data can be derived again. So writes are atomic with their watermark and not synced: after
 * a crash rows and watermark are those after some earlier write, from which derivation continues.
 * The same may happen while the store is open, when {@link RecordStore#reopen} opens it again: then
 * {@link #write} returns false, and earlier views are refused.
 *
 * <p>Keys are ordered byte by byte, are 1 to 4,096 bytes long and do not begin with a zero.
 *
 * <p>Every method may block, and throws {@link dev.nameplate.error.NodeException} with reason
 * {@code STORE_FAILED} or {@code STORE_FULL} when the medium fails, {@code DATA_CORRUPT} when a row
 * is damaged, {@code NODE_STOPPED} after the store was closed.
 */
public interface LineageStore {
  /** Number of statements of the log that the rows cover: 0 in a new store. */
  long watermark();

  /**
   * Writes all of some changes and moves the watermark, or nothing.
   *
   * @param from the expected watermark
   * @param changes the rows
   * @param to the new watermark
   * @return true if written; false if the watermark differs, so that nothing was
   */
  boolean write(long from, LineageChanges changes, long to);

  /** Removes all rows and sets the watermark to 0. Durable on return. */
  void clear();

  /** A snapshot of the rows and the watermark. */
  LineageView view();
}
