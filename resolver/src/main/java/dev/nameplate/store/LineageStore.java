package dev.nameplate.store;

/**
 * Where a node keeps what it derives from its log to walk lineage: ordered rows, and how far in the
 * log they reach, the <em>watermark</em>. One thread writes; any number of threads read.
 *
 * <p>Nothing here is the only copy of anything. So writes are atomic with their watermark and not
 * synced: after a crash rows and watermark are those after some earlier write, and whoever derives
 * goes on from there. The same may happen while the store is open, when {@link RecordStore#reopen}
 * opens it again: then {@link #write} says so, and views of before are refused.
 *
 * <p>Keys are ordered byte by byte, are 1 to 4,096 bytes long and do not begin with a zero.
 *
 * <p>Every method may block, and throws {@link dev.nameplate.error.NodeException} with reason
 * {@code STORE_FAILED} or {@code STORE_FULL} when the medium fails, {@code DATA_CORRUPT} when a row
 * is damaged, {@code NODE_STOPPED} after the store was closed.
 */
public interface LineageStore {
  /** How many statements of the log the rows reach over: 0 in a new store. */
  long watermark();

  /**
   * Writes all of some changes and moves the watermark, or nothing.
   *
   * @param from what the watermark must be
   * @param changes the rows
   * @param to what it is then
   * @return whether it was done; false if the watermark is another, so that nothing was
   */
  boolean write(long from, LineageChanges changes, long to);

  /** Removes all rows and sets the watermark to 0. Durable on return. */
  void clear();

  /** The rows and the watermark of one moment: as they are now. */
  LineageView view();
}
