package dev.nameplate.server.cli;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads files that a command names, and says plainly why one cannot be read. */
public final class InputFile {
  private InputFile() {}

  /**
   * The whole file as UTF-8.
   *
   * @param option what names it, for messages
   * @throws InvalidInputException if it cannot be read
   */
  public static String text(String option, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(option, file, e);
    }
  }

  /**
   * How many bytes the file has.
   *
   * @param option what names it, for messages
   * @throws InvalidInputException if it cannot be read
   */
  static long size(String option, Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(option, file, e);
    }
  }

  /**
   * The whole file.
   *
   * @param option what names it, for messages
   * @throws InvalidInputException if it cannot be read
   */
  public static Bytes bytes(String option, Path file) {
    try {
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw unreadable(option, file, e);
    }
  }

  /** Says why a file that a command names cannot be read. */
  public static InvalidInputException unreadable(String option, Path file, IOException e) {
    return new InvalidInputException(
        ErrorReason.INVALID_ARGUMENT,
        option,
        file.toString(),
        "a file that can be read; " + because(e));
  }

  /** Why, in words. */
  public static String because(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is none";
    }
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    return Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
  }
}
