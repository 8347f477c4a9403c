package dev.nameplate.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nameplate.store.Failpoint;
import dev.nameplate.store.Failpoints;
import dev.nameplate.store.StoreSettings;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left when a write fails or its process ends, at every step of a commit. */
class RocksDbFailpointTest {
  private static final int FAILING = 4;
  private static final int COMMITS = 6;
  private static final int CONTENT = 200;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*(SIGN|ACKNOWLEDGE)")
  void after_a_failed_step_nothing_more_is_written_and_the_store_is_whole(Failpoint point)
      throws Exception {
    List<String> lines = run(point + ":error@" + FAILING, 0);
    int seen = point == Failpoint.AFTER_HEAD_MOVE ? FAILING : FAILING - 1;
    assertThat(lines)
        .startsWith("committed 1", "committed 2", "committed 3")
        .containsSubsequence(
            "failed STORE_FAILED failpoint " + point + ", hit " + FAILING + ": simulated failure",
            "head " + seen,
            "newest " + seen,
            "scanned " + seen,
            "stage refused STORE_FAILED",
            "commit refused STORE_FAILED",
            "forget refused STORE_FAILED",
            "hits " + point + " " + FAILING);
    assertWhole(point);
  }

  @Tag("crash")
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*(SIGN|ACKNOWLEDGE)")
  void after_the_end_of_the_process_at_any_step_the_store_is_whole(Failpoint point)
      throws Exception {
    List<String> lines = run(point + ":crash@" + FAILING, Failpoints.CRASH_STATUS);
    assertThat(lines)
        .containsExactly(
            "committed 1",
            "committed 2",
            "committed 3",
            "failpoint " + point + ", hit " + FAILING + ": process ends here");
    assertWhole(point);
  }

  @Test
  void failpoints_are_counted_and_a_store_passes_its_own_once_a_commit() throws Exception {
    List<String> lines = run("count", 0);
    for (Failpoint point : Failpoint.values()) {
      boolean above = point.name().endsWith("SIGN") || point.name().endsWith("ACKNOWLEDGE");
      assertThat(lines).contains("hits " + point + " " + (above ? 0 : COMMITS));
    }
  }

  @Test
  void without_the_property_nothing_is_counted() {
    try (RocksDbRecordStore store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT)) {
      new Items(CONTENT).commitNext(store);
      assertThat(store.failpoints().hits(Failpoint.BEFORE_WRITE)).isZero();
    }
  }

  @Test
  void a_plan_is_that_of_the_store_that_was_opened_with_it() {
    System.setProperty(Failpoints.PROPERTY, Failpoint.BEFORE_WRITE + ":error");
    try (RocksDbRecordStore failing = open("failing")) {
      System.clearProperty(Failpoints.PROPERTY);
      try (RocksDbRecordStore other = open("other")) {
        assertThatThrownBy(() -> new Items(CONTENT).commitNext(failing))
            .hasMessageContaining("failpoint BEFORE_WRITE, hit 1");
        new Items(CONTENT).commitNext(other);
        assertThat(other.head().batches()).isEqualTo(1);
      }
    } finally {
      System.clearProperty(Failpoints.PROPERTY);
    }
  }

  private RocksDbRecordStore open(String name) {
    return RocksDbRecordStore.open(directory.resolve(name), StoreSettings.DEFAULT);
  }

  @Test
  void a_write_that_the_operating_system_refuses_fails_the_store_and_loses_nothing()
      throws Exception {
    assumeThat(new File("/usr/bin/prlimit")).as("a way to limit the files of a process").exists();
    List<String> lines;
    try (ChildJvm child =
        ChildJvm.start(List.of(), CommitLoop.class, directory.toString(), "1000", "20000")) {
      assertThat(child.line()).isEqualTo("open");
      Process limit =
          new ProcessBuilder(
                  "/usr/bin/prlimit", "--pid", Long.toString(child.pid()), "--fsize=4194304")
              .inheritIO()
              .start();
      assertThat(limit.waitFor()).isZero();
      lines = child.finish();
      assertThat(child.status()).isZero();
    }
    long committed = lines.stream().filter(line -> line.startsWith("committed ")).count();
    assertThat(committed).isPositive();
    assertThat(lines)
        .containsSubsequence(
            "failed STORE_FAILED store: cannot be read or written (File too large); repair the "
                + "disk or its permissions and start again",
            "head " + committed,
            "newest " + committed,
            "stage refused STORE_FAILED",
            "commit refused STORE_FAILED");
    assertWhole(new Items(20_000), committed, committed);
  }

  private List<String> run(String failpoint, int status) throws Exception {
    List<String> options = List.of("-D" + Failpoints.PROPERTY + "=" + failpoint);
    try (ChildJvm child =
        ChildJvm.start(
            options,
            CommitLoop.class,
            directory.toString(),
            Integer.toString(COMMITS),
            Integer.toString(CONTENT))) {
      assertThat(child.line()).isEqualTo("open");
      List<String> lines = child.finish();
      assertThat(child.status()).as(() -> String.join("\n", lines)).isEqualTo(status);
      return lines;
    }
  }

  private void assertWhole(Failpoint point) {
    boolean written = point.compareTo(Failpoint.AFTER_WRITE) >= 0;
    assertWhole(
        new Items(CONTENT), written ? FAILING : FAILING - 1, written ? FAILING : FAILING - 1);
  }

  private void assertWhole(Items items, long least, long most) {
    Items.Damage damage = new Items.Damage();
    try (RocksDbRecordStore store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT)) {
      assertThat(store.head().batches()).isBetween(least, most);
      assertThat(items.differences(store, damage)).isEmpty();
      items.commitNext(store);
      assertThat(items.differences(store, damage)).isEmpty();
    }
    assertThat(damage.reports()).isZero();
  }
}
