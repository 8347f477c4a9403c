package dev.nameplate.server.cli.options;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import java.nio.file.Path;

/** Initial values of required options before the command line is parsed. */
public final class Arguments {
  public static final Prefix NO_PREFIX = Prefix.parse("unset");
  public static final Identifier NO_IDENTIFIER = Identifier.parse("unset/unset");
  public static final Path NO_PATH = Path.of("");

  private Arguments() {}
}
