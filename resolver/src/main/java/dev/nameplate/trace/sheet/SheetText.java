package dev.nameplate.trace.sheet;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The texts of sheets in a language: headers, words, remarks. All are in one resource, {@code
 * sheet.properties}, each key with the language behind it. Immutable.
 */
public final class SheetText {
  private static final String RESOURCE = "sheet.properties";

  /** {@code {0}} is a datum, {@code {0:word}} one or more words with commas between them. */
  private static final Pattern PART = Pattern.compile("\\{(\\d)(:word)?\\}");

  private final Properties texts = new Properties();
  private final Language language;

  /** A language of sheets. */
  public enum Language {
    /** Chinese. */
    ZH,
    /** English. */
    EN
  }

  private SheetText(Language language) {
    this.language = language;
    try (InputStream in = SheetText.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw missing(RESOURCE);
      }
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts in a language. */
  public static SheetText in(Language language) {
    return new SheetText(language);
  }

  private static NodeException missing(String what) {
    return new NodeException(
        ErrorReason.DATA_CORRUPT, what + " is not in this jar; build it again");
  }

  /** The headers of a sheet, one for each column. */
  public List<String> headers(SheetKind kind) {
    return kind.columns().stream().map(column -> text("column." + key(column))).toList();
  }

  /** The cells of a row, one for each column; of a note, the first says that it is one. */
  public List<String> cells(SheetKind kind, SheetRow row) {
    return kind.columns().stream().map(column -> cell(kind, row, column)).toList();
  }

  private String cell(SheetKind kind, SheetRow row, SheetColumn column) {
    if (column == SheetColumn.REMARK) {
      return row.remarks().stream().map(this::text).collect(Collectors.joining(text("between")));
    }
    if (row.isNote() && column == kind.columns().get(0)) {
      return text("note");
    }
    String cell = row.cell(column);
    return column.isWord() && !cell.isEmpty() ? word(cell) : cell;
  }

  /** A remark as text. */
  public String text(Remark remark) {
    Matcher parts = PART.matcher(text("remark." + key(remark.kind())));
    return parts.replaceAll(
        part -> {
          String of = remark.of().get(Integer.parseInt(part.group(1)));
          return Matcher.quoteReplacement(part.group(2) == null ? of : words(of));
        });
  }

  private String words(String keys) {
    return Arrays.stream(keys.split(",", -1))
        .map(this::word)
        .collect(Collectors.joining(text("comma")));
  }

  private String word(String key) {
    return text("word." + key);
  }

  private String text(String key) {
    String text = texts.getProperty(key + "." + key(language));
    if (text == null) {
      throw missing(RESOURCE + ": " + key + "." + key(language));
    }
    return text;
  }

  /** The key of a constant: its name in lower case, with hyphens. */
  static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
