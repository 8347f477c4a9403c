package dev.nameplate.store.rocksdb;

import dev.nameplate.store.Table;
import java.nio.charset.StandardCharsets;

/** The column families: separate key spaces with one log of writes. */
enum Column {
  /** Only the head. RocksDB wants a family of this name. */
  DEFAULT("default"),
  STATEMENT("statement"),
  HISTORY("history"),
  BATCH("batch"),
  PROOF("proof"),
  LOG_NODE("log_node"),
  OPERATION("operation");

  private final String text;

  Column(String text) {
    this.text = text;
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
    };
  }
}
