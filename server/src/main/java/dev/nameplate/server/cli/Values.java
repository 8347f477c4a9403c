package dev.nameplate.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.nameplate.error.VisibleText;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import java.util.Base64;
import java.util.List;

/**
 * Values of records as commands show them. In JSON a value has {@code index}, {@code type}, {@code
 * form} ({@code text}, {@code number}, {@code json}, {@code reference} or {@code bytes}), {@code
 * data}, and {@code restricted} if not everyone may read it. {@code data} is, by form: a string; a
 * number with the digits as they were given; the JSON itself; an object with {@code reference}
 * ({@code identifier}, or {@code index:identifier}); an object with {@code base64}.
 */
public final class Values {
  private static final int SHOWN = 100;

  private Values() {}

  /** For programs: an array of values. */
  public static ArrayNode json(List<RecordValue> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> array.add(json(value)));
    return array;
  }

  private static ObjectNode json(RecordValue value) {
    ObjectNode json = Output.object();
    json.put("index", value.index());
    json.put("type", value.type());
    ValueData data = value.data();
    if (data instanceof ValueData.Text text) {
      json.put("form", "text").put("data", text.text());
    } else if (data instanceof ValueData.Number number) {
      json.put("form", "number").putRawValue("data", new RawValue(number.text()));
    } else if (data instanceof ValueData.Json text) {
      // Line feeds stand only between JSON's words, never in them; in JSON Lines each object is one
      // line.
      String line = text.text().replace('\n', ' ').replace('\r', ' ');
      json.put("form", "json").putRawValue("data", new RawValue(line));
    } else if (data instanceof ValueData.Reference reference) {
      json.put("form", "reference").putObject("data").put("reference", reference.to().toString());
    } else if (data instanceof ValueData.Binary binary) {
      String base64 = Base64.getEncoder().encodeToString(binary.bytes().toByteArray());
      json.put("form", "bytes").putObject("data").put("base64", base64);
    }
    if (!value.permissions().publicRead()) {
      json.put("restricted", true);
    }
    return json;
  }

  /** For people: a line a value. */
  public static List<String> lines(List<RecordValue> values, List<Long> withheld) {
    Columns columns = new Columns("  ");
    for (RecordValue value : values) {
      String shown =
          text(value.data()) + (value.permissions().publicRead() ? "" : "  (restricted)");
      columns.add(Long.toString(value.index()), VisibleText.of(value.type()), shown);
    }
    withheld.forEach(
        index -> columns.add(Long.toString(index), "?", "(restricted: not shown to you)"));
    return columns.lines();
  }

  private static String text(ValueData data) {
    if (data instanceof ValueData.Text text) {
      return shown(text.text());
    }
    if (data instanceof ValueData.Number number) {
      return number.text();
    }
    if (data instanceof ValueData.Json json) {
      return shown(json.text());
    }
    if (data instanceof ValueData.Reference reference) {
      return "-> " + shown(reference.to().toString());
    }
    return data instanceof ValueData.Binary binary ? binary.bytes().toString() : data.toString();
  }

  private static String shown(String text) {
    return Columns.shortened(VisibleText.of(text), SHOWN);
  }
}
