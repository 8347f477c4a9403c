package dev.nameplate.signing;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code mirrored.txt} of a node: the batches of its log that were copied from a mirror,
 * without their restricted values. A line {@code FROM END} for each run of them.
 */
public final class MirroredBatches {
  static final String FILE = "mirrored.txt";
  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (\\d{1,18})");

  private MirroredBatches() {}

  /**
   * The batches of the node in a directory that were copied from a mirror.
   *
   * @throws NodeException if the file is damaged
   */
  public static LongPredicate of(Path directory) {
    List<LongPredicate> runs = new ArrayList<>();
    for (String line : read(directory)) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new NodeException(
            ErrorReason.DATA_CORRUPT,
            FILE + " is damaged: \"" + line + "\" (expected: two numbers of batches)");
      }
      long from = Long.parseLong(matcher.group(1));
      long end = Long.parseLong(matcher.group(2));
      runs.add(batch -> batch >= from && batch < end);
    }
    return batch -> runs.stream().anyMatch(run -> run.test(batch));
  }

  /**
   * Adds further batches.
   *
   * @param from the first batch
   * @param end the batch behind the last
   */
  public static void add(Path directory, long from, long end) {
    String line = from + " " + end;
    List<String> lines = new ArrayList<>(read(directory));
    if (from == end || lines.contains(line)) {
      return;
    }
    lines.add(line);
    try {
      WholeFile.writePrivate(directory.resolve(FILE), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  private static List<String> read(Path directory) {
    try {
      Path file = directory.resolve(FILE);
      return Files.exists(file) ? NodeDirectory.text(file).lines().toList() : List.of();
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }
}
