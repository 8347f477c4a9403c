package dev.nameplate.trace.sheet;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.lineage.Recent;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trace.sheet.SheetMapping.Field;
import dev.nameplate.trace.sheet.SheetMapping.Subject;
import dev.nameplate.trace.sheet.SheetRecords.Finding;
import dev.nameplate.trace.sheet.SheetRecords.Known;
import dev.nameplate.trace.sheet.SheetRecords.Unknown;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The data of records that a sheet needs. Records are read before the rows that need them, each
 * once, unless {@value #MOST_KEPT} others were read since. Used by one thread.
 */
final class JoinedRecords {
  private static final int MOST_KEPT = 65_536;

  /** Of whole records, so many are in memory at a time. */
  private static final int MOST_AT_ONCE = 256;

  /** The longest datum, in characters: a cell of a spreadsheet takes 32,767. */
  private static final int LONGEST = 1024;

  private final SheetMapping mapping;
  private final SheetRecords records;
  private final Map<Identifier, Map<Subject, Facts>> known = new Recent<>(MOST_KEPT);

  /**
   * Data of a record.
   *
   * @param values the data found
   * @param remarks the reasons for missing data
   */
  record Facts(Map<Field, String> values, List<Remark> remarks) {
    static final Facts NONE = new Facts(Map.of(), List.of());

    String get(Field field) {
      return values.getOrDefault(field, "");
    }

    /** The data of some fields, joined. */
    String joined(Field... fields) {
      return List.of(fields).stream()
          .map(this::get)
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining(", "));
    }
  }

  JoinedRecords(SheetMapping mapping, SheetRecords records) {
    this.mapping = mapping;
    this.records = records;
  }

  /** Reads what is not known yet. */
  void read(Set<Identifier> wanted) {
    List<Identifier> missing =
        wanted.stream().filter(identifier -> known.get(identifier) == null).toList();
    for (int from = 0; from < missing.size(); from += MOST_AT_ONCE) {
      Set<Identifier> some =
          Set.copyOf(missing.subList(from, Math.min(from + MOST_AT_ONCE, missing.size())));
      Map<Identifier, Finding> found = records.find(some);
      some.forEach(
          identifier ->
              known.put(
                  identifier,
                  facts(identifier, found.getOrDefault(identifier, Unknown.UNREACHABLE))));
    }
  }

  private Map<Subject, Facts> facts(Identifier identifier, Finding finding) {
    Map<Subject, Facts> facts = new EnumMap<>(Subject.class);
    for (Subject subject : Subject.values()) {
      facts.put(subject, facts(subject, identifier, finding));
    }
    return facts;
  }

  private Facts facts(Subject subject, Identifier identifier, Finding finding) {
    if (finding instanceof Known found) {
      return facts(subject, identifier, found.record());
    }
    Remark.Kind kind =
        switch ((Unknown) finding) {
          case ABSENT -> Remark.Kind.RECORD_ABSENT;
          case RETIRED -> Remark.Kind.RECORD_RETIRED;
          case ELSEWHERE -> Remark.Kind.RECORD_ELSEWHERE;
          case UNREACHABLE -> Remark.Kind.RECORD_UNREACHABLE;
          case NOT_VERIFIED -> Remark.Kind.RECORD_NOT_VERIFIED;
        };
    return new Facts(
        Map.of(), List.of(Remark.of(kind, SheetText.key(subject), identifier.toString())));
  }

  private Facts facts(Subject subject, Identifier identifier, IdentifierRecord record) {
    Map<Field, String> values = new EnumMap<>(Field.class);
    StringBuilder missing = new StringBuilder();
    StringBuilder tooLong = new StringBuilder();
    for (Field field : subject.fields()) {
      List<ValueSource> places = mapping.places(subject, field);
      Optional<String> datum =
          places.stream().flatMap(place -> place.in(record).stream()).findFirst();
      datum.filter(text -> text.length() <= LONGEST).ifPresent(text -> values.put(field, text));
      if (!places.isEmpty() && !values.containsKey(field)) {
        StringBuilder list = datum.isEmpty() ? missing : tooLong;
        list.append(list.isEmpty() ? "" : ",").append(SheetText.key(field));
      }
    }
    Remark.Kind kind =
        record.withheld().isEmpty() ? Remark.Kind.VALUE_MISSING : Remark.Kind.VALUE_WITHHELD;
    List<Remark> remarks = new ArrayList<>();
    if (!missing.isEmpty()) {
      remarks.add(
          Remark.of(kind, SheetText.key(subject), identifier.toString(), missing.toString()));
    }
    if (!tooLong.isEmpty()) {
      remarks.add(
          Remark.of(
              Remark.Kind.VALUE_TOO_LONG,
              SheetText.key(subject),
              identifier.toString(),
              tooLong.toString()));
    }
    return new Facts(values, remarks);
  }

  /** The data of a record that was read. */
  private Facts of(Subject subject, Identifier identifier) {
    return mapping.maps(subject)
        ? known.getOrDefault(identifier, Map.of()).getOrDefault(subject, Facts.NONE)
        : Facts.NONE;
  }

  Facts item(ItemId item) {
    return item.identifier()
        .map(identifier -> of(Subject.ITEM, identifier))
        .orElseGet(() -> unnamed(Subject.ITEM, item.toString()));
  }

  Facts unnamed(Subject subject, String text) {
    return mapping.maps(subject)
        ? new Facts(
            Map.of(), List.of(Remark.of(Remark.Kind.RECORD_UNNAMED, SheetText.key(subject), text)))
        : Facts.NONE;
  }

  /** The data of a place; a place in words describes itself. */
  Facts place(String place) {
    if (mapping.isName(place)) {
      return new Facts(Map.of(Field.DESCRIPTION, place), List.of());
    }
    return mapping
        .recordOf(place)
        .map(identifier -> of(Subject.PLACE, identifier))
        .orElseGet(() -> unnamed(Subject.PLACE, place));
  }

  /** The data of a party; a party in words has only its name. */
  Facts party(String party) {
    if (mapping.isName(party)) {
      return new Facts(Map.of(Field.NAME, party), unnamed(Subject.PARTY, party).remarks());
    }
    return mapping
        .recordOfParty(party)
        .map(identifier -> of(Subject.PARTY, identifier))
        .orElseGet(() -> unnamed(Subject.PARTY, party));
  }

  /**
   * The data of the receiver of a transfer. A receiver in words has the address in the first record
   * of a document that is about this receiver.
   */
  Facts receiver(String receiver, String giver, List<String> documents) {
    Facts own = party(receiver);
    if (!mapping.isName(receiver)) {
      return own;
    }
    for (String document : documents) {
      Facts facts = document(document, giver).orElse(Facts.NONE);
      if (facts.get(Field.ADDRESS).isEmpty() && facts.get(Field.REGION).isEmpty()) {
        continue;
      }
      String about = facts.get(Field.RECEIVER);
      if (about.equals(receiver) || mapping.places(Subject.DOCUMENT, Field.RECEIVER).isEmpty()) {
        Map<Field, String> values = new EnumMap<>(facts.values());
        values.put(Field.NAME, receiver);
        boolean whole = values.containsKey(Field.ADDRESS) && values.containsKey(Field.REGION);
        return new Facts(values, whole ? facts.remarks() : both(own.remarks(), facts.remarks()));
      }
      return new Facts(
          own.values(), List.of(Remark.of(Remark.Kind.OTHER_RECEIVER, document, about, receiver)));
    }
    return own;
  }

  private static List<Remark> both(List<Remark> some, List<Remark> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /** The data of a document; empty if no record of it is named or mapped. */
  Optional<Facts> document(String document, String giver) {
    return mapping
        .recordOfDocument(document, giver)
        .map(identifier -> of(Subject.DOCUMENT, identifier));
  }

  /** The records that the data of an item are in. */
  Set<Identifier> wantedOfItem(ItemId item) {
    return mapping.maps(Subject.ITEM)
        ? item.identifier().map(Set::of).orElseGet(Set::of)
        : Set.of();
  }

  Set<Identifier> wantedOfPlace(String place) {
    return mapping.maps(Subject.PLACE)
        ? mapping.recordOf(place).map(Set::of).orElseGet(Set::of)
        : Set.of();
  }

  Set<Identifier> wantedOfParty(String party) {
    return mapping.maps(Subject.PARTY)
        ? mapping.recordOfParty(party).map(Set::of).orElseGet(Set::of)
        : Set.of();
  }

  Set<Identifier> wantedOfDocuments(List<String> documents, String giver) {
    return documents.stream()
        .flatMap(document -> mapping.recordOfDocument(document, giver).stream())
        .collect(Collectors.toSet());
  }
}
