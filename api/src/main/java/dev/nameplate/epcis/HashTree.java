package dev.nameplate.epcis;

import dev.nameplate.event.InvalidEventException;
import dev.nameplate.trust.statement.EventBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings an event into the order and form of the event hash id. Where the standard's text and the
 * test vectors of its authors differ, this does as the latter: certificates are included, a parent
 * stands before the EPCs, destinations before sources, and a type before what it is the type of.
 *
 * <p><b>Source:</b> CBV 2.0, section 8.9 (event hash id).
 */
final class HashTree {
  private static final List<String> EVENT =
      List.of(
          "eventTime",
          "eventTimeZoneOffset",
          "certificationInfo",
          "parentID",
          "epcList",
          "inputEPCList",
          "childEPCs",
          "quantityList",
          "childQuantityList",
          "inputQuantityList",
          "outputEPCList",
          "outputQuantityList",
          "action",
          "transformationID",
          "bizStep",
          "disposition",
          "persistentDisposition",
          "readPoint",
          "bizLocation",
          "bizTransactionList",
          "destinationList",
          "sourceList",
          "sensorElementList",
          "ilmd");
  private static final List<String> QUANTITY = List.of("epcClass", "quantity", "uom");
  private static final List<String> PERSISTENT = List.of("set", "unset");
  private static final List<String> PLACE = List.of("id");
  private static final List<String> SENSOR = List.of("sensorMetadata", "sensorReport");
  private static final List<String> METADATA =
      List.of(
          "time",
          "startTime",
          "endTime",
          "deviceID",
          "deviceMetadata",
          "rawData",
          "dataProcessingMethod",
          "bizRules");
  private static final List<String> REPORT =
      List.of(
          "type",
          "exception",
          "deviceID",
          "deviceMetadata",
          "rawData",
          "dataProcessingMethod",
          "time",
          "microorganism",
          "chemicalSubstance",
          "value",
          "component",
          "stringValue",
          "booleanValue",
          "hexBinaryValue",
          "uriValue",
          "minValue",
          "maxValue",
          "meanValue",
          "sDev",
          "percRank",
          "percValue",
          "uom",
          "coordinateReferenceSystem");
  private static final Set<String> OF_THE_RECORD =
      Set.of("@context", "type", "eventID", "recordTime", "errorDeclaration");

  /**
   * The most characters of an event with its prefixes and numbers written out, 4 Mi: many times the
   * length of the longest event with names of the usual length.
   */
  static final int MOST_CHARS = 16 * EventBody.MAX_EVENT_BYTES;

  private static final Set<String> COMMENTS = Set.of("comment", "rdfs:comment");

  private final Prefixes prefixes;
  private int left = MOST_CHARS;

  private HashTree(Prefixes prefixes) {
    this.prefixes = prefixes;
  }

  /** The parts of an event: its type, its own fields, then everything else. */
  static List<HashNode> of(String type, Map<?, ?> event, Prefixes prefixes) {
    HashTree tree = new HashTree(prefixes);
    List<HashNode> parts = new ArrayList<>();
    parts.add(tree.node("eventType", new HashValue(type, type), List.of()));
    parts.addAll(tree.ordered(event, EVENT, OF_THE_RECORD, tree::eventField));
    return parts;
  }

  /** The parts of any other value. */
  static List<HashNode> of(String name, Object json, Prefixes prefixes) {
    return new HashTree(prefixes).member(name, json);
  }

  /**
   * A part of the tree.
   *
   * @throws InvalidEventException if all of it became too long: a short text can name a long
   *     namespace, or write a long number, any number of times
   */
  private HashNode node(String name, @Nullable HashValue value, List<HashNode> inside) {
    HashNode node = new HashNode(name, value, inside);
    left -= node.length();
    if (left < 0) {
      throw new InvalidEventException(
          "event",
          name + (value == null ? "" : "=" + value.canonical()),
          "at most "
              + MOST_CHARS
              + " characters once prefixes and numbers with exponents are written out");
    }
    return node;
  }

  /** A field's values: one, or several under one name. */
  private interface Field {
    List<HashNode> nodes(String name, Object json);
  }

  /** The fields in their order, then the members that are none, sorted. */
  private List<HashNode> ordered(
      Object json, List<String> order, Set<String> leftOut, Field field) {
    if (!(json instanceof Map<?, ?> object)) {
      return List.of();
    }
    List<HashNode> parts = new ArrayList<>();
    for (String name : order) {
      Object value = object.get(name);
      if (value != null) {
        parts.addAll(sorted(field.nodes(name, value)));
      }
    }
    List<HashNode> others = new ArrayList<>();
    object.forEach(
        (name, value) -> {
          if (!order.contains(name) && !leftOut.contains(name)) {
            others.addAll(member(name.toString(), value));
          }
        });
    parts.addAll(sorted(others));
    return parts;
  }

