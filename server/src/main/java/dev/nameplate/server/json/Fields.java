package dev.nameplate.server.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.JsonBounds;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The fields of a JSON object, read strictly: a field of another type than expected, or an unread
 * field, is an error with its path.
 */
public final class Fields {
  private static final JsonMapper STRICT =
      JsonMapper.builder(JsonBounds.VALUE.strict())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final JsonNode object;
  private final Where where;

  /** Path of an object; its text is only made for an error. */
  private record Where(Optional<Where> above, String name, int item) {
    String path() {
      String own = item < 0 ? name : name + "[" + item + "]";
      return above
          .map(Where::path)
          .filter(path -> !path.isEmpty())
          .map(path -> path + "." + own)
          .orElse(own);
    }
  }

  private Fields(JsonNode object, Where where) {
    this.object = object;
    this.where = where;
    if (!object.isObject()) {
      throw wrong(where.path(), object.toString(), "a JSON object");
    }
  }

  /**
   * Reads a JSON text that is a single object.
   *
   * @param name name of the text in errors; may be empty
   */
  public static Fields parse(String name, String text) {
    try {
      return new Fields(STRICT.readTree(text), new Where(Optional.empty(), name, -1));
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw wrong(
          name.isEmpty() ? "json" : name, line + e.getOriginalMessage(), "one valid JSON object");
    } catch (ArithmeticException | NumberFormatException e) { // thrown for huge exponents
      throw wrong(
          name.isEmpty() ? "json" : name, text, "numbers with exponents of at most nine digits");
    }
  }

  /** Refuses fields other than these. */
  public void only(Set<String> known) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new InvalidInputException(
            ErrorReason.INVALID_ARGUMENT, FieldViolation.unknown(path(name), name, known));
      }
    }
  }

  /** True if there is such a field, and it is not null. */
  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** A text that must be there. */
  public String text(String name) {
    return optionalText(name).orElseThrow(() -> wrong(name, "a text"));
  }

  /** A text, if there is one. */
  public Optional<String> optionalText(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode field = object.get(name);
    if (!field.isTextual()) {
      throw wrong(name, "a text");
    }
    return Optional.of(field.textValue());
  }

  /**
   * A word that must be there, made from a text.
   *
   * @param parse makes it; an error of it is named by the path of this field
   */
  public <T> T word(String name, Function<String, T> parse) {
    String text = text(name);
    return within(path(name), () -> parse.apply(text));
  }

  /** Makes something of this object, of whose errors the path leads here. */
  public <T> T made(Supplier<T> make) {
    return within("", make);
  }

  private <T> T within(String field, Supplier<T> make) {
    try {
      return make.get();
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      String rest =
          message.startsWith(e.field() + ": ")
              ? message.substring(e.field().length())
              : ": " + message;
      String path = field.isEmpty() ? path(e.field()) : field;
      throw new InvalidInputException(e.reason(), new FieldViolation(path, path + rest));
    }
  }

  /** A moment that must be there. */
  public Instant moment(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw wrong(name, "a moment like 2026-03-01T08:00:00Z");
    }
  }

  /** The texts of an array; none if there is no such field. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode node : array(name, "texts")) {
      if (!node.isTextual()) {
        throw wrong(name, "an array of texts");
      }
      texts.add(node.textValue());
    }
    return texts;
  }

  /** The elements of an array; none without the field. */
  JsonNode array(String name, String of) {
    JsonNode array = has(name) ? object.get(name) : JsonNodeFactory.instance.arrayNode();
    if (!array.isArray()) {
      throw wrong(name, "an array of " + of);
    }
    return array;
  }

  /** An object of an array. */
  Fields item(String name, int number) {
    return new Fields(object.get(name).get(number), new Where(Optional.of(where), name, number));
  }

  /** A text of an array, parsed. */
  <T> T itemWord(String name, int number, Function<String, T> parse) {
    return within(
        path(name) + "[" + number + "]",
        () -> parse.apply(object.get(name).get(number).textValue()));
  }

  /** A whole number within bounds, that must be there. */
  public long number(String name, long least, long most) {
    JsonNode field = object.path(name);
    if (!field.isIntegralNumber()
        || !field.canConvertToLong()
        || field.longValue() < least
        || field.longValue() > most) {
      throw wrong(name, "a whole number, " + least + " to " + most);
    }
    return field.longValue();
  }

  /** Value of a flag; false without the field. */
  public boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    if (!object.get(name).isBoolean()) {
      throw wrong(name, "true or false");
    }
    return object.get(name).booleanValue();
  }

  /** A choice by its text, if present. */
  public <E extends Enum<E>> Optional<E> choice(String name, Class<E> choices) {
    return optionalText(name)
        .map(
            text -> {
              for (E choice : choices.getEnumConstants()) {
                if (choice.toString().equals(text)) {
                  return choice;
                }
              }
              throw wrong(name, "one of " + List.of(choices.getEnumConstants()));
            });
  }

  /** The field itself, whatever it is. */
  public JsonNode any(String name) {
    if (!has(name)) {
      throw wrong(name, "a field of this name");
    }
    return object.get(name);
  }

  /** An object that must be there. */
  public Fields object(String name) {
    return new Fields(any(name), new Where(Optional.of(where), name, -1));
  }

  /** The objects of an array; none if there is no such field. */
  public List<Fields> objects(String name) {
    int count = array(name, "objects").size();
    List<Fields> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(item(name, i));
    }
    return items;
  }

  /** The error for a field of this object with an unexpected value. */
  public InvalidInputException wrong(String name, String expected) {
    return wrong(path(name), has(name) ? object.get(name).toString() : "missing", expected);
  }

  private String path(String name) {
    String path = where.path();
    return path.isEmpty() ? name : path + "." + name;
  }

  private static InvalidInputException wrong(String path, String value, String expected) {
    return InvalidInputException.of(path, value, expected);
  }
}
