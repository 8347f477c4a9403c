package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.MalformedIdentifierException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.server.json.Fields;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a mapping from its JSON, strictly: every error has the path of the field, and the expected
 * value.
 */
final class MappingReader {
  /** Default index of values: the start of attributes by national rules. */
  static final long FIRST_INDEX = 2000;

  private static final Set<String> DOCUMENT = Set.of("description", "prefix", "tables");
  private static final Set<String> TABLE =
      Set.of(
          "description",
          "file",
          "format",
          "charset",
          "delimiter",
          "prefix",
          "suffix",
          "identifier",
          "template",
          "firstIndex",
          "values",
          "links");
  private static final Set<String> VALUE =
      Set.of(
          "column", "index", "type", "kind", "target", "separator", "empty", "ttl", "restricted");
  private static final Set<String> LINK =
      Set.of(
          "file", "key", "column", "index", "type", "kind", "target", "empty", "ttl", "restricted");

  private final Optional<Prefix> givenPrefix;
  private final Optional<Prefix> documentPrefix;

  private MappingReader(Fields document, Optional<Prefix> givenPrefix) {
    this.givenPrefix = givenPrefix;
    this.documentPrefix = prefix(document);
  }

  /**
   * Reads a mapping.
   *
   * @param name name of the text in errors
   * @param prefix overrides every prefix of the mapping
   */
  static Mapping read(String name, String json, Optional<Prefix> prefix) {
    Fields document = Fields.parse(name, json);
    document.only(DOCUMENT);
    MappingReader reader = new MappingReader(document, prefix);
    List<TableMapping> tables = document.objects("tables").stream().map(reader::table).toList();
    if (tables.isEmpty()) {
      throw document.wrong("tables", "at least one table");
    }
    return new Mapping(tables);
  }

  private static Optional<Prefix> prefix(Fields fields) {
    try {
      return fields.optionalText("prefix").map(Prefix::parse);
    } catch (MalformedIdentifierException e) {
      throw fields.wrong("prefix", "a prefix, for example 88.118.8");
    }
  }

  private TableMapping table(Fields table) {
    table.only(TABLE);
    if (table.has("identifier") == table.has("suffix")) {
      throw table.wrong("suffix", "either suffix or identifier, and not both");
    }
    Optional<Prefix> own = prefix(table);
    Optional<Prefix> prefix = givenPrefix.or(() -> own).or(() -> documentPrefix);
    if (table.has("suffix") && prefix.isEmpty()) {
      throw table.wrong(
          "prefix", "a prefix here, at the top of the mapping, or on the command line");
    }
    List<ValueMapping> values = values(table);
    List<LinkMapping> links = table.objects("links").stream().map(MappingReader::link).toList();
    requireUniqueIndexes(table, values, links);
    return new TableMapping(
        table.text("file"),
        table.choice("format", FileFormat.class),
        charset(table),
        delimiter(table),
        table.has("suffix") ? prefix : Optional.empty(),
        template(table, table.has("suffix") ? "suffix" : "identifier"),
        metadataTemplate(table),
        values,
        links);
  }

  private static Optional<ValueReference> metadataTemplate(Fields table) {
    try {
      return table.optionalText("template").map(ValueReference::parse);
    } catch (InvalidInputException e) {
      throw table.wrong(
          "template",
          "a template or a version of it, for example 88.118.8/TEMPLATE-COIL or 2:88.118.8/TEMPLATE-COIL");
    }
  }

  private static List<ValueMapping> values(Fields table) {
    long next = table.has("firstIndex") ? index(table, "firstIndex") : FIRST_INDEX;
    List<ValueMapping> values = new ArrayList<>();
    for (Fields value : table.objects("values")) {
      value.only(VALUE);
      if (value.has("separator") && !value.has("index")) {
        throw value.wrong("index", "an index: with separator, values follow from this index");
      }
      long index = value.has("index") ? index(value, "index") : next;
      values.add(value(value, index, value.choice("kind", ValueKind.class).orElse(ValueKind.TEXT)));
      next = value.has("separator") ? next : index + 1;
    }
    return values;
  }

  private static LinkMapping link(Fields link) {
    link.only(LINK);
    ValueKind kind = link.choice("kind", ValueKind.class).orElse(ValueKind.REFERENCE);
    return new LinkMapping(
        link.text("file"), link.text("key"), value(link, index(link, "index"), kind));
  }

  private static ValueMapping value(Fields value, long index, ValueKind kind) {
    if (value.has("target") != (kind == ValueKind.REFERENCE)) {
      throw value.wrong(
          "target",
          "a target like {prefix}/{value} for kind reference, and no target for other kinds");
    }
    String type = value.text("type");
    TimeToLive timeToLive =
        value.has("ttl")
            ? new TimeToLive.Relative(
                Duration.ofSeconds(value.number("ttl", 0, TimeToLive.Relative.MAX_SECONDS)))
            : TimeToLive.DEFAULT;
    requireType(value, index, type);
    return new ValueMapping(
        value.text("column"),
        index,
        type,
        kind,
        value.has("target") ? Optional.of(template(value, "target")) : Optional.empty(),
        separator(value),
        value.choice("empty", EmptyCells.class).orElse(EmptyCells.SKIP),
        timeToLive,
        value.flag("restricted") ? Permissions.RESTRICTED : Permissions.DEFAULT);
  }

  private static void requireType(Fields value, long index, String type) {
    try {
      RecordValue.of(index, type, ValueData.text(""));
    } catch (InvalidInputException e) {
      throw value.wrong(
          "type", "1 to " + RecordValue.MAX_TYPE_LENGTH + " characters, no control characters");
    }
  }

  private static void requireUniqueIndexes(
      Fields table, List<ValueMapping> values, List<LinkMapping> links) {
    Set<Long> indexes = new HashSet<>();
    List<ValueMapping> all = new ArrayList<>(values);
    links.forEach(link -> all.add(link.value()));
    for (ValueMapping value : all) {
      if (!indexes.add(value.index())) {
        throw table.wrong("values", "each index once; " + value.index() + " is repeated");
      }
    }
  }

  private static long index(Fields fields, String name) {
    return fields.number(name, 1, RecordValue.MAX_INDEX);
  }

  private static Optional<String> separator(Fields value) {
    return value
        .optionalText("separator")
        .map(
            text -> {
              if (text.isEmpty()) {
                throw value.wrong("separator", "one character or more");
              }
              return text;
            });
  }

  private static Template template(Fields fields, String name) {
    return Template.parse(fields.text(name))
        .orElseThrow(
            () -> fields.wrong(name, "a text with columns in braces, for example {bottle_code}"));
  }

  private static Charset charset(Fields table) {
    String name = table.optionalText("charset").orElse("UTF-8");
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw table.wrong("charset", "a known charset, for example UTF-8 or GB18030");
    }
  }

  private static char delimiter(Fields table) {
    String text = table.optionalText("delimiter").orElse(",");
    if (text.length() != 1 || text.equals("\"") || text.equals("\n") || text.equals("\r")) {
      throw table.wrong("delimiter", "one character, such as a comma, a semicolon or a tab");
    }
    return text.charAt(0);
  }
}
