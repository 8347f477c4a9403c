package dev.nameplate.epcis;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.JsonTree;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the JSON of one event into an event.
 *
 * <p><b>Source:</b> EPCIS 2.0, section 7.4 (event types).
 */
final class EventReading {
  private static final Set<String> TYPES =
      Set.of(
          "ObjectEvent",
          "AggregationEvent",
          "AssociationEvent",
          "TransactionEvent",
          "TransformationEvent");
  private static final List<String> TYPE_STARTS = List.of("https://ref.gs1.org/epcis/", "epcis:");
  private static final String UUID = "urn:uuid:";
  private static final Pattern UUID_SYNTAX =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
  private static final List<String> MEASURED =
      List.of("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue");

  /** Expected value of a missing {@code @context}, for messages. */
  static final String CONTEXT =
      "https://ref.gs1.org/standards/epcis/epcis-context.jsonld, or a list with it";

  private static final String TIME = "date, time and offset, for example 2026-01-02T03:04:05+08:00";

  private final LocalNames locals;
  private final Prefixes prefixes;
  private final EventFields fields;
  private final Map<?, ?> object;

  private EventReading(Map<?, ?> object, Prefixes prefixes, LocalNames locals) {
    this.object = object;
    this.prefixes = prefixes;
    this.locals = locals;
    this.fields = new EventFields(object);
  }

  /**
   * Reads an event.
   *
   * @param text its JSON
   * @param context the document's context
   * @param locals the document's names that mean nothing outside it
   * @throws dev.nameplate.error.InvalidInputException if it is none; every wrong field is named
   */
  static Event read(String text, DocumentContext context, LocalNames locals) {
    Map<?, ?> written = object(text);
    Optional<Event> exact = NativeEvent.read(written);
    if (exact.isPresent()) {
      return exact.get();
    }
    Object own = written.get("@context") instanceof Optional ? null : written.get("@context");
    Prefixes prefixes = context.prefixes(own);
    Map<?, ?> object = locals.replaced(written, prefixes.base());
    EventReading reading = new EventReading(object, prefixes, locals);
    if (object == written) {
      return reading.event(text, context);
    }
    reading.fields.label(Defect.NAME_LOCAL);
    return reading.event(JsonTree.write(object), context);
  }

  private static Map<?, ?> object(String text) {
    try {
      if (JsonTree.read(text) instanceof Map<?, ?> object) {
        return object;
      }
      throw new InvalidEventException("event", text, "a JSON object");
    } catch (InvalidRecordException e) {
      throw new InvalidEventException(
          "event", text, "JSON in which no object has a name twice, nested at most 1,000 deep");
    }
  }

  private Event event(String text, DocumentContext context) {
    requireContext(context);
    Optional<String> type = type();
    Optional<OffsetDateTime> time = time("eventTime");
    ZoneOffset offset = offset(time);
    words();
    if (NativeEvent.isClaimed(object)) {
      fields.label(Defect.EVENT_BYTES_DIFFER);
    }
    fields.refuseIfWrong();
    EventHash hash = EventHash.of(type.orElseThrow(), object, prefixes);
    Event event =
        object.get("errorDeclaration") instanceof Map<?, ?> declaration
            ? withdrawal(declaration, name(hash, this::declared), hash, time.orElseThrow())
            : happening(
                type.orElseThrow(), name(hash, this::remembered), time.orElseThrow().toInstant());
    return event
        .offset(offset)
        .source(
            new EventSource(
                globalText(text, event), context.text(), hash.content(), fields.labels()));
  }

  /**
   * The text of an event; in an error declaration, local names of its event and of the corrective
   * events are replaced by global names.
   */
  private String globalText(String text, Event event) {
    if (!(event.occurrence() instanceof Withdrawn what)
        || !(object.get("errorDeclaration") instanceof Map<?, ?> declaration)
        || !(what.target() instanceof Target.ByName target)) {
      return text;
    }
    Map<Object, Object> said = new LinkedHashMap<>(declaration);
    if (said.containsKey("correctiveEventIDs")) {
      said.put("correctiveEventIDs", what.replacements());
    }
    Map<Object, Object> whole = new LinkedHashMap<>(object);
    whole.computeIfPresent("eventID", (field, id) -> isLocal(id) ? target.name() : id);
    whole.put("errorDeclaration", said);
    return whole.equals(object) ? text : JsonTree.write(whole);
  }

