package dev.nameplate.template;

import dev.nameplate.record.ValueData;
import java.math.BigDecimal;
import java.time.LocalDate;

/** The rule that accepts or refuses the data of an item. */
sealed interface ItemRule {
  ItemType type();

  boolean admits(ValueData data);

  /** In words, for example {@code string of 1 to 20 characters}. */
  String expected();

  /** Text with a bounded number of characters. */
  record Text(Bounds<Integer> length) implements ItemRule {
    @Override
    public ItemType type() {
      return ItemType.STRING;
    }

    @Override
    public boolean admits(ValueData data) {
      return data instanceof ValueData.Text text
          && length.contains(text.text().codePointCount(0, text.text().length()));
    }

    @Override
    public String expected() {
      return "string" + ItemRule.of(length, " characters");
    }
  }

  /** A number in a range. */
  record Decimal(Bounds<BigDecimal> range) implements ItemRule {
    @Override
    public ItemType type() {
      return ItemType.NUMBER;
    }

    @Override
    public boolean admits(ValueData data) {
      return data instanceof ValueData.Number number && range.contains(number.decimal());
    }

    @Override
    public String expected() {
      return "number" + ItemRule.from(range);
    }
  }

  /** A day or a moment in a range of days. */
  record Date(Bounds<LocalDate> range) implements ItemRule {
    @Override
    public ItemType type() {
      return ItemType.DATE;
    }

    @Override
    public boolean admits(ValueData data) {
      return data instanceof ValueData.Text text
          && DateText.parse(text.text()).filter(date -> range.contains(date.day())).isPresent();
    }

    @Override
    public String expected() {
      return "date such as 2026-01-31 or 2026-01-31T08:00:00+08:00" + ItemRule.from(range);
    }
  }

  /** A reference. */
  record Reference() implements ItemRule {
    @Override
    public ItemType type() {
      return ItemType.REFERENCE;
    }

    @Override
    public boolean admits(ValueData data) {
      return data instanceof ValueData.Reference;
    }

    @Override
    public String expected() {
      return "reference to an identifier";
    }
  }

  /** Bounds of the number of bytes. */
  record Binary(Bounds<Integer> length) implements ItemRule {
    @Override
    public ItemType type() {
      return ItemType.BYTES;
    }

    @Override
    public boolean admits(ValueData data) {
      return data instanceof ValueData.Binary binary && length.contains(binary.bytes().size());
    }

    @Override
    public String expected() {
      return length.words().isEmpty() ? "bytes" : length.words() + " bytes";
    }
  }

  private static String of(Bounds<?> bounds, String unit) {
    return bounds.words().isEmpty() ? "" : " of " + bounds.words() + unit;
  }

  private static String from(Bounds<?> bounds) {
    return bounds.words().isEmpty() ? "" : ", " + bounds.words();
  }
}
