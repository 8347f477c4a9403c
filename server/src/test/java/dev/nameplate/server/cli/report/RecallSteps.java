package dev.nameplate.server.cli.report;

import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.recall.RecallStep.Reason;
import dev.nameplate.trace.recall.RecallStep.Summary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Steps of a recall: a heat in two parts, the second perhaps, and a dish that is eaten. */
final class RecallSteps {
  private RecallSteps() {}

  static List<RecallStep> parts() {
    return List.of(
        part("88.118.8/HEAT-1", "Shop A"),
        new Affected(
            ItemId.parse("88.118.8/HEAT-1"),
            0,
            Reason.SUSPECT,
            "\"B\"] --> |x|\u202e\n",
            Optional.of(ItemId.parse("88.118.8/CRATE")),
            Presence.THERE,
            Extent.POSSIBLE,
            List.of(Quantity.of("60", "CS"), Quantity.of("1", "KGM")),
            List.of(Quantity.of("0", "CS"), Quantity.of("1", "KGM")),
            Optional.empty(),
            Optional.empty()),
        new Affected(
            ItemId.parse("88.118.8/DISH"),
            1,
            Reason.MIXED,
            "",
            Optional.empty(),
            Presence.USED_UP,
            Extent.WHOLE,
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty()),
        new Summary(List.of(), 0, 1, 1, 0, 1, 2, false, 7, Instant.EPOCH, true));
  }

  static Affected part(String item, String holder) {
    List<Quantity> left = List.of(Quantity.of("40", "CS"));
    return new Affected(
        ItemId.parse(item),
        0,
        Reason.SUSPECT,
        holder,
        Optional.empty(),
        Presence.THERE,
        Extent.PART,
        left,
        left,
        Optional.empty(),
        Optional.empty());
  }
}