  /**
   * True for an id that is valid inside its document only; without a scheme, it is at most
   * relative.
   */
  private static boolean isLocal(Object id) {
    return id instanceof String text
        && !text.isBlank()
        && (LocalNames.isLocal(text.strip()) || LocalNames.isRelative(text.strip()));
  }

  private void requireContext(DocumentContext context) {
    Object own = fields.has("@context") ? object.get("@context") : null;
    if (context.isEmpty() && own == null) {
      fields.missing("@context", CONTEXT);
    } else if (!context.isEpcisWith(own)) {
      fields.label(Defect.CONTEXT_FOREIGN);
    }
    if (hasUndeclared(object, prefixes)) {
      fields.label(Defect.PREFIX_UNDECLARED);
    }
  }

  private static boolean hasUndeclared(@Nullable Object json, Prefixes prefixes) {
    if (json instanceof List<?> list) {
      return list.stream().anyMatch(one -> hasUndeclared(one, prefixes));
    }
    return json instanceof Map<?, ?> map
        && map.entrySet().stream()
            .filter(member -> !member.getKey().equals("@context"))
            .anyMatch(
                member ->
                    prefixes.isUndeclared(member.getKey().toString())
                        || hasUndeclared(member.getValue(), prefixes));
  }

  /** The bare type, if it is one of the standard's. */
  private Optional<String> type() {
    Optional<String> written = fields.text("type");
    if (written.isEmpty()) {
      fields.missing("type", "one of " + TYPES.stream().sorted().toList());
      return Optional.empty();
    }
    String type = written.get();
    for (String start : TYPE_STARTS) {
      if (type.startsWith(start) && TYPES.contains(type.substring(start.length()))) {
        fields.label(Defect.EVENT_TYPE_NOT_BARE);
        return Optional.of(type.substring(start.length()));
      }
    }
    if (!TYPES.contains(type)) {
      if (type.indexOf(':') < 0) {
        fields.wrong("type", type, "one of " + TYPES.stream().sorted().toList());
      }
      fields.label(Defect.EVENT_TYPE_FOREIGN);
    }
    return written;
  }

  private Optional<OffsetDateTime> time(String name) {
    Optional<String> text = fields.text(name);
    Optional<OffsetDateTime> time = text.flatMap(EpcisTime::parse);
    if (text.isEmpty()) {
      fields.missing(name, TIME);
    } else if (time.isEmpty()) {
      fields.wrong(name, text.get(), TIME);
    }
    return time;
  }

  private ZoneOffset offset(Optional<OffsetDateTime> time) {
    Optional<String> text = fields.text("eventTimeZoneOffset");
    if (text.isEmpty()) {
      fields.label(Defect.OFFSET_MISSING);
      return time.map(OffsetDateTime::getOffset).orElse(ZoneOffset.UTC);
    }
    Optional<ZoneOffset> offset = EpcisTime.parseOffset(text.get());
    if (offset.isEmpty()) {
      fields.wrong("eventTimeZoneOffset", text.get(), "-18:00 to +18:00");
    }
    return offset.orElse(ZoneOffset.UTC);
  }

  /** Labels the words that are not as they should be. */
  private void words() {
    word(Vocabulary.STEP, fields.text("bizStep"));
    word(Vocabulary.DISPOSITION, fields.text("disposition"));
    for (Map<?, ?> persistent : fields.objects("persistentDisposition")) {
      EventFields inner = fields.inside("persistentDisposition", persistent);
      inner.texts("set").forEach(text -> word(Vocabulary.DISPOSITION, Optional.of(text)));
      inner.texts("unset").forEach(text -> word(Vocabulary.DISPOSITION, Optional.of(text)));
    }
    typed("bizTransactionList", Vocabulary.TRANSACTION);
    typed("sourceList", Vocabulary.PARTY);
    typed("destinationList", Vocabulary.PARTY);
    for (Map<?, ?> sensor : fields.objects("sensorElementList")) {
      for (Map<?, ?> report : fields.inside("sensorElementList", sensor).objects("sensorReport")) {
        MEASURED.stream()
            .filter(name -> report.get(name) instanceof String)
            .forEach(name -> fields.label(Defect.NUMBER_AS_TEXT));
      }
    }
  }

