package dev.nameplate.server.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.Quantity;
import dev.nameplate.record.JsonBounds;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.function.Function;

/** Makes JSON. */
public final class Json {
  private Json() {}

  /** Loaded with the first text: a command that prints for people needs no mapper. */
  private static final class Texts {
    private static final ObjectMapper JSON = new ObjectMapper(JsonBounds.VALUE.lenient());
  }

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An array of words, as texts. */
  public static ArrayNode texts(Collection<?> words) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(words.size());
    words.forEach(word -> array.add(word.toString()));
    return array;
  }

  /** An array of objects. */
  public static <T> ArrayNode objects(Collection<T> items, Function<? super T, ObjectNode> object) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
    items.forEach(item -> array.add(object.apply(item)));
    return array;
  }

  /** {@code amount}, a text that keeps its digits, and {@code unit}. */
  public static ObjectNode quantity(Quantity much) {
    return object().put("amount", much.amount().toPlainString()).put("unit", much.unit());
  }

  /** Adds a text, unless it is empty. */
  static void put(ObjectNode json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  /**
   * The object on one line. Characters that cannot be seen stand only inside JSON strings, where
   * the escapes of {@link VisibleText} mean the same.
   */
  public static String text(ObjectNode object) {
    try {
      return VisibleText.within(Texts.JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e); // a tree of nodes has a text
    }
  }
}
