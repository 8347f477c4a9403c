package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Changes one bit of a text in the store of a node that is stopped. */
final class StoredByte {
  private StoredByte() {}

  /** In the files, behind the engine's back. Done twice, everything is as before. */
  static Path flipInFile(Path store, String text) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        int index = indexOf(bytes, text);
        if (index >= 0) {
          bytes[index + text.length() - 1] ^= 1;
          Files.write(file, bytes);
          return file;
        }
      }
    }
    throw new AssertionError(text + " stands in no file of " + store);
  }

  /** With the engine's own tools, so that all its checksums are right; returns how many rows. */
  static int flipInRows(Path store, String text) throws RocksDBException {
    RocksDB.loadLibrary();
    List<ColumnFamilyDescriptor> columns = new ArrayList<>();
    try (Options options = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(options, store.toString())) {
        columns.add(new ColumnFamilyDescriptor(name));
      }
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    int rows = 0;
    try (DBOptions options = new DBOptions();
        RocksDB rocks = RocksDB.open(options, store.toString(), columns, handles)) {
      for (ColumnFamilyHandle column : handles) {
        rows += flip(rocks, column, text);
        column.close();
      }
    }
    return rows;
  }

  private static int flip(RocksDB rocks, ColumnFamilyHandle column, String text)
      throws RocksDBException {
    int rows = 0;
    try (RocksIterator row = rocks.newIterator(column)) {
      for (row.seekToFirst(); row.isValid(); row.next()) {
        byte[] value = row.value();
        int index = indexOf(value, text);
        if (index >= 0) {
          value[index + text.length() - 1] ^= 1;
          rocks.put(column, row.key(), value);
          rows++;
        }
      }
      row.status();
    }
    return rows;
  }

  private static int indexOf(byte[] bytes, String text) {
    assertThat(text).isNotEmpty();
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
