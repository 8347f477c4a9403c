package dev.nameplate.identifier;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** A piece of a {@link SuffixPattern}: a literal text or a placeholder. */
sealed interface PatternPart {
  /** The piece as written in a pattern. */
  String written();

  /** Literal text, included verbatim in every suffix. */
  record Literal(String text) implements PatternPart {
    @Override
    public String written() {
      return text.replace("{", "{{").replace("}", "}}");
    }
  }

  /** A part of the date or time. */
  enum Date implements PatternPart {
    YEAR("yyyy"),
    SHORT_YEAR("yy"),
    MONTH("MM"),
    DAY("dd"),
    DAY_OF_YEAR("DDD"),
    HOUR("HH");

    private final String letters;
    private final DateTimeFormatter formatter;

    Date(String letters) {
      this.letters = letters;
      // 'u' for the year, which is not that of an era; the root locale writes ASCII digits
      this.formatter = DateTimeFormatter.ofPattern(letters.replace('y', 'u'), Locale.ROOT);
    }

    static Optional<Date> named(String letters) {
      for (Date part : values()) {
        if (part.letters.equals(letters)) {
          return Optional.of(part);
        }
      }
      return Optional.empty();
    }

    Literal at(OffsetDateTime time) {
      return new Literal(formatter.format(time));
    }

    @Override
    public String written() {
      return "{" + letters + "}";
    }
  }

  /** A number of a fixed count of digits. */
  record Sequence(int digits) implements PatternPart {
    @Override
    public String written() {
      return "{seq:" + digits + "}";
    }
  }

  /** Random bits in base 32. */
  record Random(int bits) implements PatternPart {
    int characters() {
      return (bits + 4) / 5;
    }

    @Override
    public String written() {
      return "{random:" + bits + "}";
    }
  }

  /** A check character over the characters before it. */
  record Check(CheckScheme scheme) implements PatternPart {
    @Override
    public String written() {
      return "{" + scheme.placeholder() + "}";
    }
  }
}
