package dev.nameplate.server.cli.input;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text of a small file that people edit. A byte order mark, as some editors write it, is passed
 * over, and one of UTF-16 tells the charset.
 */
final class EditedText {
  private EditedText() {}

  /**
   * The text of a file.
   *
   * @param option what names the file, for messages
   * @throws InvalidInputException if it is no text, with the place of the first bytes that are none
   */
  static String decoded(String option, String file, Bytes content) {
    ByteBuffer bytes = ByteBuffer.wrap(content.toByteArray());
    Charset charset = charset(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
    CoderResult result =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(bytes, text, true);
    text.flip();
    if (result.isError()) {
      long line = 1 + text.chars().filter(c -> c == '\n').count();
      throw InvalidInputException.of(
          option,
          file,
          "text in UTF-8; line %s, at byte %s of the file, is not UTF-8: save the file as UTF-8"
              .formatted(line, bytes.position() + 1));
    }
    return text.toString();
  }

  /** The charset of the byte order mark, which is skipped. */
  private static Charset charset(ByteBuffer bytes) {
    if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
      return StandardCharsets.UTF_8;
    }
    if (starts(bytes, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    return starts(bytes, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
  }

  private static boolean starts(ByteBuffer bytes, int... mark) {
    if (bytes.remaining() < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes.get(i) & 0xFF) != mark[i]) {
        return false;
      }
    }
    bytes.position(mark.length);
    return true;
  }
}
