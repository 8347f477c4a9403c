package dev.nameplate.event;

import dev.nameplate.text.NameText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Percent-encoded characters in URIs (RFC 3986, section 2.1). */
final class EncodedText {
  private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

  private EncodedText() {}

  /**
   * A URI without percent-encoded characters that are invisible, and without percent-encoded white
   * space at its end; everything else stays as it is written.
   */
  static String cleaned(String uri) {
    return uri.indexOf('%') < 0
        ? uri
        : ENCODED
            .matcher(uri)
            .replaceAll(
                found -> Matcher.quoteReplacement(cleaned(found, found.end() == uri.length())));
  }

  private static String cleaned(MatchResult found, boolean last) {
    String plain;
    try {
      byte[] bytes = HexFormat.of().parseHex(found.group().replace("%", ""));
      plain = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return found.group(); // in another charset, or part of a character
    }
    String fence = last ? "" : "|"; // white space inside stays
    String fenced = NameText.cleaned("|" + plain + fence);
    String cleaned = fenced.substring(1, fenced.length() - fence.length());
    return cleaned.equals(plain) ? found.group() : encoded(cleaned);
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
    }
    return encoded.toString();
  }
}
