package dev.nameplate.server.cli.trace;

import dev.nameplate.error.Spelling;
import dev.nameplate.server.cli.options.CommandFamily;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code trace up} and {@code trace down}. */
@Command(
    name = "trace",
    header = "Trace an item up to its inputs, or down to its products.",
    description = {
      "%ntrace up ITEM finds everything the item was made from: from a panel to its heat.",
      "trace down ITEM finds everything made from the item: from a heat to every panel.%n"
    },
    subcommands = {TraceWay.Up.class, TraceWay.Down.class},
    footer = "  nameplate trace up 88.118.9/PANEL-260710-0031 --anchor anchor.txt --recursive")
public final class TraceCommand extends CommandFamily {
  @Override
  public String unknown(String word) {
    return Spelling.nearest(word, List.of("up", "down")).isPresent()
        ? super.unknown(word)
        : "give a direction: trace up %s finds its inputs, trace down %s its products"
            .formatted(word, word);
  }
}
