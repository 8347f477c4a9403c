package dev.nameplate.server.cli.input;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Opens text files, counting their bytes as they are read. */
public final class SourceFile {
  /**
   * Stands for bytes that are no characters in the file's charset. No charset gives a lone
   * surrogate, so it cannot come from anything else, and the row it stands in can be refused while
   * others are read on.
   */
  public static final char MALFORMED = '\uDC80';

  private static final int BUFFER = 1 << 16;

  private SourceFile() {}

  /**
   * A reader of a file from behind its byte order mark, if it has one. A mark of UTF-16 counts more
   * than UTF-8 as the charset, which is mostly the default.
   *
   * @param bytesRead rises by the bytes read
   */
  public static Reader open(Path file, Charset charset, AtomicLong bytesRead) {
    try {
      InputStream in =
          new BufferedInputStream(new Counted(Files.newInputStream(file), bytesRead), BUFFER);
      return decoded(in, marked(in, charset));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static Reader decoded(InputStream in, Charset charset) {
    return new InputStreamReader(
        in,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(MALFORMED)));
  }

  /** A file's name without its directories. */
  public static String nameOf(Path file) {
    Path name = file.getFileName();
    return name == null ? file.toString() : name.toString();
  }

  /** The error that a file cannot be read. */
  public static NodeException unreadable(Path file, IOException cause) {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "cannot read %s (%s); check that it exists and is readable"
            .formatted(file, cause.getClass().getSimpleName()),
        cause);
  }

  /**
   * A reader of a document that is used as a whole: it fails at undecodable bytes, with their
   * place.
   *
   * @param bytesRead counter of the bytes read
   */
  public static Reader openDocument(Path file, Charset charset, AtomicLong bytesRead) {
    return new DecodedDocument(open(file, charset, bytesRead));
  }

  /** The error that a line has bytes in it that are no characters of the file's charset. */
  public static InvalidInputException undecodable(String field, String text) {
    return InvalidInputException.of(
        field,
        DecodedDocument.at("character " + (text.indexOf(MALFORMED) + 1)),
        DecodedDocument.EXPECTED);
  }

  /** Skips a UTF-8 mark, and returns the charset. */
  private static Charset marked(InputStream in, Charset charset) throws IOException {
    if (!charset.equals(StandardCharsets.UTF_8)) {
      return charset; // other charsets know their own marks
    }
    in.mark(3);
    String start = HexFormat.of().formatHex(in.readNBytes(3));
    in.reset();
    if (start.equals("efbbbf")) {
      in.skipNBytes(3);
    }
    return start.startsWith("fffe") || start.startsWith("feff")
        ? StandardCharsets.UTF_16 // whose decoder takes the mark
        : charset;
  }

  /** Counts what passes. */
  private static final class Counted extends FilterInputStream {
    private final AtomicLong bytes;

    Counted(InputStream in, AtomicLong bytes) {
      super(in);
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes.addAndGet(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      bytes.addAndGet(Math.max(0, read));
      return read;
    }
  }
}
