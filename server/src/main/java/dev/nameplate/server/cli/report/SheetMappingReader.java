package dev.nameplate.server.cli.report;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.record.RecordValue;
import dev.nameplate.server.json.Fields;
import dev.nameplate.server.json.Words;
import dev.nameplate.trace.sheet.SheetMapping;
import dev.nameplate.trace.sheet.SheetMapping.Field;
import dev.nameplate.trace.sheet.SheetMapping.Subject;
import dev.nameplate.trace.sheet.ValueSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the mapping of a sheet from its JSON, strictly: every error has the path of the field, and
 * the expected value.
 */
public final class SheetMappingReader {
  /** The mapping for the bundled sample. */
  private static final String BUNDLED = "/mappings/recall-sheet.json";

  private static final String SUFFIX = "suffix";
  private static final Set<String> PLACE = Set.of("type", "index", "field");
  private static final Set<String> DOCUMENT =
      Stream.concat(
              Stream.of("description", "zone"), Arrays.stream(Subject.values()).map(Words::of))
          .collect(Collectors.toUnmodifiableSet());

  private SheetMappingReader() {}

  /** The bundled mapping. */
  public static SheetMapping bundled() {
    try (InputStream in = SheetMappingReader.class.getResourceAsStream(BUNDLED)) {
      if (in == null) {
        throw new NodeException(
            ErrorReason.DATA_CORRUPT, BUNDLED + " is not in this jar; build it again");
      }
      return read(BUNDLED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a mapping.
   *
   * @param name name of the text in errors
   * @throws InvalidInputException if it is no mapping, or names no value
   */
  public static SheetMapping read(String name, String json) {
    Fields document = Fields.parse(name, json);
    document.only(DOCUMENT);
    Map<Subject, Map<Field, List<ValueSource>>> sources = new EnumMap<>(Subject.class);
    for (Subject subject : Subject.values()) {
      String word = Words.of(subject);
      if (document.has(word)) {
        sources.put(subject, fields(subject, document.object(word)));
      }
    }
    ZoneOffset zone = document.has("zone") ? zone(document) : ZoneOffset.UTC;
    Optional<Suffix> party =
        document.has(Words.of(Subject.PARTY))
            ? suffix(document.object(Words.of(Subject.PARTY)))
            : Optional.empty();
    return document.made(() -> new SheetMapping(zone, party, sources));
  }

  private static Map<Field, List<ValueSource>> fields(Subject subject, Fields object) {
    Set<String> known = new HashSet<>(subject.fields().stream().map(Words::of).toList());
    if (subject == Subject.PARTY) {
      known.add(SUFFIX);
    }
    object.only(known);
    Map<Field, List<ValueSource>> places = new EnumMap<>(Field.class);
    for (Field field : subject.fields()) {
      places.put(
          field, object.objects(Words.of(field)).stream().map(SheetMappingReader::place).toList());
    }
    return places;
  }

  private static ValueSource place(Fields place) {
    place.only(PLACE);
    OptionalLong index =
        place.has("index")
            ? OptionalLong.of(place.number("index", 1, RecordValue.MAX_INDEX))
            : OptionalLong.empty();
    List<String> field =
        place.optionalText("field").map(text -> List.of(text.split("\\.", -1))).orElseGet(List::of);
    if (field.stream().anyMatch(String::isEmpty)) {
      throw place.wrong("field", "names joined by dots, for example product.name");
    }
    return place.made(() -> new ValueSource(place.optionalText("type"), index, field));
  }

  private static Optional<Suffix> suffix(Fields party) {
    return party.has(SUFFIX) ? Optional.of(party.word(SUFFIX, Suffix::parse)) : Optional.empty();
  }

  private static ZoneOffset zone(Fields document) {
    try {
      return ZoneOffset.of(document.text("zone"));
    } catch (DateTimeException e) {
      throw document.wrong("zone", "an offset from UTC, for example +08:00");
    }
  }
}
