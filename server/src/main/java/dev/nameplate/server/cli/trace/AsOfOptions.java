package dev.nameplate.server.cli.trace;

import dev.nameplate.resolve.AsOf;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options for the state of the log that an answer is based on. */
final class AsOfOptions {
  @ArgGroup(exclusive = true)
  private Choice choice = new Choice();

  private static final class Choice {
    @Option(
        names = "--at",
        paramLabel = "TIME",
        description =
            "Use the events recorded until this time, for example 2026-07-01T08:00:00+08:00.")
    private Optional<Instant> time = Optional.empty();

    @Option(
        names = "--position",
        paramLabel = "N",
        description = "Use the events among the first N statements of the log.")
    private Optional<Long> position = Optional.empty();
  }

  /** The state that is asked for. */
  AsOf.State asked() {
    return choice
        .time
        .<AsOf.State>map(AsOf.Time::new)
        .or(() -> choice.position.map(AsOf.Position::new))
        .orElse(AsOf.Newest.NEWEST);
  }
}
