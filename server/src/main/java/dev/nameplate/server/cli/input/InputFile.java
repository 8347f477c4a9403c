package dev.nameplate.server.cli.input;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.cli.output.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads files named by a command, with clear errors. */
public final class InputFile {
  /** The most bytes of a text file: a trust root with many keys takes a tenth of it. */
  static final int MAX_TEXT_BYTES = 1 << 20;

  /** First byte of every key in binary form; in PEM, this is the digit 0. */
  private static final byte DER_SEQUENCE = 0x30;

  /** Stands for standard input where a file is named. */
  public static final String STANDARD_INPUT = "-";

  private InputFile() {}

  /**
   * The whole file as text, in UTF-8 or, with a byte order mark, in UTF-16.
   *
   * @param option what names it, for messages
   * @throws InvalidInputException if it cannot be read, is no such text, or has more than {@value
   *     #MAX_TEXT_BYTES} bytes
   */
  public static String text(String option, Path file) {
    return text(option, file, MAX_TEXT_BYTES);
  }

  /**
   * Reads a text of bounded size.
   *
   * @param most the most bytes
   */
  static String text(String option, Path file, int most) {
    return EditedText.decoded(option, file.toString(), bytes(option, file, most));
  }

  /**
   * The whole PEM file of a key as text.
   *
   * @param option what names it, for messages
   * @throws InvalidInputException as {@link #text(String, Path)} throws it; with reason {@code
   *     WRONG_KEY} if it is a key in binary form
   */
  public static String pem(String option, Path file) {
    Bytes content = bytes(option, file, MAX_TEXT_BYTES);
    if (content.size() > 0 && content.toByteArray()[0] == DER_SEQUENCE) {
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY,
          file.toString(),
          "a binary file (DER or PKCS #12)",
          "a key as PEM; convert it with openssl pkey -inform DER, or openssl pkcs12 -nodes, "
              + "and -in FILE -out NEW-FILE");
    }
    return EditedText.decoded(option, file.toString(), content);
  }

  /**
   * All of standard input as text.
   *
   * @param option what asks for it, for messages
   * @param most how many bytes it may have
   * @throws InvalidInputException if it cannot be read, or has more
   */
  static String standardInput(String option, Terminal terminal, int most) {
    try {
      byte[] content = terminal.in().readNBytes(most + 1);
      if (content.length > most) {
        throw InvalidInputException.of(option, "-", "at most " + most + " bytes on standard input");
      }
      return EditedText.decoded(option, "-", Bytes.wrap(content));
    } catch (IOException e) {
      throw InvalidInputException.of(option, "-", "readable text on standard input; " + because(e));
    }
  }

  /**
   * A value that other users must not see in the list of processes: the text of a file, or with
   * {@code -} of standard input, without the line end at its end.
   *
   * @param option what names it, for messages
   * @param path a file, or {@value #STANDARD_INPUT}
   * @param most how many bytes it may have
   * @throws InvalidInputException if it cannot be read, is no text, or has more
   */
  public static String value(String option, String path, Terminal terminal, int most) {
    String text =
        path.equals(STANDARD_INPUT)
            ? standardInput(option, terminal, most)
            : text(option, path(path), most);
    int end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\n') {
      end -= end > 1 && text.charAt(end - 2) == '\r' ? 2 : 1;
    }
    return text.substring(0, end);
  }

  /**
   * Size of the file, in bytes.
   *
   * @param option the option that names it, for messages
   * @throws InvalidInputException if it cannot be read
   */
  public static long size(String option, Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(option, file, e);
    }
  }

  /**
   * The whole file. Reads no more than it may have, also of a device or a pipe that never ends.
   *
   * @param option what names it, for messages
   * @param most how many bytes it may have
   * @throws InvalidInputException if it cannot be read, or has more
   */
  public static Bytes bytes(String option, Path file, int most) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw InvalidInputException.of(
            option, file.toString(), "a file of at most " + most + " bytes");
      }
      return Bytes.wrap(content);
    } catch (IOException e) {
      throw unreadable(option, file, e);
    }
  }

  /** The error for an unreadable file named by a command. */
  public static InvalidInputException unreadable(String option, Path file, IOException e) {
    return InvalidInputException.of(option, file.toString(), "a readable file; " + because(e));
  }

  /** The cause, in words. */
  public static String because(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    return Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
  }

  /** A path, if the locale can write it. */
  public static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw InvalidInputException.of(
          "file", text, "a name that the locale can encode; set LC_ALL=C.UTF-8");
    }
  }
}
