package dev.nameplate.server.cli.trace;

import dev.nameplate.epcis.EpcisWriter;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.server.cli.report.LineageGraph;
import dev.nameplate.server.cli.report.ProvDocument;
import dev.nameplate.server.cli.report.RecallExtension;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Hole;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.wire.Read;
import dev.nameplate.wire.ReadStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Traces, and a recall, in a file format for other programs, written once complete. An event that
 * several of them show is included once.
 */
final class TraceReport implements AutoCloseable {
  /** The most events of an EPCIS query document, which are kept in memory until it is written. */
  private static final int MOST_EVENTS = 100_000;

  private final Format format;
  private final LineageGraph graph = new LineageGraph();
  private final ProvDocument provenance;
  private final RecallExtension recalled;
  private boolean isRecall;
  private final List<Event> events = new ArrayList<>();
  private final Set<EventId> added = new HashSet<>();

  /** File formats. */
  enum Format {
    /** W3C PROV-JSON. */
    PROV,
    /** Graphviz. */
    DOT,
    /** Mermaid. */
    MERMAID,
    /** An EPCIS 2.0 query document with every event of the trace. */
    EPCIS
  }

  TraceReport(Format format) {
    this.format = format;
    try {
      this.provenance = new ProvDocument();
      this.recalled = new RecallExtension();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The trust anchors, which a report requires. */
  static TrustAnchors requireAnchors(String option, Optional<TrustAnchors> anchors) {
    return anchors.orElseThrow(
        () ->
            InvalidInputException.of(
                option,
                "without --anchor",
                "--anchor FILE as well: data for other programs is verified first"));
  }

  /** Adds a step, of which events were checked. */
  void add(ReadStep step) {
    if (step instanceof ReadStep.Happened event
        && event.event().value().id().filter(id -> !added.add(id)).isPresent()) {
      return;
    }
    try {
      if (step instanceof ReadStep.Happened event && format == Format.EPCIS) {
        event.event().value().event().ifPresent(this::keep);
        event
            .withdrawal()
            .map(Read::value)
            .filter(withdrawal -> withdrawal.id().filter(added::add).isPresent())
            .flatMap(RecordedEvent::event)
            .ifPresent(this::keep);
      } else {
        Optional<TraceStep> told = told(step);
        if (told.isPresent() && format == Format.PROV) {
          provenance.add(told.get());
        } else if (format != Format.EPCIS) {
          told.ifPresent(graph::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a step of a recall, behind the traces of its suspects. */
  void add(RecallStep step) {
    isRecall = true;
    try {
      switch (format) {
        case PROV -> provenance.add(step);
        case DOT, MERMAID -> graph.add(step);
        case EPCIS -> recalled.add(step);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(Event event) {
    if (events.size() == MOST_EVENTS) {
      throw InvalidInputException.of(
          "--format",
          "more than " + MOST_EVENTS + " events",
          "a smaller trace; give --depth or --items");
    }
    events.add(event);
  }

  private static Optional<TraceStep> told(ReadStep step) {
    if (step instanceof ReadStep.Thing thing) {
      return Optional.of(thing.item());
    }
    if (step instanceof ReadStep.Missing hole) {
      return Optional.of(new Hole(hole.reason(), hole.depth(), hole.at()));
    }
    return step instanceof ReadStep.Happened event ? Optional.of(event.deed()) : Optional.empty();
  }

  void writeTo(Writer out) {
    try {
      switch (format) {
        case PROV -> provenance.writeTo(out);
        case DOT -> graph.writeDot(out);
        case MERMAID -> graph.writeMermaid(out);
        case EPCIS ->
            EpcisWriter.writeQueryResult(
                events::iterator,
                isRecall ? "nameplate-recall" : "nameplate-trace",
                isRecall ? Optional.of(recalled.extension()) : Optional.empty(),
                out,
                Clock.systemUTC().instant());
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (recalled) {
      provenance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
