package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.input.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Mapping from the rows of tables to records, as in a mapping file.
 *
 * @param tables the tables
 */
record Mapping(List<TableMapping> tables) {
  /** The mappings that come with the program, by name. */
  private static final List<String> BUNDLED = List.of("wine-trace");

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

  Mapping {
    tables = List.copyOf(tables);
  }

  /**
   * Reads a mapping.
   *
   * @param nameOrFile a file, or the name of a bundled mapping
   * @param prefix overrides every prefix of the mapping
   */
  static Mapping load(String nameOrFile, Optional<Prefix> prefix) {
    try {
      if (NAME.matcher(nameOrFile).matches() && !Files.exists(Path.of(nameOrFile))) {
        try (InputStream bundled =
            Mapping.class.getResourceAsStream("/mappings/" + nameOrFile + ".json")) {
          if (bundled == null) {
            throw wrong(
                nameOrFile,
                "a mapping file, or the name of a bundled mapping: " + String.join(", ", BUNDLED));
          }
          return MappingReader.read(
              nameOrFile, new String(bundled.readAllBytes(), StandardCharsets.UTF_8), prefix);
        }
      }
      Path file = Path.of(nameOrFile);
      return MappingReader.read(SourceFile.nameOf(file), InputFile.text("mapping", file), prefix);
    } catch (IOException e) {
      throw wrong(nameOrFile, "a readable mapping file");
    }
  }

  /** Copy of this mapping for files in another charset. */
  Mapping in(Charset charset) {
    return new Mapping(tables.stream().map(table -> table.in(charset)).toList());
  }

  private static InvalidInputException wrong(String nameOrFile, String expected) {
    return InvalidInputException.of("mapping", nameOrFile, expected);
  }
}
