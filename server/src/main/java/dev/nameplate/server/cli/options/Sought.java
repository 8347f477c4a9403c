package dev.nameplate.server.cli.options;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import picocli.CommandLine.ITypeConverter;

/**
 * Parsers of arguments with names to look up, which may have invisible characters and white space
 * around them, unlike new names.
 */
public final class Sought {
  private Sought() {}

  /** An identifier to look up. */
  public static final class OfIdentifier implements ITypeConverter<Identifier> {
    @Override
    public Identifier convert(String text) {
      return Identifier.sought(text);
    }
  }

  /** A prefix to look up. */
  public static final class OfPrefix implements ITypeConverter<Prefix> {
    @Override
    public Prefix convert(String text) {
      return Prefix.sought(text);
    }
  }
}
