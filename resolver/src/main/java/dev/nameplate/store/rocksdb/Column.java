package dev.nameplate.store.rocksdb;

import dev.nameplate.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The column families: separate key spaces with one log of writes. */
enum Column {
  /** The column of the head only. RocksDB wants a family of this name. */
  DEFAULT("default"),
  STATEMENT("statement"),
  HISTORY("history"),
  BATCH("batch"),
  PROOF("proof"),
  LOG_NODE("log_node"),
  OPERATION("operation"),
  INDEX("index", 2),
  LINEAGE("lineage", 3);

  private final String text;
  private final int since;

  Column(String text) {
    this(text, 1);
  }

  Column(String text, int since) {
    this.text = text;
    this.since = since;
  }

  String text() {
    return text;
  }

  /** The names of the columns in a version of the store's format, as a new set. */
  static Set<String> names(int version) {
    return Arrays.stream(values())
        .filter(column -> column.since <= version)
        .map(Column::text)
        .collect(Collectors.toCollection(HashSet::new));
  }

  byte[] utf8() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Column of(Table table) {
    return switch (table) {
      case STATEMENT -> STATEMENT;
      case BATCH -> BATCH;
      case PROOF -> PROOF;
      case LOG_NODE -> LOG_NODE;
      case OPERATION -> OPERATION;
      case INDEX -> INDEX;
    };
  }
}
