package dev.nameplate.server.json;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The constants of enums as texts: in lower case, with hyphens. */
public final class Words {
  private Words() {}

  /** The word of a constant. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant of a word; the error names the field and all words. */
  public static <E extends Enum<E>> E parse(String field, String word, Class<E> type) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> of(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    ErrorReason.INVALID_EVENT, field, word, "one of " + all(type)));
  }

  private static <E extends Enum<E>> String all(Class<E> type) {
    return Stream.of(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
  }
}
