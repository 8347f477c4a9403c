package dev.nameplate.epcis;

import dev.nameplate.record.JsonTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The context of a document, which all of its events share. Used by one thread. */
final class DocumentContext {
  /** Context of events outside a document. */
  static final DocumentContext NONE = new DocumentContext("");

  private final String text;
  private @Nullable Prefixes prefixes;
  private boolean epcis;

  /**
   * A context.
   *
   * @param text its JSON; empty if there is none
   */
  DocumentContext(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /**
   * Prefixes of this context and of an event's own context.
   *
   * @throws dev.nameplate.record.InvalidRecordException if a name occurs twice
   */
  Prefixes prefixes(@Nullable Object own) {
    Prefixes known = prefixes;
    if (known == null) {
      List<Object> parsed = text.isEmpty() ? List.of() : List.of(JsonTree.read(text));
      epcis = parsed.stream().anyMatch(DocumentContext::isEpcis);
      known = Prefixes.of(parsed);
      prefixes = known;
    }
    return own == null ? known : known.and(own);
  }

  /** True if this context or an event's own includes the EPCIS context. */
  boolean isEpcisWith(@Nullable Object own) {
    return epcis || isEpcis(own);
  }

  private static boolean isEpcis(@Nullable Object context) {
    if (context instanceof List<?> several) {
      return several.stream().anyMatch(DocumentContext::isEpcis);
    }
    return context instanceof String uri && uri.contains("epcis-context.jsonld");
  }
}
