package dev.nameplate.server.cli.bulk;

import dev.nameplate.server.cli.output.Output;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar with rate and remaining time, shown only to a watching person. Thread-safe. */
final class Progress implements AutoCloseable {
  private final Optional<ProgressBar> bar;
  private boolean ended;

  /**
   * Shows a bar if a person watches.
   *
   * @param task the task, in a word
   */
  Progress(Output output, String task) {
    this.bar =
        output.watched()
            ? Optional.of(
                new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(-1)
                    .setUnit(" records", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(output.progress()))
                    .build())
            : Optional.empty();
  }

  /** Counts a finished record. */
  void step() {
    bar.ifPresent(ProgressBar::step);
  }

  /** Sets the estimated number of records. */
  void expect(long records) {
    bar.ifPresent(shown -> shown.maxHint(records));
  }

  /** Shows the final state and ends the line. Idempotent. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      bar.ifPresent(ProgressBar::close);
    }
  }

  @Override
  public void close() {
    end();
  }
}
