package dev.nameplate.epcis;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The text of a document without its events, and the positions of the context and of the event list
 * in it.
 */
final class HeaderText {
  /** The header of no document. */
  static final HeaderText NONE = new HeaderText("");

  private static final Set<String> OPENED =
      Set.of(
          "epcisBody",
          "epcisBody.queryResults",
          "epcisBody.queryResults.resultsBody",
          "epcisHeader",
          "epcisHeader.epcisMasterData");
  private static final String VOCABULARIES = "epcisHeader.epcisMasterData.vocabularyList";

  private final String text;
  private final List<String> vocabularies = new ArrayList<>();
  private Part context = Part.NONE;
  private Part list = Part.NONE;

  /** A span of the text, from an offset to another. */
  private record Part(int from, int to) {
    static final Part NONE = new Part(0, 0);

    String in(String text) {
      return text.substring(from, to);
    }
  }

  private HeaderText(String text) {
    this.text = text;
  }

  static HeaderText of(String text) {
    HeaderText header = new HeaderText(text);
    try (JsonText json = new JsonText(new StringReader(text), text.length())) {
      header.find(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was read from a document before
    }
    return header;
  }

  private void find(JsonText json) throws IOException {
    Deque<String> path = new ArrayDeque<>();
    json.parser.nextToken();
    for (JsonToken token = json.parser.nextToken();
        token != null;
        token = json.parser.nextToken()) {
      if (token == JsonToken.END_OBJECT) {
        path.pollLast();
        continue;
      }
      path.addLast(json.parser.currentName());
      String name = String.join(".", path);
      token = json.parser.nextToken();
      int from = (int) json.begin();
      if (token == JsonToken.START_OBJECT && OPENED.contains(name)) {
        continue;
      }
      if (token == JsonToken.START_ARRAY && name.equals(VOCABULARIES)) {
        vocabularies(json);
      } else {
        json.through();
      }
      Part part = new Part(from, (int) json.end());
      if (name.equals("@context")) {
        context = part;
      } else if (EpcisReader.LISTS.contains(name)) {
        list = part;
      }
      path.removeLast();
    }
  }

  private void vocabularies(JsonText json) throws IOException {
    while (json.parser.nextToken() != JsonToken.END_ARRAY) {
      int from = (int) json.begin();
      json.through();
      vocabularies.add(new Part(from, (int) json.end()).in(text));
    }
  }

  /** The context, as JSON; empty if there is none. */
  String context() {
    return context.in(text);
  }

  /** The lists of master data, each as JSON. */
  List<String> vocabularies() {
    return vocabularies;
  }

  /** True if the document has an event list. */
  boolean hasList() {
    return list.to() > 0;
  }

  /** Writes the content of the event list. */
  interface Body {
    void write() throws IOException;
  }

  /** Writes the document with another context, and with events in their place. */
  void write(Appendable out, String newContext, Body events) throws IOException {
    if (context.from() < list.from()) {
      out.append(text, 0, context.from()).append(newContext);
      out.append(text, context.to(), list.from() + 1);
      events.write();
      out.append(text, list.to() - 1, text.length());
    } else {
      out.append(text, 0, list.from() + 1);
      events.write();
      out.append(text, list.to() - 1, context.from()).append(newContext);
      out.append(text, context.to(), text.length());
    }
  }
}
