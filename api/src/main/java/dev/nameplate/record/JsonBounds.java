package dev.nameplate.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/**
 * The bounds of a JSON text. Every JSON parser of this project is made here, so that no text takes
 * more memory or stack than its bounds allow: what is beyond one is refused while it is read.
 *
 * @param depth the most objects and arrays inside each other
 * @param nameLength the most characters of a name
 * @param stringLength the most characters of a string
 */
public record JsonBounds(int depth, int nameLength, int stringLength) {
  /** The most characters of a number. */
  public static final int NUMBER_LENGTH = 1000;

  /** The bounds of a value of a record, and of a line of a file: it has at most 4 Mi characters. */
  public static final JsonBounds VALUE = new JsonBounds(1000, 1000, 4 << 20);

  /** A maker of parsers within these bounds, which refuse a name that an object has twice. */
  public JsonFactory strict() {
    return factory(true);
  }

  /**
   * A maker of parsers within these bounds, which accept duplicate names: the caller detects them.
   */
  public JsonFactory lenient() {
    return factory(false);
  }

  private JsonFactory factory(boolean uniqueNames) {
    // Names come from strangers: they are neither interned nor kept in a table.
    return JsonFactory.builder()
        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, uniqueNames)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxNameLength(nameLength)
                .maxNumberLength(NUMBER_LENGTH)
                .maxStringLength(stringLength)
                .build())
        .build();
  }
}
