package dev.nameplate.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FatalErrors;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Output;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Ends the process at once after an error that makes the virtual machine unreliable ({@link
 * FatalErrors}), with a line on standard error, so that its supervisor restarts it: a process
 * without memory answers nothing, but keeps its directory locked.
 *
 * <p>Errors are met where threads end, where calls end ({@link FatalCalls}, {@code Node.failure}),
 * and where libraries that catch every error log it: gRPC, Netty and Caffeine do. Everything needed
 * at the end is created at the start. Thread-safe.
 */
final class Halt {
  private static final org.slf4j.Logger LOGGER = LoggerFactory.getLogger(Halt.class);
  private static final int WAITS = 100;
  private static final int WAIT_MILLIS = 10;

  private final Runnable memory;
  private final Runnable machine;
  private final CountDownLatch fatal = new CountDownLatch(1);
  private volatile Runnable last;
  private volatile boolean told;

  private Halt(Output output) {
    this.memory =
        output.prepared(
            new Failure(
                ErrorReason.NODE_STOPPED.name(),
                "the process stopped: heap exhausted; acknowledged writes are safe: start it "
                    + "again, with more memory (java -Xmx) or fewer callers"));
    this.machine =
        output.prepared(
            new Failure(
                ErrorReason.NODE_STOPPED.name(),
                "the process stopped: internal error of the Java virtual machine; acknowledged "
                    + "writes are safe: start it again"));
    this.last = machine;
  }

  /** Watches this process from now on. */
  static Halt install(Output output) {
    Halt halt = new Halt(output);
    halt.ifFatal(new OutOfMemoryError("Direct buffer memory")); // loads what is needed at the end
    Thread telling = new Thread(halt::tell, "nameplate-halt");
    telling.setDaemon(true);
    telling.start();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          halt.ifFatal(thrown);
          LOGGER.error("Thread {} ended", thread.getName(), thrown);
        });
    LogManager.getLogManager().getLogger("").addHandler(halt.new JdkRecords());
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.addTurboFilter(halt.new LogbackRecords());
    }
    return halt;
  }

  /** Ends the process if a failure has a fatal cause. */
  void ifFatal(@Nullable Throwable failure) {
    if (FatalErrors.isIn(failure)) {
      now(FatalErrors.isWantOfMemory(failure) ? memory : machine);
    }
  }

  /** Ends the process, since the node in it closed itself. */
  void because(NodeException closed) {
    now(FatalErrors.isIn(closed) && !FatalErrors.isWantOfMemory(closed) ? machine : memory);
  }

  /**
   * Ends the process without allocating on the heap. Waits for the line a second: its reader may
   * have stopped to.
   */
  private void now(Runnable words) {
    try {
      last = words;
      fatal.countDown();
      for (int i = 0; i < WAITS && !told; i++) {
        Thread.sleep(WAIT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(ExitCode.NO);
    }
  }

  private void tell() {
    try {
      fatal.await();
      last.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      told = true;
    }
  }

  /** Log records of libraries through the JDK. */
  private final class JdkRecords extends Handler {
    @Override
    public void publish(LogRecord record) {
      ifFatal(record.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Log records through SLF4J, of libraries and this program. */
  private final class LogbackRecords extends TurboFilter {
    @Override
    public FilterReply decide(
        @Nullable Marker marker,
        Logger logger,
        Level level,
        @Nullable String format,
        Object @Nullable [] parameters,
        @Nullable Throwable thrown) {
      ifFatal(thrown);
      return FilterReply.NEUTRAL;
    }
  }
}
