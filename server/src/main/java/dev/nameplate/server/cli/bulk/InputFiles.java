package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.server.cli.input.SourceFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files to import: those named, and those in the named directories. Immutable. */
final class InputFiles {
  private final List<Path> files;
  private final List<Path> named;

  private InputFiles(List<Path> files, List<Path> named) {
    this.files = List.copyOf(files);
    this.named = List.copyOf(named);
  }

  /** The files of a table. */
  record Group(TableMapping table, List<Path> files) {}

  /**
   * Finds the files of the arguments; files of a directory are in the order of their paths, without
   * hidden files.
   */
  static InputFiles find(List<Path> arguments) {
    Set<Path> files = new LinkedHashSet<>();
    List<Path> named = new ArrayList<>();
    for (Path argument : arguments) {
      if (Files.isDirectory(argument)) {
        files.addAll(below(argument));
      } else if (Files.isReadable(argument)) {
        files.add(argument);
        named.add(argument);
      } else {
        throw wrong(argument.toString(), "an existing, readable file or directory");
      }
    }
    return new InputFiles(List.copyOf(files), named);
  }

  private static List<Path> below(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !SourceFile.nameOf(file).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw SourceFile.unreadable(directory, e);
    }
  }

  /**
   * The files of each table of a mapping, in the mapping's order; a named file must belong to one.
   */
  List<Group> groups(Mapping mapping) {
    List<Group> groups = new ArrayList<>();
    Set<Path> left = new LinkedHashSet<>(named);
    for (TableMapping table : mapping.tables()) {
      List<Path> matching = files.stream().filter(matches(table.file())).toList();
      matching.forEach(left::remove);
      table
          .links()
          .forEach(link -> left.removeIf(file -> SourceFile.nameOf(file).equals(link.file())));
      if (!matching.isEmpty()) {
        groups.add(new Group(table, matching));
      }
    }
    List<String> known = mapping.tables().stream().map(TableMapping::file).toList();
    if (!left.isEmpty() || groups.isEmpty()) {
      String unknown = left.isEmpty() ? files.size() + " files" : left.iterator().next().toString();
      throw wrong(unknown, "a file with a table in the mapping: " + String.join(", ", known));
    }
    return groups;
  }

  /** All of them. */
  List<Path> all() {
    return files;
  }

  /** The files with EPCIS documents; a file that is named must be one. */
  List<Path> epcis() {
    for (Path file : named) {
      if (!EpcisFile.isOne(file)) {
        throw wrong(
            file.toString(),
            "EPCIS 2.0 in JSON/JSON-LD like the other files, or --format epcis if this file has that format");
      }
    }
    return files.stream().filter(EpcisFile::isOne).toList();
  }

  /** The files that were written by {@code export}, which need no mapping. */
  List<Path> exported() {
    for (Path file : named) {
      if (!isJsonLines(file)) {
        throw wrong(
            file.toString(),
            "a file that ends in .jsonl as export writes it, or --mapping for a table");
      }
    }
    List<Path> exported = files.stream().filter(InputFiles::isJsonLines).toList();
    if (exported.isEmpty()) {
      throw wrong(
          files.size() + " files",
          "a file that ends in .jsonl as export writes it, or --mapping for tables");
    }
    return exported;
  }

  /** The file with a table's links: beside the table's own, else anywhere among the files. */
  Path linked(TableMapping table, LinkMapping link, Path tableFile) {
    Path beside = tableFile.resolveSibling(link.file());
    return Stream.concat(Stream.of(beside).filter(Files::isReadable), files.stream())
        .filter(file -> SourceFile.nameOf(file).equals(link.file()))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    link.file(),
                    "this file beside %s, since table %s links to it"
                        .formatted(tableFile, table.file())));
  }

  private static boolean isJsonLines(Path file) {
    return FileFormat.of(SourceFile.nameOf(file)).equals(Optional.of(FileFormat.JSONL));
  }

  private static Predicate<Path> matches(String glob) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    return file -> matcher.matches(Path.of(SourceFile.nameOf(file)));
  }

  private static InvalidInputException wrong(String value, String expected) {
    return InvalidInputException.of("file", value, expected);
  }
}
