package dev.nameplate.trust.note;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.VerifyingKey;
import java.nio.charset.StandardCharsets;

/**
 * The name of a log, for example {@code 88.118.8/log-0badcafe}. It is the origin of the log's
 * checkpoints and the name of the keys that sign them.
 *
 * @param text 1 to {@link #MAX_BYTES} bytes of UTF-8, without white space, control characters and
 *     {@code +}
 *     <p><b>Source:</b> C2SP signed-note, "Format" (key names).
 */
public record LogName(String text) {
  /** The most bytes of UTF-8. */
  public static final int MAX_BYTES = 255;

  private static final int KEY_DIGITS = 8;

  /** Checks the characters and the length. */
  public LogName {
    if (!isValid(text)) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "log",
          text,
          "1 to " + MAX_BYTES + " bytes of UTF-8 without white space, control characters and +");
    }
  }

  /**
   * The name of the log of a node: its first prefix, {@code /log-}, and the first 8 hexadecimal
   * digits of the log key's id.
   *
   * @throws InvalidInputException if the prefix is too long or has a {@code +}
   */
  public static LogName of(Prefix first, VerifyingKey logKey) {
    LogName name =
        new LogName(first + "/log-" + logKey.keyId().toString().substring(0, KEY_DIGITS));
    name.absences(); // there must be room for it
    return name;
  }

  /**
   * The log to which signed absences belong. Nobody can read it; its name keeps its batches from
   * passing for those of this log.
   *
   * @throws InvalidInputException if its name is too long
   */
  public LogName absences() {
    return new LogName(absencesOf(text));
  }

  /**
   * The log to which certificates of answers belong. Nobody can read it, as {@link #absences}.
   *
   * @throws InvalidInputException if its name is too long
   */
  public LogName answers() {
    return new LogName(text + "/answer");
  }

  /** Requires that something that names this log belongs to an expected one. */
  public void require(LogName expected, String what) {
    if (!equals(expected)) {
      throw Rule.WRONG_LOG.broken(what + " names the log " + this + ", not " + expected);
    }
  }

  /** Name under which the owner of a log signs that identifiers do not exist. */
  public static String absencesOf(String log) {
    return log + "/absent";
  }

  /** True for a text that can name a log. */
  public static boolean isValid(String text) {
    return NoteKey.isName(text)
        && (3 * text.length() <= MAX_BYTES // a char takes three bytes at most
            || text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES);
  }

  /** The name. */
  @Override
  public String toString() {
    return text;
  }
}
