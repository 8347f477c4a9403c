package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Messages for RocksDB's errors, in one line that an operator can act on. */
final class RocksDbFailures {
  private static final Pattern FILE =
      Pattern.compile("(?:^|[/ ])([0-9]{6,}\\.(?:sst|log)|MANIFEST-[0-9]+|CURRENT|OPTIONS-[0-9]+)");
  private static final Pattern MISSING_WAL = Pattern.compile("Missing WAL with log number: (\\d+)");
  private static final String LISTED = " may be corrupted";
  private static final String ABSENT = "No such file or directory";
  private static final String FULL = "No space left on device";

  /** Start of the operating system's messages for too many open files (EMFILE, ENFILE). */
  private static final String NO_DESCRIPTOR = "Too many open files";

  private static final Pattern WAL_SYNC = Pattern.compile("While f(data)?sync.*\\.log");

  private RocksDbFailures() {}

  /** A failure while the store is being opened; names the directory. */
  static NodeException opening(Path directory, RocksDBException failure) {
    String where = "directory " + directory + ": ";
    String text = text(failure);
    if (text.contains("/LOCK: ")) {
      return lock(where, text, failure);
    }
    Status.Code code = code(failure);
    // Invalid argument: a column family, or the whole database, is not there.
    if (isDamage(code, text) || code == Status.Code.InvalidArgument) {
      return new NodeException(ErrorReason.DATA_CORRUPT, where + damage(text), failure);
    }
    if (code == Status.Code.NotSupported) {
      return new NodeException(
          ErrorReason.FORMAT_UNSUPPORTED,
          where
              + "uses features that this version cannot read; open it with the version that wrote it",
          failure);
    }
    return shortage(text)
        .map(what -> new NodeException(ErrorReason.STORE_FULL, where + what, failure))
        .orElseGet(
            () -> new NodeException(ErrorReason.STORE_FAILED, where + medium(text), failure));
  }

  /** A failure of the open store; names no path but that of a file in the directory. */
  static NodeException running(RocksDBException failure) {
    String text = text(failure);
    if (isDamage(code(failure), text)) {
      return new NodeException(ErrorReason.DATA_CORRUPT, "store: " + damage(text), failure);
    }
    return shortage(text)
        .filter(what -> !WAL_SYNC.matcher(text).find())
        .map(what -> wanting(what, failure))
        .orElseGet(
            () -> new NodeException(ErrorReason.STORE_FAILED, "store: " + medium(text), failure));
  }

  /**
   * The error for a failed fsync of the write-ahead log: nothing is concluded from the file's
   * content, which may never have reached the disk.
   */
  static NodeException syncing(RocksDBException failure) {
    return new NodeException(
        ErrorReason.STORE_FAILED, "store: fsync failed, " + medium(text(failure)), failure);
  }

  /** A failure that ends when there is room on the disk, or a free file descriptor, again. */
  static Optional<NodeException> shortage(IOException failure) {
    return shortage(String.valueOf(failure.getMessage())).map(what -> wanting(what, failure));
  }

  private static NodeException wanting(String what, Throwable failure) {
    return new NodeException(
        ErrorReason.STORE_FULL, "store: " + what + ", then writes continue automatically", failure);
  }

  /** The exhausted resource, with advice. */
  private static Optional<String> shortage(String text) {
    if (text.contains(FULL)) {
      return Optional.of("the disk is full; free some space");
    }
    return text.contains(NO_DESCRIPTOR)
        ? Optional.of(
            "no file descriptor is free; close other files or raise the limit (ulimit -n)")
        : Optional.empty();
  }

  private static NodeException lock(String where, String text, RocksDBException failure) {
    boolean held =
        text.contains("lock hold by current process")
            || text.contains("Resource temporarily unavailable")
            || text.contains("Permission denied (lock");
    return held
        ? new NodeException(
            ErrorReason.DIRECTORY_IN_USE,
            where + "in use by a running node; stop that node or choose another directory",
            failure)
        : new NodeException(ErrorReason.STORE_FAILED, where + medium(text), failure);
  }

  private static boolean isDamage(Status.Code code, String text) {
    return code == Status.Code.Corruption || (text.contains(ABSENT) && FILE.matcher(text).find());
  }

  private static String damage(String text) {
    Matcher missing = MISSING_WAL.matcher(text);
    if (missing.find()) {
      return String.format(
          "file %06d.log, which its MANIFEST lists, is missing; restore the directory from a backup",
          Long.parseLong(missing.group(1)));
    }
    Matcher file = FILE.matcher(text);
    String what = file.find() ? "file " + file.group(1) : "its data";
    if (text.contains(LISTED)
        && !text.contains(ABSENT)) { // said of whatever was found while that list was gone through
      what += ", or one of those it lists,";
    }
    return what
        + (text.contains(ABSENT) ? " is missing" : " is damaged")
        + "; restore the directory from a backup";
  }

  private static String medium(String text) {
    String cause = text.substring(text.lastIndexOf(": ") + 1).strip();
    return "cannot be read or written ("
        + cause
        + "); repair the disk or its permissions and start again";
  }

  private static Status.Code code(RocksDBException failure) {
    Status status = failure.getStatus();
    return status == null ? Status.Code.Undefined : status.getCode();
  }

  private static String text(RocksDBException failure) {
    String message = failure.getMessage();
    return message == null
        ? "no cause given"
        : message.lines().findFirst().orElse("no cause given");
  }
}
