package dev.nameplate.store;

import dev.nameplate.record.Bytes;

/**
 * An immutable row. It becomes visible when the batch that wrote it is committed.
 *
 * @param key its key
 * @param version 0 except in {@link Table#STATEMENT}, where it is 1, 2, 3, … without gaps for one
 *     key, or begins with 2 ({@link RecordStore})
 * @param batch number of the batch that wrote it, at least 0
 * @param value its content
 */
public record Row(RowKey key, long version, long batch, Bytes value) {}
