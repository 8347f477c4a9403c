package dev.nameplate.server.cli.trace;

import dev.nameplate.server.cli.CommandFamily;
import picocli.CommandLine.Command;

/** {@code trace up} and {@code trace down}. */
@Command(
    name = "trace",
    header = "Follow a thing up to what it was made from, or down to what was made from it.",
    description = "",
    subcommands = {TraceWay.Up.class, TraceWay.Down.class},
    footer = "  nameplate trace up 88.118.9/PANEL-260710-0031 --anchor anchor.txt --recursive")
public final class TraceCommand extends CommandFamily {}
