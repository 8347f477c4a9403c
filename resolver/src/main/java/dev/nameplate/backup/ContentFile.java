package dev.nameplate.backup;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.trust.note.LogName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code CONTENT} of a backup: its identity, and the SHA-256 of each file of the node's
 * directory beside it.
 *
 * <pre>
 * nameplate backup 1
 * log 88.118.8/log-3332bd6a
 * taken 2026-11-29T20:15:00Z
 * head EPOCH BATCHES STATEMENTS MILLIS ROOT
 * file SHA-256 anchor.txt
 * file SHA-256 keys/authority.pem
 * end SHA-256
 * </pre>
 *
 * <p>The last digest is that of the text before it.
 *
 * @param backup the backup
 * @param files the digest of each file by its path in the node's directory
 */
record ContentFile(Backup backup, Map<String, Bytes> files) {
  static final String NAME = "CONTENT";
  private static final String FIRST = "nameplate backup 1";
  private static final String END = "end ";

  String text() {
    Head head = backup.head();
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    text.append("log ").append(backup.log()).append('\n');
    text.append("taken ").append(backup.taken()).append('\n');
    text.append("head ").append(head.epoch()).append(' ').append(head.batches()).append(' ');
    text.append(head.statements()).append(' ').append(head.timeMillis()).append(' ');
    text.append(head.root().toHex()).append('\n');
    new TreeMap<>(files)
        .forEach((path, digest) -> text.append("file " + digest.toHex() + " " + path + "\n"));
    return text + END + digest(text.toString()) + "\n";
  }

  static ContentFile parse(int number, String text, Path file) {
    List<String> lines = text.lines().toList();
    try {
      if (lines.size() >= 5
          && lines.get(0).equals(FIRST)
          && text.equals(sealed(lines.subList(0, lines.size() - 1)))) {
        LogName log = new LogName(after("log ", lines.get(1)));
        Instant taken = Instant.parse(after("taken ", lines.get(2)));
        Map<String, Bytes> files = new TreeMap<>();
        for (String line : lines.subList(4, lines.size() - 1)) {
          String[] parts = after("file ", line).split(" ", 2);
          files.put(parts[1], Bytes.fromHex(parts[0]));
        }
        return new ContentFile(
            new Backup(number, log, taken, head(after("head ", lines.get(3)))), files);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
      throw damaged(file, e);
    }
    throw damaged(file, null);
  }

  private static String sealed(List<String> lines) {
    String text = String.join("\n", lines) + "\n";
    return text + END + digest(text) + "\n";
  }

  private static String digest(String text) {
    return CopiedFiles.digest(text.getBytes(StandardCharsets.UTF_8)).toHex();
  }

  private static Head head(String text) {
    String[] parts = text.split(" ", -1);
    return new Head(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Bytes.fromHex(parts[4]));
  }

  private static String after(String word, String line) {
    if (!line.startsWith(word)) {
      throw new IllegalArgumentException(line);
    }
    return line.substring(word.length());
  }

  private static NodeException damaged(Path file, @Nullable RuntimeException e) {
    return new NodeException(
        ErrorReason.DATA_CORRUPT, "backup: " + file + " is damaged; use another backup", e);
  }
}
