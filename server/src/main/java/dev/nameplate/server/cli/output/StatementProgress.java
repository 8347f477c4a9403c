package dev.nameplate.server.cli.output;

import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a person the number and rate of processed items; a program nothing. */
public final class StatementProgress implements AutoCloseable {
  private final Optional<ProgressBar> bar;

  private StatementProgress(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /** Begins at no statements. */
  public static StatementProgress of(String task, Output output) {
    return of(task, " statements", output);
  }

  /**
   * Begins at no items.
   *
   * @param unit a space and the items in the plural
   */
  public static StatementProgress of(String task, String unit, Output output) {
    return new StatementProgress(
        output.watched()
            ? Optional.of(
                new ProgressBarBuilder()
                    .setTaskName(task)
                    .setUnit(unit, 1)
                    .setInitialMax(-1)
                    .showSpeed()
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(output.progress()))
                    .build())
            : Optional.empty());
  }

  /** Sets the number of processed items. */
  public void at(long items) {
    bar.ifPresent(shown -> shown.stepTo(items));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
