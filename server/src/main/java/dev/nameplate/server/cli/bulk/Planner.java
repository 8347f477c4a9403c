package dev.nameplate.server.cli.bulk;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.server.cli.bulk.ReadRow.Cells;
import dev.nameplate.server.cli.bulk.ReadRow.Planned;
import dev.nameplate.server.cli.bulk.ReadRow.Refused;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.template.TemplateValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes records of the rows of a table, according to its mapping. Used by one thread. */
final class Planner {
  private final TableMapping table;
  private final List<LinkTable> links;

  Planner(TableMapping table, List<LinkTable> links) {
    this.table = table;
    this.links = List.copyOf(links);
  }

  /** The record of a row, or the reason for none. */
  ReadRow plan(Cells row) {
    String column = String.join(", ", table.name().names());
    RowNames names = new RowNames();
    try {
      Identifier identifier = identifier(row, names);
      List<RecordValue> values = new ArrayList<>(table.values().size());
      for (ValueMapping mapping : table.values()) {
        column = mapping.column();
        add(row, names, mapping, row.texts(column), values);
      }
      for (LinkTable link : links) {
        column = link.value().column();
        addAll(row, names, link.value(), link.textsOf(identifier.suffix().toString()), values);
      }
      table.template().map(TemplateValue::naming).ifPresent(values::add);
      column = "";
      check(identifier, values);
      return new Planned(
          row.place(), new Assignment(identifier, values, OperationId.NONE), names.removed());
    } catch (InvalidInputException e) {
      String where = column.isEmpty() ? "" : "column " + column + ": ";
      return new Refused(row.place(), new Failure(e.reason().name(), where + e.getMessage()));
    }
  }

  private Identifier identifier(Cells row, RowNames names) {
    String text = table.name().fill(column -> required(row, names, column));
    return table
        .prefix()
        .map(prefix -> Identifier.of(prefix, Suffix.parse(names.cell("suffix", text))))
        .orElseGet(() -> Identifier.parse(names.identifier("identifier", text)));
  }

  private static String required(Cells row, RowNames names, String column) {
    List<String> texts = row.texts(column);
    String text = texts.size() == 1 ? names.cell(column, texts.get(0)) : "";
    if (text.isEmpty()) {
      throw wrong(
          column,
          texts.isEmpty() ? "" : String.join(", ", texts),
          "a single text, because the identifier is built from it");
    }
    return text;
  }

  private void add(
      Cells row,
      RowNames names,
      ValueMapping mapping,
      List<String> cell,
      List<RecordValue> values) {
    List<String> texts = cell;
    if (mapping.separator().isPresent() && cell.size() == 1) {
      texts = split(cell.get(0), mapping.separator().get());
    }
    if (texts.isEmpty()) {
      if (mapping.empty() == EmptyCells.REFUSE) {
        throw wrong(mapping.column(), "", "a text; the mapping does not allow empty cells here");
      }
      if (mapping.empty() == EmptyCells.KEEP) {
        texts = List.of("");
      }
    }
    addAll(row, names, mapping, texts, values);
  }

  private static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at).strip());
      from = at + separator.length();
    }
    parts.add(text.substring(from).strip());
    parts.removeIf(String::isEmpty);
    return parts;
  }

  private void addAll(
      Cells row,
      RowNames names,
      ValueMapping mapping,
      List<String> texts,
      List<RecordValue> values) {
    long index = mapping.index();
    for (String text : texts) {
      values.add(
          new RecordValue(
              index++,
              mapping.type(),
              data(row, names, mapping, text),
              mapping.timeToLive(),
              Optional.empty(),
              mapping.permissions(),
              List.of()));
    }
  }

  private ValueData data(Cells row, RowNames names, ValueMapping mapping, String text) {
    return switch (mapping.kind()) {
      case TEXT -> ValueData.text(text);
      case NUMBER -> new ValueData.Number(text);
      case JSON -> new ValueData.Json(text);
      case BINARY -> ValueData.binary(binary(mapping, text));
      case REFERENCE -> ValueData.reference(target(row, names, mapping, text));
    };
  }

  private Identifier target(Cells row, RowNames names, ValueMapping mapping, String text) {
    Template target = mapping.target().orElseThrow();
    String filled =
        target.fill(
            name ->
                switch (name) {
                  case "value" -> names.cell(mapping.column(), text);
                  case "prefix" ->
                      table
                          .prefix()
                          .map(Prefix::toString)
                          .orElseGet(() -> identifier(row, new RowNames()).prefix().toString());
                  default -> required(row, new RowNames(), name);
                });
    return Identifier.parse(names.identifier(mapping.column(), filled));
  }

  private static Bytes binary(ValueMapping mapping, String text) {
    try {
      return Bytes.wrap(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw wrong(mapping.column(), text, "bytes in Base64");
    }
  }

  /** Checks without a node: the node's own limits may be lower. */
  static void check(Identifier identifier, List<RecordValue> values) {
    RecordLimits.HIGHEST.check(identifier);
    RecordLimits.HIGHEST.check(values);
    Set<Long> indexes = new HashSet<>();
    for (RecordValue value : values) {
      if (!indexes.add(value.index())) {
        throw wrong(
            "index",
            Long.toString(value.index()),
            "each index once in a record; leave more indexes free for lists");
      }
    }
  }

  private static InvalidInputException wrong(String field, String value, String expected) {
    return new InvalidInputException(ErrorReason.INVALID_RECORD, field, value, expected);
  }
}