  private void typed(String list, Vocabulary vocabulary) {
    for (Map<?, ?> one : fields.objects(list)) {
      word(vocabulary, fields.inside(list, one).text("type"));
    }
  }

  private void word(Vocabulary vocabulary, Optional<String> text) {
    text.ifPresent(
        written -> {
          String bare = vocabulary.bare(written);
          if (!bare.equals(written)) {
            fields.label(Defect.WORD_NOT_BARE);
          } else if (bare.indexOf(':') < 0 && !vocabulary.has(bare)) {
            fields.label(Defect.WORD_FOREIGN);
          }
        });
  }

  /**
   * The name of the event.
   *
   * @param local the global name of an id that is valid inside its document only, given the hash id
   */
  private String name(EventHash hash, BinaryOperator<String> local) {
    Optional<String> id = fields.text("eventID").filter(text -> !text.isEmpty());
    if (id.isEmpty()) {
      return hash.id();
    }
    String name = id.get();
    if (isLocal(name)) {
      return LocalNames.resolved(name, prefixes.base())
          .orElseGet(
              () -> {
                fields.label(
                    LocalNames.isLocal(name) ? Defect.EVENT_ID_LOCAL : Defect.EVENT_ID_NO_URI);
                return local.apply(name, hash.id());
              });
    }
    if (name.startsWith(UUID) && !UUID_SYNTAX.matcher(name.substring(UUID.length())).matches()) {
      fields.label(Defect.EVENT_ID_NO_UUID);
    } else if (EventHash.isId(name) && !name.equals(hash.id())) {
      fields.label(Defect.EVENT_ID_NOT_THE_HASH);
    }
    return name;
  }

  private String remembered(String local, String hash) {
    locals.remember(local, hash);
    return hash;
  }

  private String declared(String local, String hash) {
    return locals.declared(local, hash);
  }

  /** The names of the corrective events; unknown local names are left out. */
  private List<String> corrections(List<String> ids) {
    List<String> names = new ArrayList<>();
    for (String id : ids) {
      Optional<String> name = Optional.of(id);
      if (isLocal(id)) {
        name = LocalNames.resolved(id, prefixes.base()).or(() -> locals.event(id));
      }
      name.ifPresentOrElse(names::add, () -> fields.label(Defect.CORRECTION_UNKNOWN));
    }
    return names;
  }

  private Event happening(String type, String name, Instant time) {
    Occurrence occurrence =
        TYPES.contains(type)
            ? new OccurrenceReading(fields).read(type)
            : new Observed(List.of(), List.of());
    return Event.at(time, occurrence)
        .name(name)
        .step(fields.text("bizStep").map(Vocabulary.STEP::bare).orElse(""))
        .disposition(fields.text("disposition").map(Vocabulary.DISPOSITION::bare).orElse(""))
        .place(fields.id("readPoint").or(() -> fields.id("bizLocation")).orElse(""));
  }

  /**
   * An error declaration repeats the event that was wrong, with its id. The declaration itself is
   * named by what it says, so that both can stand in one log.
   */
  private Event withdrawal(
      Map<?, ?> declaration, String name, EventHash hash, OffsetDateTime eventTime) {
    EventFields inner = fields.inside("errorDeclaration", declaration);
    Instant time =
        inner.text("declarationTime").flatMap(EpcisTime::parse).orElse(eventTime).toInstant();
    String reason = inner.text("reason").map(Vocabulary.REASON::bare).orElse("");
    List<String> replacements = corrections(inner.texts("correctiveEventIDs"));
    fields.refuseIfWrong();
    return Event.at(time, new Withdrawn(new Target.ByName(name), reason, replacements))
        .name(EventHash.named(hash.content()));
  }
}
