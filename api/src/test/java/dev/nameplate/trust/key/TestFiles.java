package dev.nameplate.trust.key;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads files beside the tests. */
final class TestFiles {
  private TestFiles() {}

  static String read(String name) {
    try (InputStream file =
        Objects.requireNonNull(TestFiles.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
