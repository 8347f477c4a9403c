package dev.nameplate.trace.sheet;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.JsonTree;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The place of a datum in records: a value by its type, its index or both, and a field inside it if
 * it is a JSON object. Immutable.
 *
 * @param type type of the value, compared as {@link RecordValue#hasType} says; empty for any
 * @param index index of the value; empty for any, of several the lowest
 * @param field names that lead into the JSON object; none for the value itself
 */
public record ValueSource(Optional<String> type, OptionalLong index, List<String> field) {
  /** Checks that there is a type or an index. */
  public ValueSource {
    field = List.copyOf(field);
    if (type.filter(text -> !text.isEmpty()).isEmpty() && index.isEmpty()) {
      throw InvalidInputException.of("type", "missing", "a type, an index or both");
    }
  }

  /** The values of a type. */
  public static ValueSource type(String type) {
    return new ValueSource(Optional.of(type), OptionalLong.empty(), List.of());
  }

  /** The datum of a record; empty if it is not there, is empty, or is no text or number. */
  public Optional<String> in(IdentifierRecord record) {
    return record.values().stream()
        .filter(value -> type.map(value::hasType).orElse(true))
        .filter(value -> index.isEmpty() || value.index() == index.getAsLong())
        .findFirst()
        .flatMap(value -> field.isEmpty() ? text(value.data()) : inside(value.data()))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static Optional<String> text(ValueData data) {
    return data instanceof ValueData.Binary ? Optional.empty() : Optional.of(data.text());
  }

  private Optional<String> inside(ValueData data) {
    if (!(data instanceof ValueData.Json || data instanceof ValueData.Text)) {
      return Optional.empty();
    }
    try {
      Object at = JsonTree.read(data.text());
      for (String name : field) {
        at = at instanceof Map<?, ?> object && object.get(name) != null ? object.get(name) : "";
      }
      return at instanceof Map || at instanceof List || at instanceof Optional
          ? Optional.empty()
          : Optional.of(JsonTree.shown(at));
    } catch (InvalidRecordException noJson) {
      return Optional.empty();
    }
  }
}
