package dev.nameplate.template;

import dev.nameplate.record.ValueData;
import java.util.OptionalLong;

/** One item of a {@link MetadataTemplate}: what a value of one type must be. Immutable. */
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

  /** The index at which the value must stand; empty for any. */
  public OptionalLong index() {
    return index;
  }

  /** What kind of data it holds. */
  public ItemType type() {
    return rule.type();
  }

  /** Whether a record must have it. */
  public boolean required() {
    return required;
  }

  /** Whether no two records under a prefix may have the same; then it is indexed, too. */
  public boolean unique() {
    return unique;
  }

  /** Whether records can be found by it. */
  public boolean indexed() {
    return indexed;
  }

  /** What is expected of it, in words, for example {@code string of 1 to 20 characters}. */
  public String expected() {
    return rule.expected();
  }

  boolean admits(ValueData data) {
    return rule.admits(data);
  }
}
