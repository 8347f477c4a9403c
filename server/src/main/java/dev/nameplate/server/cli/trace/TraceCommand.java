package dev.nameplate.server.cli.trace;

import dev.nameplate.error.Spelling;
import dev.nameplate.server.cli.options.CommandFamily;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code trace up} and {@code trace down}. */
@Command(
    name = "trace",
    header = "Follow a thing up to what it was made from, or down to what was made from it.",
    description = {
      "%ntrace up ITEM leads to what the item was made from: from a panel to its heat.",
      "trace down ITEM leads to what was made from it: from a heat to every panel.%n"
    },
    subcommands = {TraceWay.Up.class, TraceWay.Down.class},
    footer = "  nameplate trace up 88.118.9/PANEL-260710-0031 --anchor anchor.txt --recursive")
public final class TraceCommand extends CommandFamily {
  @Override
  public String unknown(String word) {
    return Spelling.nearest(word, List.of("up", "down")).isPresent()
        ? super.unknown(word)
        : "give the direction: trace up %s leads to what it was made from, trace down %s to what was made from it"
            .formatted(word, word);
  }
}
