package dev.nameplate.server.cli.bulk;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.text.NameText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes invisible characters from the names in a row, as pasted cells often have them. Records
 * the removed characters. Used for one row.
 */
final class RowNames {
  private final List<String> removed = new ArrayList<>();

  /** A cell that a name is made of, without invisible characters and white space at its ends. */
  String cell(String column, String text) {
    return noted(column, text, NameText.cleaned(text), NameText.hidden(text));
  }

  /** The text of an identifier, likewise. */
  String identifier(String field, String text) {
    Optional<NameText.Fault> fault = NameText.hidden(text);
    return noted(field, text, Identifier.cleaned(text), fault);
  }

  private String noted(String field, String text, String cleaned, Optional<NameText.Fault> fault) {
    if (!cleaned.equals(text)) {
      removed.add(
          "%s: %s; removed, which leaves \"%s\""
              .formatted(
                  field,
                  fault.map(NameText.Fault::toString).orElse("white space at a slash"),
                  cleaned));
    }
    return cleaned;
  }

  /** The removed characters, in words. */
  List<String> removed() {
    return removed;
  }
}
