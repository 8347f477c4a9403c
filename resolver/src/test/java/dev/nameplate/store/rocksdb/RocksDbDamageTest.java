package dev.nameplate.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A damaged file is found, on opening or on reading; never is anything else read than what was
 * written.
 */
class RocksDbDamageTest {
  private static final int BATCHES = 12;
  private static final int FLIPS = Integer.getInteger("nameplate.test.flips", 12);

  @TempDir private Path home;
  private final Items items = new Items(100);

  /** As a store is left when it is closed: all rows in files that are sorted. */
  private Path closed() {
    Path directory = home.resolve("closed");
    try (RocksDbRecordStore store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT)) {
      commitAll(store);
    }
    return directory;
  }

  /** As a store is left when its process is killed: all rows in the write-ahead log. */
  private Path killed() throws IOException {
    Path directory = home.resolve("running");
    Path image = home.resolve("killed");
    try (RocksDbRecordStore store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT)) {
      commitAll(store);
      copy(directory, image);
    }
    return image;
  }

  private void commitAll(RocksDbRecordStore store) {
    for (int batch = 0; batch < BATCHES; batch++) {
      items.commitNext(store);
    }
  }

  @Test
  void undamaged_images_open_and_hold_everything() throws IOException {
    assertThat(outcome(closed())).isEqualTo("whole");
    assertThat(outcome(killed())).isEqualTo("whole");
  }

  @ParameterizedTest
  @ValueSource(strings = {".sst", "MANIFEST-", "CURRENT"})
  void a_flipped_bit_in_a_file_of_a_closed_store_is_reported_or_harmless(String kind)
      throws IOException {
    flip(closed(), kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {".log", "MANIFEST-", "COMMITTED"})
  void a_flipped_bit_in_a_file_of_a_killed_store_is_reported_or_harmless(String kind)
      throws IOException {
    flip(killed(), kind);
  }

  private void flip(Path image, String kind) throws IOException {
    int reported = 0;
    for (int seed = 0; seed < FLIPS; seed++) {
      Random random = new Random(seed);
      Path directory = home.resolve("flipped" + seed);
      copy(image, directory);
      List<Path> files = files(directory, kind);
      Path file = files.get(random.nextInt(files.size()));
      byte[] content = Files.readAllBytes(file);
      int at = random.nextInt(content.length);
      content[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, content);
      String outcome = outcome(directory);
      assertThat(outcome)
          .as("seed %d: byte %d of %s", seed, at, file.getFileName())
          .isIn("reported", "whole");
      reported += outcome.equals("reported") ? 1 : 0;
      delete(directory);
    }
    assertThat(reported)
        .as("%s flips reported", kind)
        .isGreaterThanOrEqualTo(kind.equals("COMMITTED") ? 0 : FLIPS / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {".sst", "MANIFEST-", "CURRENT"})
  void a_file_of_a_closed_store_that_lost_its_end_is_reported(String kind) throws IOException {
    truncate(closed(), kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {".log", "MANIFEST-"})
  void a_file_of_a_killed_store_that_lost_its_end_is_reported(String kind) throws IOException {
    truncate(killed(), kind);
  }

  private void truncate(Path image, String kind) throws IOException {
    for (Path original : files(image, kind)) {
      long size = Files.size(original);
      for (long left : new long[] {0, 1, size / 2, size - 1}) {
        Path directory = home.resolve("cut" + left);
        copy(image, directory);
        Path file = directory.resolve(original.getFileName());
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) left));
        assertThat(outcome(directory))
            .as("%d of %d bytes of %s", left, size, file.getFileName())
            .isEqualTo("reported");
        delete(directory);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".sst", "MANIFEST-", "CURRENT"})
  void a_missing_file_is_reported_by_name(String kind) throws IOException {
    Path directory = closed();
    Path file = files(directory, kind).get(0);
    Files.delete(file);
    assertThatThrownBy(() -> RocksDbRecordStore.open(directory, StoreSettings.DEFAULT).close())
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.DATA_CORRUPT))
        .hasMessageStartingWith(
            "directory " + directory + ": file " + file.getFileName() + " is missing; ");
  }

  @Test
  void a_missing_write_ahead_log_is_reported() throws IOException {
    Path directory = killed();
    for (Path file : files(directory, ".log")) {
      Files.delete(file);
    }
    assertThat(outcome(directory)).isEqualTo("reported");
  }

  @Test
  void a_damaged_row_is_reported_with_its_file_and_without_the_directory() throws IOException {
    Path directory = closed();
    for (Path file : files(directory, ".sst")) {
      byte[] content = Files.readAllBytes(file);
      content[0] ^= 1; // the first block of a file holds its first rows
      Files.write(file, content);
    }
    try (RocksDbRecordStore store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT)) {
      assertThatThrownBy(() -> store.newest(items.statement(0, 1).key()))
          .isInstanceOfSatisfying(
              NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.DATA_CORRUPT))
          .hasMessageMatching(
              "store: file [0-9]+\\.sst is damaged; restore the directory from a backup");
    } catch (NodeException e) { // the head is damaged, too
      assertThat(e.reason()).isEqualTo(ErrorReason.DATA_CORRUPT);
    }
  }

  /** "reported", "whole", or what was read that is wrong. */
  private String outcome(Path directory) {
    Items.Damage damage = new Items.Damage();
    List<String> wrong;
    try (RocksDbRecordStore store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT)) {
      wrong =
          store.head().batches() == BATCHES
              ? items.differences(store, damage)
              : List.of("only " + store.head().batches() + " batches");
    } catch (NodeException e) {
      return e.reason() == ErrorReason.DATA_CORRUPT
          ? "reported"
          : e.reason() + ": " + e.getMessage();
    }
    if (!wrong.isEmpty()) {
      return "wrong: " + wrong.get(0);
    }
    return damage.reports() > 0 ? "reported" : "whole";
  }

  private static List<Path> files(Path directory, String kind) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(
              file -> file.getFileName().toString().contains(kind) && file.toFile().length() > 0)
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
