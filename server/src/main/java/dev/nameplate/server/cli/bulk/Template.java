package dev.nameplate.server.cli.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A text with names in braces that are replaced by other texts, for example <code>{case}-{bottle}
 * </code>. Braces cannot be escaped. Immutable.
 */
final class Template {
  private final String text;

  /** Alternating: a literal text, a name, a literal text, a name, ..., a literal text. */
  private final List<String> parts;

  private Template(String text, List<String> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads a template; empty if malformed: an empty text, a brace without its partner, or an empty
   * name.
   */
  static Optional<Template> parse(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (true) {
      int open = text.indexOf('{', from);
      String literal = text.substring(from, open < 0 ? text.length() : open);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (literal.indexOf('}') >= 0 || (open >= 0 && close <= open + 1)) {
        return Optional.empty();
      }
      parts.add(literal);
      if (open < 0) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new Template(text, parts));
      }
      String name = text.substring(open + 1, close);
      if (name.indexOf('{') >= 0) {
        return Optional.empty();
      }
      parts.add(name);
      from = close + 1;
    }
  }

  /** The names, in order, with duplicates. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i < parts.size(); i += 2) {
      names.add(parts.get(i));
    }
    return names;
  }

  /** The text with every name replaced. */
  String fill(UnaryOperator<String> textOf) {
    if (parts.size() == 3 && parts.get(0).isEmpty() && parts.get(2).isEmpty()) {
      return textOf.apply(parts.get(1));
    }
    StringBuilder filled = new StringBuilder(parts.get(0));
    for (int i = 1; i < parts.size(); i += 2) {
      filled.append(textOf.apply(parts.get(i))).append(parts.get(i + 1));
    }
    return filled.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
