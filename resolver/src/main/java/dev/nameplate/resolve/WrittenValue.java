package dev.nameplate.resolve;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.template.ItemType;
import dev.nameplate.template.SearchKey;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The possible values of a text of unknown type. */
final class WrittenValue {
  private WrittenValue() {}

  /** The keys of a text, as a value of each type of which it can be one. */
  static Set<SearchKey> keys(String text) {
    Set<SearchKey> keys = new HashSet<>();
    for (ItemType type : ItemType.values()) {
      data(type, text).flatMap(data -> SearchKey.of(type, data)).ifPresent(keys::add);
    }
    return keys;
  }

  private static Optional<ValueData> data(ItemType type, String text) {
    try {
      return Optional.of(
          switch (type) {
            case STRING, DATE -> ValueData.text(text);
            case NUMBER -> new ValueData.Number(text);
            case REFERENCE -> new ValueData.Reference(ValueReference.parse(text));
            case BYTES -> ValueData.binary(Bytes.wrap(Base64.getDecoder().decode(text)));
          });
    } catch (InvalidInputException | IllegalArgumentException e) {
      return Optional.empty(); // not of this type
    }
  }
}