  private List<HashNode> eventField(String name, Object json) {
    return switch (name) {
      case "eventTime" -> values(name, json, one -> HashValue.time(one, prefixes));
      case "epcList", "childEPCs", "inputEPCList", "outputEPCList" ->
          list(name, values("epc", json, this::value));
      case "quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList" ->
          list(name, objects("quantityElement", json, QUANTITY, this::ordinary));
      case "bizStep" -> values(name, json, one -> word(one, Vocabulary.STEP));
      case "disposition" -> values(name, json, one -> word(one, Vocabulary.DISPOSITION));
      case "persistentDisposition" -> objects(name, json, PERSISTENT, this::persistent);
      case "readPoint", "bizLocation" -> objects(name, json, PLACE, this::ordinary);
      case "bizTransactionList" -> typed(name, "bizTransaction", json, Vocabulary.TRANSACTION);
      case "sourceList" -> typed(name, "source", json, Vocabulary.PARTY);
      case "destinationList" -> typed(name, "destination", json, Vocabulary.PARTY);
      case "sensorElementList" -> list(name, objects("sensorElement", json, SENSOR, this::sensor));
      case "ilmd" -> member(name, json);
      default -> ordinary(name, json);
    };
  }

  private List<HashNode> ordinary(String name, Object json) {
    return values(name, json, this::value);
  }

  private List<HashNode> persistent(String name, Object json) {
    return values(name, json, one -> word(one, Vocabulary.DISPOSITION));
  }

  private List<HashNode> sensor(String name, Object json) {
    return name.equals("sensorMetadata")
        ? objects(name, json, METADATA, this::measurement)
        : objects(name, json, REPORT, this::measurement);
  }

  private List<HashNode> measurement(String name, Object json) {
    return switch (name) {
      case "time", "startTime", "endTime" ->
          values(name, json, one -> HashValue.time(one, prefixes));
      case "type", "exception" -> values(name, json, one -> word(one, Vocabulary.MEASUREMENT));
      case "component" -> values(name, json, one -> word(one, Vocabulary.COMPONENT));
      default -> ordinary(name, json);
    };
  }

  /** A member that the order of the event does not name. */
  private List<HashNode> member(String name, Object json) {
    List<HashNode> nodes = new ArrayList<>();
    if (!COMMENTS.contains(name)) {
      each(json, one -> nodes.add(extension(prefixes.expandedName(name), one)));
    }
    return nodes;
  }

  private HashNode extension(String name, Object json) {
    return json instanceof Map<?, ?>
        ? node(name, null, ordered(json, List.of(), Set.of(), this::ordinary))
        : node(name, value(json), List.of());
  }

  private List<HashNode> typed(String name, String what, Object json, Vocabulary vocabulary) {
    Field field =
        (inner, one) ->
            inner.equals("type")
                ? values(inner, one, type -> word(type, vocabulary))
                : ordinary(inner, one);
    return list(name, objects("", json, List.of("type", what), field));
  }

  private List<HashNode> list(String name, List<HashNode> elements) {
    return elements.isEmpty() ? List.of() : List.of(node(name, null, sorted(elements)));
  }

  private List<HashNode> objects(String name, Object json, List<String> order, Field field) {
    List<HashNode> nodes = new ArrayList<>();
    each(
        json,
        one -> {
          List<HashNode> inside = ordered(one, order, Set.of(), field);
          if (!inside.isEmpty()) {
            nodes.add(node(name, null, inside));
          } else if (!(one instanceof Map)) {
            nodes.add(node(name, value(one), List.of()));
          }
        });
    return nodes;
  }

  private List<HashNode> values(String name, Object json, Function<Object, HashValue> reading) {
    List<HashNode> nodes = new ArrayList<>();
    each(
        json,
        one -> {
          HashValue value = reading.apply(one);
          if (!value.canonical().isEmpty()) {
            nodes.add(node(name, value, List.of()));
          }
        });
    return nodes;
  }

  private HashValue value(Object json) {
    return HashValue.of(json, prefixes);
  }

  private HashValue word(Object json, Vocabulary vocabulary) {
    return HashValue.word(json, vocabulary, prefixes);
  }

  /**
   * Applies a function to each value of a list, nested lists included, or to the single value; null
   * is skipped.
   */
  private static void each(Object json, Consumer<Object> use) {
    if (json instanceof List<?> list) {
      list.forEach(one -> each(one, use));
    } else if (!(json instanceof Optional)) {
      use.accept(json);
    }
  }

  private static List<HashNode> sorted(List<HashNode> nodes) {
    return nodes.stream().sorted(HashPieces::compare).toList();
  }
}
