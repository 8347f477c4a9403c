package dev.nameplate.epcis;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidFieldsException;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.gs1.Grain;
import dev.nameplate.gs1.Gs1Key;
import dev.nameplate.record.JsonTree;
import dev.nameplate.record.JsonTree.Digits;
import dev.nameplate.text.NameText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an event in JSON. What is wrong with one is collected, and it is taken as absent;
 * so is what is not as the standard says.
 */
final class EventFields {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  /** Start of EPC URNs of GS1 keys, which are malformed if they cannot be read as keys. */
  private static final Pattern MALFORMED_EPC =
      Pattern.compile(
          "urn:epc:(id:(sgtin|sscc|sgln|grai|giai|gsrnp?|gdti|cpi|sgcn|ginc|gsin|itip|upui|pgln)"
              + "|class:lgtin|idpat:(sgtin|grai|gdti|sgcn|cpi|itip|upui)):");

  private final Map<?, ?> object;
  private final String path;
  private final List<FieldViolation> violations;
  private final Set<Defect> defects = EnumSet.noneOf(Defect.class);

  EventFields(Map<?, ?> object) {
    this(object, "", new ArrayList<>());
  }

  private EventFields(Map<?, ?> object, String path, List<FieldViolation> violations) {
    this.object = object;
    this.path = path;
    this.violations = violations;
  }

  /** The fields of a nested object; their errors are reported with this object's. */
  EventFields inside(String name, Map<?, ?> inner) {
    return new EventFields(inner, path + name + ".", violations);
  }

  List<String> labels() {
    return defects.stream().map(Defect::code).toList();
  }

  void label(Defect defect) {
    defects.add(defect);
  }

  void wrong(String field, String value, String expected) {
    violations.add(FieldViolation.of(path + field, value, expected));
  }

  /** Throws if any field is wrong. */
  void refuseIfWrong() {
    if (!violations.isEmpty()) {
      throw new InvalidFieldsException(ErrorReason.INVALID_EVENT, violations);
    }
  }

  void missing(String field, String expected) {
    violations.add(FieldViolation.said(path + field, "missing", expected));
  }

  boolean has(String name) {
    return object.get(name) != null && !(object.get(name) instanceof Optional);
  }

  Optional<String> text(String name) {
    return text(name, object.get(name));
  }

  private Optional<String> text(String field, @Nullable Object value) {
    if (value instanceof String text) {
      return Optional.of(cleaned(text));
    }
    if (value != null && !(value instanceof Optional)) {
      wrong(field, JsonTree.shown(value), "a string");
    }
    return Optional.empty();
  }

