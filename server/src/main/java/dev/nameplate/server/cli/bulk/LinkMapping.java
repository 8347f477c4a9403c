package dev.nameplate.server.cli.bulk;

/**
 * Mapping from a table of pairs to references of the records of another table: every row whose key
 * is a record's suffix adds a value to that record.
 *
 * @param file name of the file with the pairs
 * @param key the column that holds the record's suffix
 * @param value the column of the referenced identifiers, and their mapping to a value
 */
record LinkMapping(String file, String key, ValueMapping value) {}
