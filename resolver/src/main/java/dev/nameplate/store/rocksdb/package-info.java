/**
 * The store in one directory of one machine: an embedded RocksDB.
 *
 * <p><b>Directory.</b> {@code FORMAT} holds one line, {@code nameplate-store 4}, with {@code
 * converting} behind it while rows of format 3 may be there; {@code COMMITTED} the number of
 * committed batches and its CRC-32C, 8 bytes big-endian each; everything else is RocksDB's.
 *
 * <p><b>Layout, version 4.</b> {@code batch} and {@code version} are unsigned base-128 numbers, low
 * groups first (as in protobuf); {@code partition} and {@code name} are the bytes of the {@link
 * dev.nameplate.store.RowKey}, the former in UTF-8. No partition contains {@code 00}, so no two
 * keys collide, and a partition is one range, {@code partition 00} to {@code partition 01}. Keys
 * are ordered byte by byte.
 *
 * <pre>
 * column family   key                              value
 * default         "head"                           epoch, batches, statements, timeMillis: 8 bytes big-endian each; root: 32 bytes
 * statement       partition 00 name                batch version content    the newest version of each key
 * history         partition 00 name 00 ~version    batch version content    the versions before; ~version: 8 bytes big-endian,
 *                                                                           all bits inverted, so that newer ones come first
 * batch, proof,   partition 00 name                batch content
 * log_node,
 * operation, index
 * lineage          as its owner writes it           as its owner writes it; counters: 8 bytes little-endian, added by "uint64add"
 *                  00                               the watermark: 8 bytes big-endian
 * </pre>
 *
 * <p>Version 1 had no {@code index}, and versions 1 and 2 no {@code lineage}. What is missing is
 * created when such a store is opened, which is of version 3 from then on. Versions 1 to 3 had
 * other content in the rows of {@code statement}, {@code history} and {@code proof}: who opens such
 * a store converts it and says so ({@link dev.nameplate.store.NodeStore#converted}), and it is of
 * version 4 from then on. A restored backup is of version 3 until then, whatever it holds.
 *
 * <p><b>Lineage</b> is written past the write-ahead log: it follows from the rest, so it need not
 * be durable, and takes no room in the log and no time of its fsyncs. After a crash the column
 * holds what was in its files, which is what it held after one of the writes before, watermark
 * included; its owner goes on from there. A backup may leave it out: it is derived again.
 *
 * <p><b>Visibility.</b> A row is visible if its batch is below {@code batches} of the head that
 * readers see. Rows and head go into one write, so none outlives a crash without the other. Between
 * the write and the end of its fsync, readers may meet rows of batches not below the head; they
 * pass over them, and take the version below from {@code history}, where the same write has put it.
 */
@NullMarked
package dev.nameplate.store.rocksdb;

import org.jspecify.annotations.NullMarked;