  /** The values of a list of texts, or of one text. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (object.get(name) instanceof String single) {
      return List.of(cleaned(single));
    }
    List<?> values = list(name, object.get(name));
    for (int i = 0; i < values.size(); i++) {
      text(name + "[" + i + "]", values.get(i)).ifPresent(texts::add);
    }
    return texts;
  }

  /** The objects of a list, or a single object. */
  List<Map<?, ?>> objects(String name) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (object.get(name) instanceof Map<?, ?> single) {
      return List.of(single);
    }
    List<?> values = list(name, object.get(name));
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof Map<?, ?> one) {
        objects.add(one);
      } else {
        wrong(name + "[" + i + "]", JsonTree.shown(values.get(i)), "an object");
      }
    }
    return objects;
  }

  /** The {@code id} of an object such as a read point. */
  Optional<String> id(String name) {
    Object value = object.get(name);
    return value instanceof Map<?, ?> place
        ? text(name + ".id", place.get("id"))
        : text(name, value);
  }

  private List<?> list(String name, @Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    if (value == null || value instanceof Optional) {
      return List.of();
    }
    wrong(name, JsonTree.shown(value), "a list");
    return List.of();
  }

  /** The items of a list of single things. */
  List<EventItem> epcs(String name) {
    List<EventItem> items = new ArrayList<>();
    List<String> texts = texts(name);
    for (int i = 0; i < texts.size(); i++) {
      item(name + "[" + i + "]", texts.get(i))
          .ifPresent(
              id -> {
                if (id.grain() != Grain.ITEM) {
                  label(Defect.CLASS_IN_ITEM_LIST);
                }
                items.add(new EventItem(id, Optional.empty()));
              });
    }
    return items;
  }

  /** The items of a list of quantities. */
  List<EventItem> quantities(String name) {
    List<EventItem> items = new ArrayList<>();
    List<Map<?, ?>> elements = objects(name);
    for (int i = 0; i < elements.size(); i++) {
      String path = name + "[" + i + "].";
      Map<?, ?> element = elements.get(i);
      Optional<ItemId> id =
          text(path + "epcClass", element.get("epcClass")).flatMap(t -> item(path + "epcClass", t));
      if (element.get("epcClass") == null) {
        missing(path + "epcClass", "the URI of a class or lot");
      }
      Optional<Quantity> quantity = quantity(path, element);
      id.ifPresent(
          item -> {
            if (item.grain() == Grain.ITEM && Gs1Key.parse(item.canonical()).isPresent()) {
              label(Defect.ITEM_IN_QUANTITY_LIST);
            }
            items.add(new EventItem(item, quantity));
          });
    }
    return items;
  }

  private Optional<Quantity> quantity(String path, Map<?, ?> element) {
    Optional<String> unit = text(path + "uom", element.get("uom"));
    Optional<String> amount = amount(path + "quantity", element.get("quantity"));
    if (amount.isEmpty()) {
      return Optional.empty();
    }
    if (unit.isEmpty()) {
      label(Defect.UNIT_MISSING);
    } else if (!Quantity.isUnit(unit.get())) {
      label(Defect.UNIT_FOREIGN);
      return Optional.empty();
    }
    try {
      return Optional.of(Quantity.of(amount.get(), unit.orElse(Quantity.PIECES)));
    } catch (InvalidInputException e) {
      wrong(
          path + "quantity",
          amount.get(),
          "a decimal number, 0 or more, with at most "
              + Quantity.MOST_DIGITS
              + " digits before the decimal point and as many after it");
      return Optional.empty();
    }
  }

  private Optional<String> amount(String field, @Nullable Object value) {
    if (value instanceof Digits digits) {
      return Optional.of(digits.text());
    }
    if (value instanceof String text && NUMBER.matcher(text.strip()).matches()) {
      label(Defect.NUMBER_AS_TEXT);
      return Optional.of(text.strip());
    }
    if (value != null && !(value instanceof Optional)) {
      wrong(field, JsonTree.shown(value), "a number, 0 or more");
    }
    return Optional.empty();
  }

  private String cleaned(String written) {
    String cleaned = NameText.cleaned(written);
    if (!cleaned.equals(written)) {
      label(Defect.CHARACTERS_REMOVED);
    }
    return cleaned;
  }

  Optional<ItemId> item(String field, String written) {
    String text = ItemId.cleaned(written);
    if (!text.equals(written)) {
      label(Defect.CHARACTERS_REMOVED);
    }
    try {
      ItemId id = ItemId.parse(text);
      label(id, text);
      return Optional.of(id);
    } catch (InvalidInputException e) {
      wrong(field, text, "a URI without white space, for example a GS1 Digital Link");
      return Optional.empty();
    }
  }

  private void label(ItemId id, String text) {
    if (id.identifier().isPresent()) {
      if (!id.uri().equals(text)) {
        label(Defect.ITEM_NO_URI);
      }
      return;
    }
    Optional<Gs1Key> key = Gs1Key.parse(text);
    if (key.isEmpty() && MALFORMED_EPC.matcher(text).lookingAt()) {
      label(Defect.EPC_MALFORMED);
    }
    if (key.isPresent() && !key.get().checkDigitAgrees()) {
      label(Defect.CHECK_DIGIT_WRONG);
    }
  }
}
