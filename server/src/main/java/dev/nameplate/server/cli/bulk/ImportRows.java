package dev.nameplate.server.cli.bulk;

import dev.nameplate.server.cli.input.SourceFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The rows of all files of an import, one file after the other. Used by one thread. */
final class ImportRows implements RowSource {
  private final AtomicLong bytesRead = new AtomicLong();
  private final List<LinkTable> links = new ArrayList<>();
  private final Iterator<Supplier<RowSource>> files;
  private final long bytes;
  private Optional<RowSource> current = Optional.empty();

  private ImportRows(InputFiles inputs, Optional<Mapping> mapping, Charset charset) {
    List<Supplier<RowSource>> sources = new ArrayList<>();
    long total = 0;
    if (mapping.isPresent()) {
      for (InputFiles.Group group : inputs.groups(mapping.get())) {
        checkHeaders(inputs, group);
        sources.addAll(sources(inputs, group));
        total += size(group.files());
      }
    } else {
      List<Path> exported = inputs.exported();
      exported.forEach(file -> sources.add(() -> ExportedRows.open(file, charset, bytesRead)));
      total = size(exported);
    }
    this.files = sources.iterator();
    this.bytes = total;
  }

  /** Finds the files, and the mapping's tables for them; fails before anything is read. */
  static ImportRows of(List<Path> arguments, Optional<Mapping> mapping) {
    return of(arguments, mapping, Optional.empty());
  }

  /**
   * The rows of the files named by arguments.
   *
   * @param charset charset of files without a mapping; UTF-8 by default
   */
  static ImportRows of(List<Path> arguments, Optional<Mapping> mapping, Optional<Charset> charset) {
    return new ImportRows(
        InputFiles.find(arguments), mapping, charset.orElse(StandardCharsets.UTF_8));
  }

  private List<Supplier<RowSource>> sources(InputFiles inputs, InputFiles.Group group) {
    List<LinkTable> loaded = new ArrayList<>();
    List<Supplier<RowSource>> sources = new ArrayList<>();
    for (Path file : group.files()) {
      sources.add(
          () -> {
            if (loaded.size() < group.table().links().size()) {
              for (LinkMapping link : group.table().links()) {
                loaded.add(
                    LinkTable.load(link, group.table(), inputs.linked(group.table(), link, file)));
              }
              links.addAll(loaded);
            }
            return PlannedRows.open(file, group.table(), loaded, bytesRead);
          });
    }
    return sources;
  }

  /**
   * Opens every file once, so that a missing column or file is found before anything is assigned.
   */
  private static void checkHeaders(InputFiles inputs, InputFiles.Group group) {
    AtomicLong uncounted = new AtomicLong();
    TableMapping table = group.table();
    for (Path file : group.files()) {
      PlannedRows.cells(file, table, table.columns(), uncounted).close();
    }
    for (LinkMapping link : table.links()) {
      Path file = inputs.linked(table, link, group.files().get(0));
      PlannedRows.cells(file, table, LinkTable.columns(link), uncounted).close();
    }
  }

  private static long size(List<Path> files) {
    long sum = 0;
    for (Path file : files) {
      try {
        sum += Files.size(file);
      } catch (IOException e) {
        throw SourceFile.unreadable(file, e);
      }
    }
    return sum;
  }

  @Override
  public Optional<ReadRow> next() {
    while (true) {
      Optional<ReadRow> row = current.flatMap(RowSource::next);
      if (row.isPresent()) {
        return row;
      }
      close();
      if (!files.hasNext()) {
        return Optional.empty();
      }
      current = Optional.of(files.next().get());
    }
  }

  /** Estimated total number of rows, from the bytes of the rows read so far. */
  long expected(long rowsRead) {
    long read = bytesRead.get();
    return read == 0
        ? rowsRead
        : Math.max(rowsRead, (long) ((double) rowsRead * bytes / Math.min(read, bytes)));
  }

  /** Notes for a person about unused links. */
  List<String> notes() {
    return links.stream().map(LinkTable::unused).flatMap(Optional::stream).toList();
  }

  @Override
  public void close() {
    current.ifPresent(RowSource::close);
    current = Optional.empty();
  }
}
