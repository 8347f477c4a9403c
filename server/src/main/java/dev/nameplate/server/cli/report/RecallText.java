package dev.nameplate.server.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.Quantity;
import dev.nameplate.server.json.Words;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.recall.RecallStep.Summary;
import java.math.BigDecimal;
import java.util.List;
import java.util.StringJoiner;

/** The words and amounts of recalls and balances as people read them. */
public final class RecallText {
  private RecallText() {}

  /** A holder's name; empty is an unknown holder. */
  public static String holder(String holder) {
    return holder.isEmpty() ? "(unknown)" : VisibleText.of(holder);
  }

  /** An amount between two bounds, such as {@code 40 CS} or {@code 0 to 60 KGM}. */
  public static String amount(BigDecimal least, BigDecimal most, String unit) {
    return (least.compareTo(most) == 0 ? "" : least.toPlainString() + " to ")
        + most.toPlainString()
        + " "
        + VisibleText.of(unit);
  }

  /**
   * Amounts in several units, joined by a plus sign; empty if there are none.
   *
   * @param least the lower bounds, in the same units; missing bounds equal the upper bounds
   */
  public static String amounts(List<Quantity> least, List<Quantity> most) {
    StringJoiner amounts = new StringJoiner(" + ");
    for (int i = 0; i < most.size(); i++) {
      Quantity high = most.get(i);
      amounts.add(amount(least(least, most, i).amount(), high.amount(), high.unit()));
    }
    return amounts.toString();
  }

  /** The meaning of a hole, for people. */
  public static String meaning(Reason reason) {
    return switch (reason) {
      case UNKNOWN_ORIGIN -> "origin not recorded";
      case NO_ACCESS -> "an event hidden from this caller";
      case PEER_UNREACHABLE -> "the node did not answer";
      case PEER_REFUSED -> "the node refused";
      case CLASS_ONLY -> "a product class, not a lot or serial item: not followed";
      case LIMIT_DEPTH -> "incomplete: --depth reached";
      case LIMIT_COUNT -> "incomplete: --items reached";
      case LIMIT_TIME -> "incomplete: time limit reached";
      case FOREIGN -> "at another node: use --recursive";
      case NOT_BELIEVED -> "the answer of another node failed verification";
    };
  }

  /** The lower bound of an amount; a missing bound equals the upper bound. */
  static Quantity least(List<Quantity> least, List<Quantity> most, int index) {
    return (index < least.size() ? least : most).get(index);
  }

  /** Puts a recall's summary into an object, with a prefix before each name. */
  static ObjectNode put(ObjectNode object, String prefix, Summary summary) {
    return object
        .put(prefix + "asOfPosition", summary.asOfPosition())
        .put(prefix + "asOfTime", summary.asOfTime().toString())
        .put(prefix + "certain", summary.certain())
        .put(prefix + "possible", summary.possible())
        .put(prefix + "excluded", summary.excluded())
        .put(prefix + "apart", summary.apart())
        .put(prefix + "holes", summary.holes())
        .put(prefix + "complete", summary.complete());
  }

  /** Amount, container and presence of an item at a place; empty if unknown. */
  static String place(Affected item) {
    StringJoiner place = new StringJoiner(" ");
    String amounts = amounts(item.atLeast(), item.left());
    if (!amounts.isEmpty()) {
      place.add(amounts);
    } else if (item.extent() != Extent.WHOLE) {
      place.add(Words.of(item.extent()));
    }
    item.inside().ifPresent(in -> place.add("in " + VisibleText.of(in.toString())));
    if (item.presence() != Presence.THERE) {
      place.add(Words.of(item.presence()));
    }
    return place.toString();
  }
}
