package dev.nameplate.server.cli.bulk;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.ValueReference;
import java.nio.charset.Charset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mapping from the rows of a table to records.
 *
 * @param file glob that the names of its files match
 * @param format format of its files; by default, from the ending of a file's name
 * @param charset encoding of its files
 * @param delimiter separator of the cells of a line of CSV
 * @param prefix the prefix of its records; empty if each row names a whole identifier
 * @param name template of the suffix from columns, or of the whole identifier without a prefix
 * @param template the template that its records must follow, at index 0 in its newest version
 * @param values its values
 * @param links tables of pairs that add references
 */
record TableMapping(
    String file,
    Optional<FileFormat> format,
    Charset charset,
    char delimiter,
    Optional<Prefix> prefix,
    Template name,
    Optional<ValueReference> template,
    List<ValueMapping> values,
    List<LinkMapping> links) {
  TableMapping {
    values = List.copyOf(values);
    links = List.copyOf(links);
  }

  /** Copy of this mapping for files in another charset. */
  TableMapping in(Charset other) {
    return new TableMapping(file, format, other, delimiter, prefix, name, template, values, links);
  }

  /** Every column that is read, each once. */
  List<String> columns() {
    Set<String> columns = new LinkedHashSet<>(name.names());
    for (ValueMapping value : values) {
      columns.add(value.column());
      value
          .target()
          .ifPresent(
              target ->
                  target.names().stream()
                      .filter(n -> !ValueMapping.RESERVED.contains(n))
                      .forEach(columns::add));
    }
    return List.copyOf(columns);
  }

  /** The columns whose JSON is kept verbatim. */
  Set<String> jsonColumns() {
    Set<String> columns = new LinkedHashSet<>();
    values.stream()
        .filter(value -> value.kind() == ValueKind.JSON)
        .map(ValueMapping::column)
        .forEach(columns::add);
    return columns;
  }
}
