package dev.nameplate.server.cli.trace;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.server.cli.report.RecallText;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The constants of enums as the command line writes them: in lower case, with hyphens. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return RecallText.word(constant);
  }

  /** The constant of a word; the error names the field and all words. */
  static <E extends Enum<E>> E parse(String field, String word, Class<E> type) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> of(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    ErrorReason.INVALID_EVENT, field, word, "one of " + all(type)));
  }

  /** The constant of ours that one of the wire stands for; all of its kind begin alike. */
  static <E extends Enum<E>> E constant(Class<E> type, String start, Enum<?> wire) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> wire.name().equals(start + constant.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    ErrorReason.INVALID_ARGUMENT, "answer", wire.name(), "one of " + all(type)));
  }

  private static <E extends Enum<E>> String all(Class<E> type) {
    return Stream.of(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
  }
}
