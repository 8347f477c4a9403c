package dev.nameplate.trust;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import java.util.Base64;
import java.util.List;

/**
 * One block of text encoding: a label and bytes.
 *
 * <p><b>Source:</b> RFC 7468, sections 2 and 3.
 *
 * @param label for example {@code PUBLIC KEY}
 * @param bytes the content
 */
record Pem(String label, Bytes bytes) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /**
   * Reads a text that consists of one block; white space may stand around it and at the ends of its
   * lines.
   *
   * @param source where the text is from, for messages
   * @throws NodeException with reason {@code DATA_CORRUPT} if it is anything else
   */
  static Pem parse(String text, String source) {
    List<String> lines = text.strip().lines().map(String::stripTrailing).toList();
    String first = lines.isEmpty() ? "" : lines.get(0);
    if (!isBoundary(first, BEGIN)) {
      throw damaged(source, "it does not begin with a line -----BEGIN …-----");
    }
    String label = first.substring(BEGIN.length(), first.length() - DASHES.length());
    if (lines.size() < 2 || !lines.get(lines.size() - 1).equals(END + label + DASHES)) {
      throw damaged(source, "it does not end with the line " + END + label + DASHES);
    }
    String content = String.join("", lines.subList(1, lines.size() - 1));
    return new Pem(
        label,
        StrictBase64.decode(content)
            .orElseThrow(
                () -> damaged(source, "what stands between its first and last line is no Base64")));
  }

  private static boolean isBoundary(String line, String start) {
    return line.startsWith(start)
        && line.endsWith(DASHES)
        && line.length() > start.length() + DASHES.length();
  }

  static boolean isBegin(String line) {
    return isBoundary(line, BEGIN);
  }

  static boolean isEnd(String line) {
    return isBoundary(line, END);
  }

  static NodeException damaged(String source, String why) {
    return new NodeException(
        ErrorReason.DATA_CORRUPT, source + " is damaged: " + why + "; restore it from a backup");
  }

  /** The block as text, lines of 64 characters. */
  @Override
  public String toString() {
    return BEGIN
        + label
        + DASHES
        + "\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes.toByteArray())
        + "\n"
        + END
        + label
        + DASHES
        + "\n";
  }
}
