package dev.nameplate.template;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidFieldsException;
import dev.nameplate.error.Spelling;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A version of a metadata template: the values that a record may or must have, and the kind of
 * each. It is stored as a JSON text in a value of type {@value #TYPE} of the template's own record,
 * at the index equal to its version. {@code api/README.md} specifies the JSON. Immutable.
 */
public final class MetadataTemplate {
  /** The most item names that an error lists. */
  private static final int NAMES_SHOWN = 8;

  /** The type of the value that holds a version. */
  public static final String TYPE = "METADATA_TEMPLATE";

  /** The most items of a template. */
  public static final int MOST_ITEMS = 256;

  /** The most items by which records of a template can be found. */
  public static final int MOST_INDEXED = 16;

  /** The longest title, in characters. */
  public static final int LONGEST_TITLE = 128;

  private final String title;
  private final Map<String, TemplateItem> items;
  private final boolean otherValues;

  MetadataTemplate(String title, List<TemplateItem> items, boolean otherValues) {
    this.title = title;
    this.items = new LinkedHashMap<>();
    items.forEach(item -> this.items.put(folded(item.name()), item));
    this.otherValues = otherValues;
  }

  /**
   * Reads a template.
   *
   * @param json the text of a value of type {@value #TYPE}
   * @throws dev.nameplate.error.InvalidInputException if it is no template; as {@link
   *     InvalidFieldsException} it names every field that is wrong
   */
  public static MetadataTemplate parse(String json) {
    return TemplateReader.read("", json);
  }

  /**
   * Reads the template of a value; errors name the value's index.
   *
   * @throws dev.nameplate.error.InvalidInputException if it is no template
   */
  public static MetadataTemplate parse(RecordValue value) {
    return TemplateReader.read(value);
  }

  /** True for a value of type {@value #TYPE}. */
  public static boolean isOne(RecordValue value) {
    return value.hasType(TYPE);
  }

  /** A name for people; may be empty. */
  public String title() {
    return title;
  }

  /** The items, in the order of the text. */
  public List<TemplateItem> items() {
    return List.copyOf(items.values());
  }

  /** True if a record may have values that are no items. */
  public boolean otherValues() {
    return otherValues;
  }

  /** The item for values of a type, of which ASCII letters compare case-insensitively. */
  public Optional<TemplateItem> item(String type) {
    return Optional.ofNullable(items.get(folded(type)));
  }

  /**
   * Checks values that are to be written: all of a record's.
   *
   * @throws InvalidFieldsException if they do not follow the template; it names each field
   */
  public void check(List<RecordValue> values) {
    require(violations(values, List.of()));
  }

  /**
   * Checks a record as one reader sees it. An item that may be one of the withheld values is not
   * missing.
   *
   * @throws InvalidFieldsException if it does not follow the template; it names each field
   */
  public void check(IdentifierRecord record) {
    require(violations(record.values(), record.withheld()));
  }

  private static void require(List<FieldViolation> violations) {
    if (!violations.isEmpty()) {
      throw new InvalidFieldsException(ErrorReason.INVALID_RECORD, violations);
    }
  }

  private List<FieldViolation> violations(List<RecordValue> values, List<Long> withheld) {
    List<FieldViolation> violations = new ArrayList<>();
    Set<TemplateItem> seen = new HashSet<>();
    for (RecordValue value : values) {
      if (!TemplateValue.isOne(value)) {
        check(value, seen, violations);
      }
    }
    for (TemplateItem item : items.values()) {
      if (item.required() && !seen.contains(item) && !mayBeIn(withheld, item)) {
        violations.add(FieldViolation.said(field(item.name()), "missing", item.expected()));
      }
    }
    return violations;
  }

  private void check(RecordValue value, Set<TemplateItem> seen, List<FieldViolation> violations) {
    String field = field(value.type());
    Optional<TemplateItem> found = item(value.type());
    if (found.isEmpty()) {
      if (!otherValues) {
        violations.add(
            FieldViolation.said(
                field,
                "not an item of the template" + Spelling.hint(value.type(), itemNames()),
                "one of " + names()));
      }
      return;
    }
    TemplateItem item = found.get();
    if (!seen.add(item)) {
      violations.add(FieldViolation.said(field, "given twice", "once"));
    }
    if (item.index().isPresent() && item.index().getAsLong() != value.index()) {
      violations.add(
          FieldViolation.of(
              field + ".index",
              Long.toString(value.index()),
              Long.toString(item.index().getAsLong())));
    }
    if (!item.admits(value.data())) {
      violations.add(FieldViolation.of(field, ShownData.of(value.data()), item.expected()));
    }
  }

  private static boolean mayBeIn(List<Long> withheld, TemplateItem item) {
    return item.index().isPresent()
        ? withheld.contains(item.index().getAsLong())
        : !withheld.isEmpty();
  }

  private List<String> itemNames() {
    return items.values().stream().map(TemplateItem::name).toList();
  }

  private String names() {
    String first =
        items.values().stream()
            .limit(NAMES_SHOWN)
            .map(TemplateItem::name)
            .collect(Collectors.joining(", "));
    int more = items.size() - NAMES_SHOWN;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private static String field(String type) {
    return "values[" + type + "]";
  }

  /** A type with ASCII letters in lower case, as types are compared. */
  static String folded(String type) {
    StringBuilder folded = new StringBuilder(type);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }
}
