package dev.nameplate.trace.sheet;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Maps the values of records onto the cells of sheets. Immutable.
 *
 * @param zone offset from UTC of all dates in a sheet
 * @param partySuffix suffix of the record of a party that events name by its prefix: with {@code
 *     ENTERPRISE}, the record of {@code 88.118.8} is {@code 88.118.8/ENTERPRISE}. Empty if there
 *     are no such records
 * @param sources of each subject and field, the places of the datum: the first that is there is
 *     taken. At least one
 */
public record SheetMapping(
    ZoneOffset zone,
    Optional<Suffix> partySuffix,
    Map<Subject, Map<Field, List<ValueSource>>> sources) {
  /** The prefix of a party or a document: other texts with a slash or a dot are names. */
  private static final Pattern PREFIX = Pattern.compile("[0-9]+(\\.[0-9]+)*");

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S+");

  /** The subject of a record. */
  public enum Subject {
    /** An affected item. */
    ITEM(Field.NAME, Field.BRAND, Field.MODEL, Field.BATCH),
    /** A holder, giver, receiver or recorder. */
    PARTY(Field.NAME, Field.ADDRESS, Field.REGION),
    /** The place of an event. */
    PLACE(Field.DESCRIPTION),
    /** A document of a transfer, which may have the address of a receiver without a record. */
    DOCUMENT(Field.TYPE, Field.RECEIVER, Field.ADDRESS, Field.REGION);

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<Field> fields;

    Subject(Field... fields) {
      this.fields = List.of(fields);
    }

    /** The fields of such a record. */
    public List<Field> fields() {
      return fields;
    }
  }

  /** A datum in a record. */
  public enum Field {
    /** A name for people. */
    NAME,
    /** The brand. */
    BRAND,
    /** The model or specification. */
    MODEL,
    /** The batch. */
    BATCH,
    /** A postal address. */
    ADDRESS,
    /** The region, for example a province or a city. */
    REGION,
    /** A description of a place. */
    DESCRIPTION,
    /** The kind of a document. */
    TYPE,
    /** The receiver that a document is about, as transfers name it. */
    RECEIVER
  }

  /**
   * Checks and copies the sources.
   *
   * @throws InvalidInputException if there are none, or a field is not one of its subject
   */
  public SheetMapping {
    EnumMap<Subject, Map<Field, List<ValueSource>>> copy = new EnumMap<>(Subject.class);
    for (Subject subject : Subject.values()) {
      EnumMap<Field, List<ValueSource>> fields = new EnumMap<>(Field.class);
      sources
          .getOrDefault(subject, Map.of())
          .forEach(
              (field, places) -> {
                if (!subject.fields().contains(field)) {
                  throw InvalidInputException.of(
                      subject + "", field + "", "one of " + subject.fields());
                }
                if (!places.isEmpty()) {
                  fields.put(field, List.copyOf(places));
                }
              });
      copy.put(subject, Collections.unmodifiableMap(fields));
    }
    if (copy.values().stream().allMatch(Map::isEmpty)) {
      throw InvalidInputException.of(
          "mapping",
          "names no value",
          "at least one, for example {\"item\": {\"name\": [{\"type\": \"PRODUCT_NAME\"}]}}");
    }
    sources = Collections.unmodifiableMap(copy);
  }

  /** The places of a datum; none if it is not mapped. */
  List<ValueSource> places(Subject subject, Field field) {
    return of(subject).getOrDefault(field, List.of());
  }

  private Map<Field, List<ValueSource>> of(Subject subject) {
    return sources.getOrDefault(subject, Map.of());
  }

  /** True if any datum of a subject is mapped. */
  boolean maps(Subject subject) {
    return !of(subject).isEmpty();
  }

  /** The fields of a subject without a place. */
  List<Field> unmapped(Subject subject) {
    return subject.fields().stream().filter(field -> !of(subject).containsKey(field)).toList();
  }

  /** The record of a party; empty for a name, or a URI without one. */
  Optional<Identifier> recordOfParty(String party) {
    return isPrefix(party)
        ? partySuffix.map(suffix -> Identifier.of(Prefix.parse(party), suffix))
        : recordOf(party);
  }

  /** The identifier that a text is. */
  Optional<Identifier> recordOf(String text) {
    try {
      return ItemId.parse(text)
          .identifier()
          .filter(identifier -> isPrefix(identifier.prefix().toString()));
    } catch (InvalidInputException plainText) {
      return Optional.empty();
    }
  }

  /**
   * The record of a document: the identifier that it is, or that it is under its giver's prefix.
   */
  Optional<Identifier> recordOfDocument(String document, String giver) {
    if (!maps(Subject.DOCUMENT)) {
      return Optional.empty();
    }
    Optional<Identifier> itself = recordOf(document);
    if (itself.isPresent() || document.isEmpty() || URI.matcher(document).matches()) {
      return itself;
    }
    Optional<Prefix> prefix =
        isPrefix(giver)
            ? Optional.of(Prefix.parse(giver))
            : recordOf(giver).map(Identifier::prefix);
    try {
      return prefix.map(under -> Identifier.of(under, Suffix.parse(document)));
    } catch (InvalidInputException noSuffix) {
      return Optional.empty();
    }
  }

  /** True for a text that people understand: neither an identifier nor a prefix nor a URI. */
  boolean isName(String text) {
    return !text.isEmpty()
        && !isPrefix(text)
        && recordOf(text).isEmpty()
        && !URI.matcher(text).matches();
  }

  private static boolean isPrefix(String text) {
    return PREFIX.matcher(text).matches();
  }
}
