package dev.nameplate.identifier;

import dev.nameplate.text.PinnedUnicode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a {@link SuffixPattern}. Used once. */
final class PatternReader {
  private static final Pattern SIZED = Pattern.compile("(seq|random):([1-9][0-9]{0,2})");
  private static final String KNOWN =
      "{yyyy}, {yy}, {MM}, {dd}, {DDD}, {HH}, {seq:DIGITS}, {random:BITS}, {check}, "
          + "{check:mod11_10}, {check:gs1} or {check:luhn}; write {{ and }} for literal braces";

  private final String text;
  private final List<PatternPart> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();

  PatternReader(String text) {
    this.text = text;
  }

  List<PatternPart> parts() {
    CanonicalText.requireSize("pattern", text, text);
    int i = 0;
    while (i < text.length()) {
      i = readAt(i);
    }
    endLiteral();
    requireOrder();
    requireNoMarks();
    return List.copyOf(parts);
  }

  /** Reads a character or a placeholder, and returns the offset of the next. */
  private int readAt(int i) {
    char c = text.charAt(i);
    if (c != '{' && c != '}') {
      literal.append(c);
      return i + 1;
    }
    if (i + 1 < text.length() && text.charAt(i + 1) == c) {
      literal.append(c);
      return i + 2;
    }
    int end = text.indexOf('}', i);
    if (c == '}' || end < 0) {
      throw malformed("each single brace to be part of a placeholder; offset " + i + " is not");
    }
    endLiteral();
    parts.add(placeholder(text.substring(i + 1, end)));
    return end + 1;
  }

  private void endLiteral() {
    if (literal.length() > 0) {
      parts.add(new PatternPart.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private PatternPart placeholder(String name) {
    Matcher sized = SIZED.matcher(name);
    if (sized.matches()) {
      int size = Integer.parseInt(sized.group(2));
      return sized.group(1).equals("seq") ? sequence(size) : random(size);
    }
    return PatternPart.Date.named(name)
        .<PatternPart>map(date -> date)
        .or(() -> CheckScheme.named(name).map(PatternPart.Check::new))
        .orElseThrow(() -> malformed("not {" + name + "} but " + KNOWN));
  }

  private PatternPart sequence(int digits) {
    if (digits > SuffixPattern.MAX_DIGITS) {
      throw malformed(
          "{seq:1} to {seq:" + SuffixPattern.MAX_DIGITS + "}, not {seq:" + digits + "}");
    }
    return new PatternPart.Sequence(digits);
  }

  private PatternPart random(int bits) {
    if (bits < SuffixPattern.MIN_BITS || bits > SuffixPattern.MAX_BITS) {
      throw malformed(
          "{random:"
              + SuffixPattern.MIN_BITS
              + "} to {random:"
              + SuffixPattern.MAX_BITS
              + "}, not {random:"
              + bits
              + "}");
    }
    return new PatternPart.Random(bits);
  }

  /** Checks that there is one sequence or random part, and at most one check character after it. */
  private void requireOrder() {
    int drawn = -1;
    int check = -1;
    for (int i = 0; i < parts.size(); i++) {
      PatternPart part = parts.get(i);
      if (part instanceof PatternPart.Sequence || part instanceof PatternPart.Random) {
        if (drawn >= 0) {
          throw malformed("only one of {seq:DIGITS} and {random:BITS}, once");
        }
        drawn = i;
      } else if (part instanceof PatternPart.Check) {
        if (check >= 0) {
          throw malformed("at most one check character");
        }
        check = i;
      }
    }
    if (drawn < 0) {
      throw malformed("{seq:DIGITS} or {random:BITS}; without it the pattern has a single suffix");
    }
    if (check >= 0) {
      requireCheckable(check, drawn);
    }
  }

  private void requireCheckable(int check, int drawn) {
    if (check < drawn) {
      throw malformed("the check character after " + parts.get(drawn).written());
    }
    if (parts.get(drawn) instanceof PatternPart.Random
        && parts.get(check) instanceof PatternPart.Check found
        && found.scheme().numeric()) {
      throw malformed(
          "{check} after {random:BITS}; " + found.written() + " leaves letters unchecked");
    }
  }

  /** Refuses a combining mark after a placeholder, with whose last character it would combine. */
  private void requireNoMarks() {
    for (int i = 1; i < parts.size(); i++) {
      if (parts.get(i) instanceof PatternPart.Literal behind
          && PinnedUnicode.isMark(behind.text().codePointAt(0))) {
        throw malformed("no combining mark after " + parts.get(i - 1).written());
      }
    }
  }

  private MalformedIdentifierException malformed(String expected) {
    return new MalformedIdentifierException("pattern", text, expected);
  }
}
