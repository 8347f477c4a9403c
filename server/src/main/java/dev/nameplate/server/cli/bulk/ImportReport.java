package dev.nameplate.server.cli.bulk;

import dev.nameplate.log.Receipt;
import dev.nameplate.server.cli.output.Failure;
import java.util.Optional;

/** Takes what becomes of every row. Called by several threads, one at a time. */
interface ImportReport {
  /** The row was assigned now, or earlier under the same operation id. */
  void assigned(Place place, Receipt receipt);

  /**
   * The identifier was assigned earlier, with exactly the row's values; its receipt is made up from
   * the record.
   */
  void present(Place place, Receipt receipt);

  /** The row of this run, reported before, that was assigned at a position of the log. */
  Optional<Place> assignedAt(long position);

  /** The row was refused; nothing changed. */
  void refused(Place place, Failure failure);

  /** Characters that cannot be seen were removed from a name in the row, which is assigned. */
  void cleaned(Place place, String removed);

  /** The connection was lost and is tried again. */
  void retrying(Failure failure);

  /** Makes all results received so far durable. */
  void flush();
}
