package dev.nameplate.store;

import dev.nameplate.record.Bytes;

/**
 * The key of a row.
 *
 * @param table the kind of row
 * @param partition rows that are kept together and scanned in order; text without control
 *     characters, may be empty
 * @param name the row's place in its partition, ordered byte by byte; at most 4,096 bytes. In
 *     {@link Table#STATEMENT} it is text without control characters
 */
public record RowKey(Table table, String partition, Bytes name) {}
