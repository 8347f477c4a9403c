package dev.nameplate.server.cli.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.epcis.Defect;
import dev.nameplate.error.VisibleText;
import dev.nameplate.log.Receipt;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.ReceiptJson;
import java.nio.file.Path;
import java.util.Optional;

/** Counts and shows the results of the rows of an import. Thread-safe. */
final class ImportResults extends RowResults implements ImportReport {
  /** Label of names from which characters were removed, as in EPCIS documents. */
  private static final String LABEL = Defect.CHARACTERS_REMOVED.code();

  private final AssignedRows assignedRows = new AssignedRows();
  private long assigned;
  private long replayed;
  private long present;
  private long repeated;
  private long cleaned;

  /**
   * Begins to count.
   *
   * @param receipts the file that receipts are added to; it is private
   */
  ImportResults(Output output, Progress progress, Optional<Path> receipts) {
    super(output, Optional.of(progress), receipts);
  }

  @Override
  public synchronized void assigned(Place place, Receipt receipt) {
    if (!receipt.replayed()) {
      assigned++;
      assignedRows.add(receipt.position(), place);
    } else if (!isRepeated(place, receipt)) {
      replayed++;
    }
    done(() -> ReceiptJson.json(receipt));
  }

  private boolean isRepeated(Place place, Receipt receipt) {
    Optional<Place> first = assignedRows.at(receipt.position());
    first.ifPresent(row -> repeated(place, row, receipt.identifier().toString()));
    return first.isPresent();
  }

  /** Reports a row with the content of an earlier row of this run. */
  synchronized void repeated(Place place, Place first, String identifier) {
    repeated++;
    if (output.json()) {
      ObjectNode told = Json.object().put("repeated", identifier);
      told.setAll(json(place));
      tell(told.put("firstFile", first.file()).put("firstLine", first.line()));
    } else if (repeated <= ERRORS_SHOWN) {
      output.note(
          "%s: repeats %s, which assigned %s"
              .formatted(place, place.seen(first), VisibleText.of(identifier)));
    }
  }

  @Override
  public synchronized Optional<Place> assignedAt(long position) {
    return assignedRows.at(position);
  }

  @Override
  public synchronized void present(Place place, Receipt receipt) {
    if (!isRepeated(place, receipt)) {
      present++;
    }
    done(() -> ReceiptJson.json(receipt));
  }

  @Override
  public synchronized void refused(Place place, Failure failure) {
    refused(place.toString(), failure, json(place));
  }

  @Override
  public synchronized void cleaned(Place place, String removed) {
    cleaned++;
    String what = VisibleText.within(removed);
    if (output.json()) {
      ObjectNode told = Json.object().put("label", LABEL).put("message", place + ": " + what);
      told.setAll(json(place));
      tell(told);
    } else if (cleaned <= ERRORS_SHOWN) {
      output.note(place + ": " + LABEL + ": " + what);
    }
  }

  private static ObjectNode json(Place place) {
    return Json.object().put("file", place.file()).put("line", place.line());
  }

  /** Number of rows with the content of an earlier row. */
  synchronized long repeated() {
    return repeated;
  }

  /** Shows the counts: a line for people, and for programs an object on standard error. */
  synchronized void summarise() {
    long rows = assigned + replayed + present + repeated + refused();
    if (output.json()) {
      ObjectNode counts = Json.object().put("rows", rows).put("assigned", assigned);
      counts.put("replayed", replayed).put("repeated", repeated).put("present", present);
      counts.put("refused", refused()).put("cleaned", cleaned).put("seconds", seconds());
      tell(counts);
      return;
    }
    noteMore(refused(), "rows were refused");
    noteMore(repeated, "rows repeat another");
    output.line(
        String.format(
            "%,d rows: %,d assigned, %,d assigned by an earlier run, %,d already there,%s %,d refused; %.1f s, %,.0f rows/s",
            rows,
            assigned,
            replayed,
            present,
            repeated == 0 ? "" : String.format(" %,d repeated in the file,", repeated),
            refused(),
            seconds(),
            rows / Math.max(seconds(), 1e-3)));
    if (cleaned > 0) {
      output.line(String.format("  %,d labelled %s", cleaned, LABEL));
    }
  }
}
