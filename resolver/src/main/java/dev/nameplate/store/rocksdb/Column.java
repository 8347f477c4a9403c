package dev.nameplate.store.rocksdb;

import dev.nameplate.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The column families: separate key spaces with one log of writes. */
enum Column {
  /** Only the head. RocksDB wants a family of this name. */
  DEFAULT("default"),
  STATEMENT("statement"),
  HISTORY("history"),
  BATCH("batch"),
  PROOF("proof"),
  LOG_NODE("log_node"),
  OPERATION("operation"),
  /** Not there in stores of version 1: it is created when one is opened. */
  INDEX("index");

  private final String text;

  Column(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The names of all, in a set of their own. */
  static Set<String> names() {
    return Arrays.stream(values()).map(Column::text).collect(Collectors.toCollection(HashSet::new));
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
