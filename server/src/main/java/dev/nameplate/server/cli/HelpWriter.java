package dev.nameplate.server.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Writes help to a stream of the terminal as {@link HelpText#shown} shows it. */
final class HelpWriter extends FilterWriter {
  HelpWriter(PrintStream stream) {
    super(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    out.write(HelpText.shown(text.substring(offset, offset + length)));
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    out.write(HelpText.shown(new String(text, offset, length)));
  }

  @Override
  public void write(int c) throws IOException {
    out.write(HelpText.shown(String.valueOf((char) c)));
  }
}
