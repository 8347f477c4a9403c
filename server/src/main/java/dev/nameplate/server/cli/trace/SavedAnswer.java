package dev.nameplate.server.cli.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.input.OutputFile;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.StatementJson;
import dev.nameplate.signing.PrivateFiles;
import dev.nameplate.trace.Certification;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.wire.AnswerRow;
import dev.nameplate.wire.ReadStep;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of an answer and their certificate in a file, if one was named, as {@code verify}
 * reads them. The file is private: events may be restricted. Used by one thread.
 */
final class SavedAnswer implements AutoCloseable {
  /** Keeps nothing. */
  static final SavedAnswer NONE = new SavedAnswer(Optional.empty(), null);

  private final Optional<Path> file;
  private final @Nullable BufferedWriter writer;
  private boolean certified;

  private SavedAnswer(Optional<Path> file, @Nullable BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Opens the file, over an older one.
   *
   * @throws NodeException if it cannot be written
   */
  static SavedAnswer to(Optional<Path> file) {
    if (file.isEmpty()) {
      return NONE;
    }
    try {
      return new SavedAnswer(file, PrivateFiles.writer(file.get()));
    } catch (IOException e) {
      throw unwritable(file.get(), e);
    }
  }

  /** True if a file was named. */
  boolean isNamed() {
    return file.isPresent();
  }

  /** Keeps a row of a trace, or the certificate in its last summary. */
  void add(Optional<AnswerRow> row, ReadStep step) {
    List<SignedStatement> chain =
        step instanceof ReadStep.Happened event ? event.event().chain() : List.of();
    row.ifPresent(kept -> add(StatementJson.row(kept, chain)));
    if (step instanceof ReadStep.Counts counts) {
      counts.summary().certificate().ifPresent(this::add);
    }
  }

  /** Keeps a row of a recall, or the certificate in its last summary. */
  void addRecalled(Optional<AnswerRow> row, Optional<RecallStep> step) {
    row.ifPresent(kept -> add(StatementJson.row(kept, List.of())));
    if (step.isPresent() && step.get() instanceof RecallStep.Summary summary) {
      summary.certificate().ifPresent(this::add);
    }
  }

  private void add(Certification certificate) {
    certified = true;
    add(
        StatementJson.certificate(
            certificate.statement(), certificate.chain(), certificate.question()));
  }

  private void add(ObjectNode json) {
    if (writer == null) {
      return;
    }
    try {
      writer.append(json.toString()).append('\n');
    } catch (IOException e) {
      throw unwritable(file.orElseThrow(), e);
    }
  }

  /**
   * Says where the answer was saved, and on standard error if it is not certified.
   *
   * @param output for people; nothing is printed there in a format for programs
   * @param people true to print for people
   */
  void conclude(Output output, boolean people) {
    file.ifPresent(
        saved -> {
          if (people) {
            output.line(
                "saved %s; verify it any time with: nameplate verify %s --anchor FILE"
                    .formatted(saved, saved));
          }
          if (!certified) {
            output
                .progress()
                .println(
                    "nameplate: the node sent no certificate: a line deleted from "
                        + saved
                        + " is not noticed");
          }
        });
  }

  private static NodeException unwritable(Path file, IOException e) {
    return OutputFile.unwritable("--save", file, e);
  }

  @Override
  public void close() {
    if (writer != null) {
      try {
        writer.close();
      } catch (IOException e) {
        throw unwritable(file.orElseThrow(), e);
      }
    }
  }
}
