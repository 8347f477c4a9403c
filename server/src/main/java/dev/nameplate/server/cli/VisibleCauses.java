package dev.nameplate.server.cli;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.nameplate.error.VisibleText;
import java.util.stream.Collectors;

/**
 * The stack trace of a log entry. Each line is indented, so that none can be mistaken for an entry;
 * characters that would control a terminal are escaped.
 */
public final class VisibleCauses extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy thrown) {
    return super.throwableProxyToString(thrown)
        .lines()
        .map(line -> "    " + VisibleText.of(line.replace("\t", "  ")) + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
