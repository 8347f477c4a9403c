package dev.nameplate.server.cli;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.nameplate.error.VisibleText;

/**
 * The message of a log entry, on one line; characters that would control a terminal are escaped.
 */
public final class VisibleMessage extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return VisibleText.of(super.convert(event));
  }
}
