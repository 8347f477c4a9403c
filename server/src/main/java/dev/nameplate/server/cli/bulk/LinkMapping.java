package dev.nameplate.server.cli.bulk;

/**
 * How a table of pairs gives references to the records of another table: every row whose key is a
 * record's suffix adds one value to that record.
 *
 * @param file name of the file with the pairs
 * @param key the column that holds the record's suffix
 * @param value the column that holds what is referred to, and how it becomes a value
 */
record LinkMapping(String file, String key, ValueMapping value) {}
