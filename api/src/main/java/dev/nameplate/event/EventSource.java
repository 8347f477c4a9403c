package dev.nameplate.event;

import dev.nameplate.record.Bytes;
import java.util.List;

/**
 * The document text that an event was read from, kept verbatim.
 *
 * @param text the text of the event, EPCIS 2.0 JSON/JSON-LD
 * @param context the JSON-LD context of its document, as JSON; empty if the event has its own, or
 *     none
 * @param content digest that is equal for two texts with equal content, 32 bytes: SHA-256 of the
 *     fields of the CBV 2.0 event hash, each with its length
 * @param labels deviations of the text from the standard, as codes, in the order found
 */
public record EventSource(String text, String context, Bytes content, List<String> labels) {
  private static final int DIGEST_SIZE = 32;

  /** Checks the digest and the labels. */
  public EventSource {
    if (text.isEmpty()) {
      throw new InvalidEventException("source.text", text, "the text of the event");
    }
    EventTexts.requireWellFormed("source.text", text);
    EventTexts.requireWellFormed("source.context", context);
    if (content.size() != DIGEST_SIZE) {
      throw new InvalidEventException(
          "source.content", content.size() + " bytes", DIGEST_SIZE + " bytes");
    }
    labels = EventTexts.check("source.labels", labels);
  }
}
