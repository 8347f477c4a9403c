package dev.nameplate.template;

import dev.nameplate.record.Bytes;
import dev.nameplate.record.ValueData;
import dev.nameplate.text.PinnedUnicode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The comparable form of a value, for searches and uniqueness: two values of an item are equal if
 * their keys are.
 *
 * <ul>
 *   <li>a string: its text in NFC, byte for byte, case included;
 *   <li>a number: its numeric value, however it is written: {@code 4.20e1} is {@code 42};
 *   <li>a date: the day, or the moment, whatever its offset; a day is never a moment;
 *   <li>a reference: the index, and the canonical form of the identifier;
 *   <li>bytes: the bytes.
 * </ul>
 *
 * @param type the kind of data
 * @param bytes the canonical bytes: equal for equal values of a type
 */
public record SearchKey(ItemType type, Bytes bytes) {
  /** The key of data as an item of a type; empty if it is not of the type. */
  public static Optional<SearchKey> of(ItemType type, ValueData data) {
    return canonical(type, data).map(bytes -> new SearchKey(type, bytes));
  }

  private static Optional<Bytes> canonical(ItemType type, ValueData data) {
    return switch (type) {
      case STRING ->
          data instanceof ValueData.Text text
              ? utf8(PinnedUnicode.nfc(text.text()))
              : Optional.empty();
      case NUMBER ->
          data instanceof ValueData.Number number
              ? utf8(canonical(number.decimal()))
              : Optional.empty();
      case DATE ->
          data instanceof ValueData.Text text
              ? DateText.parse(text.text()).flatMap(SearchKey::canonical)
              : Optional.empty();
      case REFERENCE ->
          data instanceof ValueData.Reference reference
              ? utf8(reference.to().index() + ":" + reference.to().identifier().canonical())
              : Optional.empty();
      case BYTES ->
          data instanceof ValueData.Binary binary ? Optional.of(binary.bytes()) : Optional.empty();
    };
  }

  private static String canonical(BigDecimal number) {
    BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return shortest.unscaledValue() + "e" + -shortest.scale();
  }

  private static Optional<Bytes> canonical(DateText date) {
    return utf8(date.moment().map(Object::toString).orElseGet(date.day()::toString));
  }

  private static Optional<Bytes> utf8(String text) {
    return Optional.of(Bytes.utf8(text));
  }
}
