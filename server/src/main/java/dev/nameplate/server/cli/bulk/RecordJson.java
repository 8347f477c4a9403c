package dev.nameplate.server.cli.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A record as a JSON object, with nothing lost: what {@code export} writes and {@code import}
 * reads.
 *
 * <p>A value's {@code data} is a text, or an object with one form of {@code number}, {@code json},
 * {@code base64} or {@code reference}, the latter with {@code index} where one value of the
 * identifier is meant. What equals its default ({@code ttl} 86400, {@code permissions} 14, {@code
 * timestamp} the batch's time) is left out.
 */
final class RecordJson {
  private static final Set<String> RECORD =
      Set.of("identifier", "values", "withheld", "version", "time", "position", "statement");
  private static final Set<String> VALUE =
      Set.of("index", "type", "data", "ttl", "expires", "timestamp", "permissions", "references");
  private static final Set<String> DATA = Set.of("number", "json", "base64", "reference", "index");
  private static final Set<String> REFERENCE = Set.of("reference", "index");

  private RecordJson() {}

  /** The object of a record. */
  static ObjectNode write(IdentifierRecord record) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("identifier", record.identifier().toString()).put("version", record.version());
    var values = object.putArray("values");
    record.values().forEach(value -> values.add(write(value)));
    if (!record.withheld().isEmpty()) {
      var withheld = object.putArray("withheld");
      record.withheld().forEach(withheld::add);
    }
    return object;
  }

  private static ObjectNode write(RecordValue value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("index", value.index()).put("type", value.type()).set("data", write(value.data()));
    if (value.timeToLive() instanceof TimeToLive.Until until) {
      object.put("expires", until.moment().toString());
    } else if (value.timeToLive() instanceof TimeToLive.Relative relative
        && !relative.equals(TimeToLive.DEFAULT)) {
      object.put("ttl", relative.duration().toSeconds());
    }
    value.timestamp().ifPresent(timestamp -> object.put("timestamp", timestamp.toString()));
    if (!value.permissions().equals(Permissions.DEFAULT)) {
      object.put("permissions", value.permissions().bits());
    }
    if (!value.references().isEmpty()) {
      var references = object.putArray("references");
      value.references().forEach(reference -> references.add(write(reference)));
    }
    return object;
  }

  private static JsonNode write(ValueData data) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (data instanceof ValueData.Text text) {
      return json.textNode(text.text());
    }
    if (data instanceof ValueData.Reference reference) {
      return write(reference.to());
    }
    if (data instanceof ValueData.Number number) {
      return json.objectNode().put("number", number.text());
    }
    if (data instanceof ValueData.Json text) {
      return json.objectNode().put("json", text.text());
    }
    Bytes bytes = ((ValueData.Binary) data).bytes();
    return json.objectNode().put("base64", Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  private static ObjectNode write(ValueReference reference) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("reference", reference.identifier().toString());
    return reference.index() == 0 ? object : object.put("index", reference.index());
  }

  /**
   * The assignment that makes the record of an object anew, as its first version.
   *
   * @param names cleans its identifier
   * @throws dev.nameplate.error.InvalidInputException if the object is malformed, or values are
   *     withheld in it
   */
  static Assignment read(String text, RowNames names) {
    Fields record = Fields.parse("", text);
    record.only(RECORD);
    if (record.has("withheld") && !record.any("withheld").isEmpty()) {
      throw record.wrong(
          "withheld", "nothing withheld; export --data DIR writes restricted values too");
    }
    Identifier identifier =
        Identifier.parse(names.identifier("identifier", record.text("identifier")));
    record.any("values");
    List<RecordValue> values = record.objects("values").stream().map(RecordJson::value).toList();
    Planner.check(identifier, values);
    return new Assignment(identifier, values, OperationId.NONE);
  }

  private static RecordValue value(Fields value) {
    value.only(VALUE);
    if (value.has("ttl") && value.has("expires")) {
      throw value.wrong("expires", "either ttl or expires, and not both");
    }
    TimeToLive timeToLive = TimeToLive.DEFAULT;
    if (value.has("expires")) {
      timeToLive = new TimeToLive.Until(moment(value, "expires"));
    } else if (value.has("ttl")) {
      long seconds = value.number("ttl", 0, TimeToLive.Relative.MAX_SECONDS);
      timeToLive = new TimeToLive.Relative(Duration.ofSeconds(seconds));
    }
    return new RecordValue(
        value.number("index", 1, RecordValue.MAX_INDEX),
        value.text("type"),
        data(value),
        timeToLive,
        value.has("timestamp") ? Optional.of(moment(value, "timestamp")) : Optional.empty(),
        value.has("permissions")
            ? new Permissions((int) value.number("permissions", 0, 15))
            : Permissions.DEFAULT,
        value.objects("references").stream().map(RecordJson::reference).toList());
  }

  private static ValueData data(Fields value) {
    if (value.any("data").isTextual()) {
      return ValueData.text(value.text("data"));
    }
    Fields data = value.object("data");
    data.only(DATA);
    if (data.has("reference")) {
      return new ValueData.Reference(reference(data));
    }
    if (data.has("number")) {
      return new ValueData.Number(data.text("number"));
    }
    if (data.has("json")) {
      return new ValueData.Json(data.text("json"));
    }
    try {
      return ValueData.binary(Bytes.wrap(Base64.getDecoder().decode(data.text("base64"))));
    } catch (IllegalArgumentException e) {
      throw data.wrong("base64", "bytes in Base64");
    }
  }

  private static ValueReference reference(Fields reference) {
    reference.only(REFERENCE);
    return new ValueReference(
        Identifier.parse(reference.text("reference")),
        reference.has("index") ? reference.number("index", 0, RecordValue.MAX_INDEX) : 0);
  }

  private static Instant moment(Fields value, String name) {
    try {
      return Instant.parse(value.text(name));
    } catch (DateTimeException e) {
      throw value.wrong(name, "a moment like 2026-03-01T08:00:00Z");
    }
  }
}
