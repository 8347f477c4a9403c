package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LoggingTest {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger logger = context.getLogger(LoggingTest.class);

  private LoggingEvent event(String message, Throwable cause) {
    return new LoggingEvent("here", logger, Level.WARN, message, cause, new Object[0]);
  }

  @Test
  void a_message_is_one_line_that_does_not_control_the_terminal() {
    String shown =
        new VisibleMessage()
            .convert(event("a\n2026-01-01 ERROR forged\r\u001b[2J\u009b1m\u202e", new Throwable()));

    assertThat(shown).isEqualTo("a\\u000a2026-01-01 ERROR forged\\u000d\\u001b[2J\\u009b1m\\u202e");
  }

  @Test
  void no_line_of_a_stack_trace_looks_like_an_entry() {
    VisibleCauses causes = new VisibleCauses();
    causes.setContext(context);
    causes.start();

    String shown =
        causes.convert(event("failed", new IllegalStateException("a\n2026-01-01 ERROR \u001b[2J")));

    assertThat(shown).contains("IllegalStateException: a", "\\u001b[2J").doesNotContain("\u001b");
    assertThat(shown.lines()).allMatch(line -> line.startsWith("    "));
  }

  @Test
  void what_libraries_log_is_not_even_made_unless_it_is_shown() {
    Run.of("version").ok();

    assertThat(
            java.util.logging.Logger.getLogger("io.grpc.netty.NettyServerTransport")
                .isLoggable(java.util.logging.Level.INFO))
        .isFalse();
    assertThat(java.util.logging.Logger.getLogger("").getHandlers())
        .singleElement()
        .isInstanceOf(org.slf4j.bridge.SLF4JBridgeHandler.class);
  }
}
