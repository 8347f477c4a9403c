package dev.nameplate.server.cli;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import java.nio.file.Path;

/** What fields of required options hold before the command line is read. */
final class Arguments {
  static final Prefix NO_PREFIX = Prefix.parse("unset");
  static final Identifier NO_IDENTIFIER = Identifier.parse("unset/unset");
  static final Path NO_PATH = Path.of("");

  private Arguments() {}
}
