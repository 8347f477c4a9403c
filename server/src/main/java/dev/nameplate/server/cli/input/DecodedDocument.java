package dev.nameplate.server.cli.input;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;

/** The text of a document, up to the first bytes that are no characters. */
final class DecodedDocument extends FilterReader {
  /** Advice about undecodable bytes. */
  static final String EXPECTED =
      "text in the charset of the file; the default is UTF-8, give another with --charset, for "
          + "example --charset GBK";

  private long line = 1;
  private long character = 1;

  DecodedDocument(Reader in) {
    super(in);
  }

  /** A message about undecodable bytes, with their place. */
  static String at(String place) {
    return "bytes that are not valid text at " + place;
  }

  private static final class UndecodableException extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final String message;

    UndecodableException(String message) {
      this.message = message;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    for (int i = offset; i < offset + read; i++) {
      if (buffer[i] == SourceFile.MALFORMED) {
        throw new UndecodableException(
            at("line " + line + ", character " + character)
                + "; give the charset, for example --charset GBK");
      }
      character++;
      if (buffer[i] == '\n') {
        line++;
        character = 1;
      }
    }
    return read;
  }
}
