package dev.nameplate.record;

import dev.nameplate.identifier.Identifier;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.regex.Pattern;

/** The data of a value, in one of five forms. The given form is kept byte for byte. */
public sealed interface ValueData {
  /**
   * The data as text: a text, a number or JSON as given, a reference as {@code index:prefix/suffix}
   * or {@code prefix/suffix}, bytes in Base64.
   */
  String text();

  /** Uninterpreted bytes. */
  static ValueData binary(Bytes bytes) {
    return new Binary(bytes);
  }

  /** Text. */
  static ValueData text(String text) {
    return new Text(text);
  }

  /** A reference to another identifier as a whole. */
  static ValueData reference(Identifier identifier) {
    return new Reference(ValueReference.to(identifier));
  }

  /**
   * Uninterpreted bytes.
   *
   * @param bytes any
   */
  record Binary(Bytes bytes) implements ValueData {
    @Override
    public String text() {
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
  }

  /**
   * Text.
   *
   * @param text any text that UTF-8 can carry
   */
  record Text(String text) implements ValueData {
    /** Refuses lone surrogates. */
    public Text {
      WellFormed.require("data", text);
    }
  }

  /**
   * A reference to another identifier, or to a value of it.
   *
   * @param to the referenced identifier or value
   */
  record Reference(ValueReference to) implements ValueData {
    @Override
    public String text() {
      return to.toString();
    }
  }

  /**
   * A JSON text.
   *
   * @param text one JSON value (RFC 8259); it is kept as given, and its syntax is checked
   */
  record Json(String text) implements ValueData {
    /** Checks the syntax. */
    public Json {
      WellFormed.require("data", text);
      JsonSyntax.check(text);
    }
  }

  /**
   * An exact decimal number.
   *
   * @param text a number in JSON's syntax (RFC 8259, section 6), at most 128 characters, for
   *     example {@code 160.21}
   */
  @SuppressWarnings("JavaLangClash") // always written ValueData.Number; the word is JSON's
  record Number(String text) implements ValueData {
    private static final Pattern SYNTAX =
        Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?");

    /** Checks the syntax. */
    public Number {
      if (text.length() > 128 || !SYNTAX.matcher(text).matches()) {
        throw new InvalidRecordException(
            "data", text, "a decimal number of at most 128 characters, for example 160.21");
      }
    }

    /** The number. */
    public BigDecimal decimal() {
      return new BigDecimal(text);
    }
  }
}
