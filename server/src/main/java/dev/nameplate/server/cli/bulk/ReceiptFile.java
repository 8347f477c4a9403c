package dev.nameplate.server.cli.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.signing.PrivateFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;

/** A private file to which receipts are added, as JSON Lines. Used by one thread at a time. */
final class ReceiptFile implements AutoCloseable {
  private final Path file;
  private final BufferedWriter writer;

  ReceiptFile(Path file) {
    this.file = file;
    try {
      this.writer = PrivateFiles.appender(file);
    } catch (IOException e) {
      throw TargetFile.unwritable(file, e);
    }
  }

  void add(ObjectNode receipt) {
    write(() -> writer.append(receipt.toString()).append('\n'));
  }

  void flush() {
    write(writer::flush);
  }

  @Override
  public void close() {
    write(writer::close);
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw TargetFile.unwritable(file, e);
    }
  }
}
