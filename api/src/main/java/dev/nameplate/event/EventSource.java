package dev.nameplate.event;

import dev.nameplate.record.Bytes;
import java.util.List;

/**
 * Where an event was read from, kept as it was given.
 *
 * @param text the text of the event, EPCIS 2.0 JSON/JSON-LD
 * @param context the JSON-LD context in which it stands, as JSON; empty if it has its own, or none
 * @param content digest that is the same for two texts that say the same, 32 bytes: SHA-256 of the
 *     fields of the CBV 2.0 event hash, each with its length
 * @param labels what in the text is not as the standard says, as codes, in the order found
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
