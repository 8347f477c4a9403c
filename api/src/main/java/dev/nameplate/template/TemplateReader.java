package dev.nameplate.template;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidFieldsException;
import dev.nameplate.record.JsonTree;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the JSON of a template, and reports all its errors together. */
final class TemplateReader {
  private static final int LONGEST = RecordLimits.HIGHEST.recordBytes();

  private final List<FieldViolation> violations = new ArrayList<>();

  private TemplateReader() {}

  static MetadataTemplate read(RecordValue value) {
    String path = "values[" + value.index() + "]";
    if (!(value.data() instanceof ValueData.Json json) || !value.permissions().publicRead()) {
      throw new InvalidFieldsException(
          ErrorReason.INVALID_RECORD,
          List.of(
              FieldViolation.of(
                  path, ShownData.of(value.data()), "a template as unrestricted JSON")));
    }
    return read(path + ".", json.text());
  }

  /** Reads a template; messages put {@code path} before the names of fields. */
  static MetadataTemplate read(String path, String json) {
    TemplateReader reader = new TemplateReader();
    Object root = JsonTree.read(json);
    MetadataTemplate template = null;
    if (root instanceof Map<?, ?> object) {
      template = reader.template(new JsonFields(path, object, reader.violations));
    } else {
      reader.violations.add(
          FieldViolation.of(path + "template", JsonTree.shown(root), "an object with items"));
    }
    if (!reader.violations.isEmpty()) {
      throw new InvalidFieldsException(ErrorReason.INVALID_RECORD, reader.violations);
    }
    return Objects.requireNonNull(template);
  }

  private MetadataTemplate template(JsonFields fields) {
    String title = title(fields);
    boolean otherValues = fields.truth("other_values", false);
    List<?> array = fields.list("items", 1, MetadataTemplate.MOST_ITEMS);
    List<TemplateItem> items = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<Long> indexes = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      Optional<JsonFields> object = fields.object("items[" + i + "]", array.get(i));
      if (object.isPresent()) {
        TemplateItem item = item(object.get());
        items.add(item);
        if (!item.name().isEmpty() && !names.add(MetadataTemplate.folded(item.name()))) {
          object.get().wrong("name", item.name(), "each name once");
        }
        if (item.index().isPresent() && !indexes.add(item.index().getAsLong())) {
          object
              .get()
              .wrong("index", Long.toString(item.index().getAsLong()), "each index for one item");
        }
      }
    }
    long indexed = items.stream().filter(TemplateItem::indexed).count();
    if (indexed > MetadataTemplate.MOST_INDEXED) {
      fields.wrong("items", indexed + " indexed items", "at most " + MetadataTemplate.MOST_INDEXED);
    }
    fields.refuseOthers();
    return new MetadataTemplate(title, items, otherValues);
  }

  private TemplateItem item(JsonFields fields) {
    String name = name(fields);
    Optional<ItemType> type = type(fields);
    Optional<ItemRule> rule = type.map(known -> rule(known, fields));
    boolean required = fields.truth("required", false);
    boolean unique = fields.truth("unique", false);
    boolean indexed = fields.truth("indexed", unique);
    if (unique && !indexed) {
      fields.wrong("indexed", "false", "true or absent, because unique is true");
    }
    OptionalLong index = index(fields);
    String title = title(fields);
    if (type.isPresent()) { // else it is not known which limits belong
      fields.refuseOthers();
    }
    return new TemplateItem(
        name, title, index, rule.orElse(new ItemRule.Reference()), required, unique, indexed);
  }

  private static String title(JsonFields fields) {
    String title = fields.text("title").orElse("");
    if (title.codePointCount(0, title.length()) > MetadataTemplate.LONGEST_TITLE) {
      fields.wrong("title", title, "at most " + MetadataTemplate.LONGEST_TITLE + " characters");
    }
    return title;
  }

  private static String name(JsonFields fields) {
    Optional<String> given = fields.requireText("name", "the type of a value");
    String name = given.orElse("");
    String folded = MetadataTemplate.folded(name);
    if (given.isPresent()
        && (name.isEmpty()
            || name.codePointCount(0, name.length()) > RecordValue.MAX_TYPE_LENGTH
            || name.codePoints().anyMatch(Character::isISOControl)
            || name.endsWith("."))) {
      fields.wrong(
          "name",
          name,
          "1 to "
              + RecordValue.MAX_TYPE_LENGTH
              + " characters, no control characters, no dot at the end");
    }
    if (folded.equals(MetadataTemplate.folded(TemplateValue.TYPE))
        || folded.equals(MetadataTemplate.folded(MetadataTemplate.TYPE))) {
      fields.wrong("name", name, "a type not reserved for templates");
    }
    return name;
  }

  private static Optional<ItemType> type(JsonFields fields) {
    Optional<String> word = fields.requireText("type", "one of " + ItemType.words());
    Optional<ItemType> type = word.flatMap(ItemType::of);
    if (word.isPresent() && type.isEmpty()) {
      fields.wrong("type", word.get(), "one of " + ItemType.words());
    }
    return type;
  }

  private static OptionalLong index(JsonFields fields) {
    OptionalLong index = fields.number("index", 1, RecordValue.MAX_INDEX);
    if (index.isPresent() && index.getAsLong() == TemplateValue.INDEX) {
      fields.wrong(
          "index",
          Long.toString(TemplateValue.INDEX),
          "another index: this index holds the reference to the template");
    }
    return index;
  }

  private static ItemRule rule(ItemType type, JsonFields fields) {
    return switch (type) {
      case STRING -> new ItemRule.Text(length(fields));
      case BYTES -> new ItemRule.Binary(length(fields));
      case REFERENCE -> new ItemRule.Reference();
      case NUMBER ->
          new ItemRule.Decimal(
              bounds(fields, number(fields, "minimum"), number(fields, "maximum")));
      case DATE ->
          new ItemRule.Date(bounds(fields, day(fields, "minimum"), day(fields, "maximum")));
    };
  }

  private static Bounds<Integer> length(JsonFields fields) {
    Bounds<Integer> length =
        new Bounds<>(length(fields, "min_length"), length(fields, "max_length"));
    if (length.isTurned()) {
      fields.wrong(
          "max_length",
          length.most().orElseThrow().toString(),
          "at least min_length, " + length.least().orElseThrow());
    }
    return length;
  }

  private static Optional<Integer> length(JsonFields fields, String name) {
    OptionalLong length = fields.number(name, 0, LONGEST);
    return length.isPresent() ? Optional.of((int) length.getAsLong()) : Optional.empty();
  }

  private static <T extends Comparable<? super T>> Bounds<T> bounds(
      JsonFields fields, Optional<T> minimum, Optional<T> maximum) {
    Bounds<T> bounds = new Bounds<>(minimum, maximum);
    if (bounds.isTurned()) {
      fields.wrong(
          "maximum",
          maximum.orElseThrow().toString(),
          "at least minimum, " + minimum.orElseThrow());
    }
    return bounds;
  }

  private static Optional<BigDecimal> number(JsonFields fields, String name) {
    return fields.decimal(name);
  }

  private static Optional<LocalDate> day(JsonFields fields, String name) {
    Optional<String> text = fields.text(name);
    Optional<LocalDate> day = text.flatMap(DateText::day);
    if (text.isPresent() && day.isEmpty()) {
      fields.wrong(name, text.get(), "a day such as 2026-01-31");
    }
    return day;
  }
}
