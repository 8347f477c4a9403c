package dev.nameplate.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Records as JSON, with nothing lost.
 *
 * <p>A value's {@code data} is a text, or an object with one form of {@code number}, {@code json},
 * {@code base64} or {@code reference}, the latter with {@code index} where one value of the
 * identifier is meant. What equals its default ({@code ttl} 86400, {@code permissions} 14, {@code
 * timestamp} the batch's time) is left out; {@code restricted} is true where not everyone may read.
 */
public final class RecordJson {
  private static final Set<String> RECORD =
      Set.of("identifier", "values", "withheld", "version", "time", "position", "statement");
  private static final Set<String> VALUE =
      Set.of(
          "index",
          "type",
          "data",
          "ttl",
          "expires",
          "timestamp",
          "permissions",
          "restricted",
          "references");
  private static final Set<String> DATA = Set.of("number", "json", "base64", "reference", "index");
  private static final Set<String> REFERENCE = Set.of("reference", "index");

  private RecordJson() {}

  /** The object of a record. */
  public static ObjectNode write(IdentifierRecord record) {
    ObjectNode object = Json.object();
    object.put("identifier", record.identifier().toString()).put("version", record.version());
    object.set("values", write(record.values()));
    if (!record.withheld().isEmpty()) {
      record.withheld().forEach(object.putArray("withheld")::add);
    }
    return object;
  }

  /** The array of values. */
  public static ArrayNode write(List<RecordValue> values) {
    return Json.objects(values, RecordJson::write);
  }

  private static ObjectNode write(RecordValue value) {
    ObjectNode object = Json.object();
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
    if (!value.permissions().publicRead()) {
      object.put("restricted", true);
    }
    if (!value.references().isEmpty()) {
      object.set("references", Json.objects(value.references(), RecordJson::write));
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
    ObjectNode object = Json.object();
    object.put("reference", reference.identifier().toString());
    return reference.index() == 0 ? object : object.put("index", reference.index());
  }

  /**
   * The record of an object, as its first version.
   *
   * @param cleaned cleans the text of the identifier
   * @throws dev.nameplate.error.InvalidInputException if the object is malformed, or values are
   *     withheld in it
   */
  public static IdentifierRecord read(Fields record, UnaryOperator<String> cleaned) {
    record.only(RECORD);
    if (record.has("withheld") && !record.any("withheld").isEmpty()) {
      throw record.wrong(
          "withheld", "nothing withheld; export --data DIR writes restricted values too");
    }
    Identifier identifier =
        record.word("identifier", text -> Identifier.parse(cleaned.apply(text)));
    record.any("values");
    return IdentifierRecord.first(
        identifier, record.objects("values").stream().map(RecordJson::value).toList());
  }

  private static RecordValue value(Fields value) {
    value.only(VALUE);
    if (value.has("ttl") && value.has("expires")) {
      throw value.wrong("expires", "either ttl or expires, and not both");
    }
    TimeToLive timeToLive = TimeToLive.DEFAULT;
    if (value.has("expires")) {
      timeToLive = new TimeToLive.Until(value.moment("expires"));
    } else if (value.has("ttl")) {
      long seconds = value.number("ttl", 0, TimeToLive.Relative.MAX_SECONDS);
      timeToLive = new TimeToLive.Relative(Duration.ofSeconds(seconds));
    }
    long index = value.number("index", 1, RecordValue.MAX_INDEX);
    String type = value.text("type");
    ValueData data = data(value);
    TimeToLive lasting = timeToLive;
    Optional<Instant> timestamp =
        value.has("timestamp") ? Optional.of(value.moment("timestamp")) : Optional.empty();
    Permissions permissions = permissions(value);
    List<ValueReference> references =
        value.objects("references").stream().map(RecordJson::reference).toList();
    return value.made(
        () -> new RecordValue(index, type, data, lasting, timestamp, permissions, references));
  }

  private static Permissions permissions(Fields value) {
    if (!value.has("permissions")) {
      return value.flag("restricted") ? Permissions.RESTRICTED : Permissions.DEFAULT;
    }
    Permissions permissions = new Permissions((int) value.number("permissions", 0, 15));
    if (value.has("restricted") && value.flag("restricted") == permissions.publicRead()) {
      throw value.wrong("restricted", "what the permissions say");
    }
    return permissions;
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
      return data.word("number", ValueData.Number::new);
    }
    if (data.has("json")) {
      return data.word("json", ValueData.Json::new);
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
        reference.word("reference", Identifier::parse),
        reference.has("index") ? reference.number("index", 0, RecordValue.MAX_INDEX) : 0);
  }
}
