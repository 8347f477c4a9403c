package dev.nameplate.server.cli.trace;

import dev.nameplate.event.ItemId;
import dev.nameplate.v1.TraceItem;
import dev.nameplate.v1.TraceRole;
import dev.nameplate.v1.TraceSummary;
import dev.nameplate.v1.TraceVerdict;
import java.util.Optional;

/** A step of a trace as it is shown. */
sealed interface Shown {
  /**
   * Counts and totals.
   *
   * @param summary as the node says
   */
  record Counts(TraceSummary summary) implements Shown {}

  /**
   * An item.
   *
   * @param id which
   * @param item what the node says about it
   * @param verified whether it stands in an event that was checked; the item asked for needs none
   */
  record Thing(ItemId id, TraceItem item, boolean verified) implements Shown {}

  /**
   * An event.
   *
   * @param depth as the node says
   * @param role as the node says
   * @param read the event, and what proves it
   * @param verdict what the node found about it
   * @param withdrawal the event that withdrew it, if the node sent that
   */
  record Happened(
      int depth,
      TraceRole role,
      EventReading.Read read,
      TraceVerdict verdict,
      Optional<EventReading.Read> withdrawal)
      implements Shown {}

  /**
   * Something that is not shown.
   *
   * @param reason why, in a word such as {@code unknown-origin}
   * @param depth as the node says
   * @param at the item that it is missing at
   */
  record Missing(String reason, int depth, Optional<String> at) implements Shown {}
}
