package dev.nameplate.template;

import dev.nameplate.record.ValueData;
import java.util.OptionalLong;

/** An item of a {@link MetadataTemplate}: the rule for the values of a type. Immutable. */
public final class TemplateItem {
  private final String name;
  private final String title;
  private final OptionalLong index;
  private final ItemRule rule;
  private final boolean required;
  private final boolean unique;
  private final boolean indexed;

  TemplateItem(
      String name,
      String title,
      OptionalLong index,
      ItemRule rule,
      boolean required,
      boolean unique,
      boolean indexed) {
    this.name = name;
    this.title = title;
    this.index = index;
    this.rule = rule;
    this.required = required;
    this.unique = unique;
    this.indexed = indexed;
  }

  /** The type of the value on the record, for example {@code lot_number}. */
  public String name() {
    return name;
  }

  /** A name for people, for example {@code 批号}; may be empty. */
  public String title() {
    return title;
  }

  /** The required index of the value; empty for any. */
  public OptionalLong index() {
    return index;
  }

  /** The kind of data. */
  public ItemType type() {
    return rule.type();
  }

  /** True if a record must have the item. */
  public boolean required() {
    return required;
  }

  /** True if no two records under a prefix may have equal values; the item is then also indexed. */
  public boolean unique() {
    return unique;
  }

  /** True if records can be found by the item's value. */
  public boolean indexed() {
    return indexed;
  }

  /** The rule in words, for example {@code string of 1 to 20 characters}. */
  public String expected() {
    return rule.expected();
  }

  boolean admits(ValueData data) {
    return rule.admits(data);
  }
}
