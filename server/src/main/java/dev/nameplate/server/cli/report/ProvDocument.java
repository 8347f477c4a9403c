package dev.nameplate.server.cli.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trust.RecordedEvent;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A trace as a PROV-JSON document: items are entities, processes activities, recorders agents. What
 * an event used and made is {@code used} and {@code wasGeneratedBy}, with amount and unit; what it
 * retired is {@code wasInvalidatedBy}. As in PROV, nothing more follows: that an output was derived
 * from each input is not said. Withdrawn events are left out; a hole is an entity of type {@code
 * np:Hole}. What was installed is {@code hadMember}, if the trace followed parts. Transfers and
 * other containments are not provenance of things and are left out, too.
 *
 * <p>Takes the steps of one trace or of several as they come and keeps them in temporary files; in
 * memory are the names of items, agents and events alone, so that each is declared once. Used by
 * one thread.
 *
 * <p><b>Source:</b> W3C PROV-DM; W3C member submission "The PROV-JSON Serialization" (2013).
 */
public final class ProvDocument implements AutoCloseable {
  private static final String NAMESPACE = "https://nameplate.dev/ns/prov#";

  private final List<ProvSection> sections = new ArrayList<>();
  private final ProvSection entities = section("entity");
  private final ProvSection activities = section("activity");
  private final ProvSection agents = section("agent");
  private final ProvSection used = section("used");
  private final ProvSection generated = section("wasGeneratedBy");
  private final ProvSection invalidated = section("wasInvalidatedBy");
  private final ProvSection associated = section("wasAssociatedWith");
  private final ProvSection members = section("hadMember");
  private final Set<String> known = new HashSet<>();
  private long holes;

  /** Begins a document. */
  public ProvDocument() throws IOException {}

  private ProvSection section(String name) throws IOException {
    ProvSection section = new ProvSection(name);
    sections.add(section);
    return section;
  }

  /** Adds a step. */
  public void add(TraceStep step) throws IOException {
    if (step instanceof TraceStep.Item item) {
      if (known.add(name(item.id()))) { // several traces can be put into one document
        entities.add(name(item.id()), object().put("prov:label", item.id().toString()));
      }
    } else if (step instanceof TraceStep.Hole hole) {
      ObjectNode entity = object().put("np:reason", hole.reason().name());
      entity.putObject("prov:type").put("$", "np:Hole").put("type", "prov:QUALIFIED_NAME");
      hole.at().ifPresent(at -> entity.put("np:at", at.toString()));
      entities.add("np:hole" + ++holes, entity);
    } else if (step instanceof TraceStep.Deed deed && deed.verdict().withdrawnBy().isEmpty()) {
      if (deed.role() == TraceStep.Role.PART) {
        parts(deed.event().value());
      } else {
        event(deed.event().value());
      }
    }
  }

  private void parts(RecordedEvent recorded) throws IOException {
    if (recorded.event().isPresent()
        && recorded.event().get().occurrence() instanceof Contained what
        && what.parent().isPresent()) {
      String whole = name(what.parent().get());
      for (EventItem part : what.children()) {
        if (known.add("part " + whole + " " + name(part.id()))) {
          members.add(object().put("prov:collection", whole).put("prov:entity", name(part.id())));
        }
      }
    }
  }

  private void event(RecordedEvent recorded) throws IOException {
    if (recorded.content().isEmpty()) {
      return;
    }
    Event event = recorded.content().get().event();
    String id = "event:" + recorded.content().get().id();
    if (!known.add("told " + id)) {
      return;
    }
    if (event.occurrence() instanceof Processed processed) {
      String activity =
          processed.process().isEmpty()
              ? id
              : "process:" + encoded(recorded.recorder() + "/" + processed.process());
      activity(activity, recorded, event);
      each(used, activity, event, processed.inputs());
      each(generated, activity, event, processed.outputs());
    } else if (event.occurrence() instanceof Created created) {
      activity(id, recorded, event);
      each(generated, id, event, created.created());
    } else if (event.occurrence() instanceof Retired retired) {
      activity(id, recorded, event);
      each(invalidated, id, event, retired.retired());
    }
  }

  private void activity(String name, RecordedEvent recorded, Event event) throws IOException {
    if (!known.add(name)) {
      return;
    }
    ObjectNode activity = object();
    if (name.startsWith("event:")) {
      activity.put("prov:startTime", event.time().toString());
      activity.put("prov:endTime", event.time().toString());
    }
    if (!event.step().isEmpty()) {
      activity.put("np:step", event.step());
    }
    if (!event.place().isEmpty()) {
      activity.put("prov:location", event.place());
    }
    activities.add(name, activity);
    String agent = "recorder:" + encoded(recorded.recorder().toString());
    if (known.add(agent)) {
      ObjectNode organization = object().put("prov:label", recorded.recorder().toString());
      organization
          .putObject("prov:type")
          .put("$", "prov:Organization")
          .put("type", "prov:QUALIFIED_NAME");
      agents.add(agent, organization);
    }
    associated.add(object().put("prov:activity", name).put("prov:agent", agent));
  }

  private static void each(
      ProvSection relation, String activity, Event event, List<EventItem> items)
      throws IOException {
    for (EventItem item : items) {
      ObjectNode row =
          object()
              .put("prov:activity", activity)
              .put("prov:entity", name(item.id()))
              .put("prov:time", event.time().toString());
      item.quantity()
          .ifPresent(
              much -> {
                row.putObject("np:amount")
                    .put("$", much.amount().toPlainString())
                    .put("type", "xsd:decimal");
                row.put("np:unit", much.unit());
              });
      relation.add(row);
    }
  }

  /** Writes the document. */
  public void writeTo(Writer out) throws IOException {
    out.write("{\n  \"prefix\": {\n");
    String prefixes =
        String.join(
            ",\n",
            Stream.of(
                    "\"np\": \"" + NAMESPACE + "\"",
                    "\"item\": \"" + NAMESPACE + "item/\"",
                    "\"event\": \"" + NAMESPACE + "event/\"",
                    "\"process\": \"" + NAMESPACE + "process/\"",
                    "\"recorder\": \"https://hdl.handle.net/\"",
                    "\"hdl\": \"https://hdl.handle.net/\"",
                    "\"gs1\": \"https://id.gs1.org/\"")
                .map(line -> "    " + line)
                .toList());
    out.write(prefixes + "\n  }");
    for (ProvSection section : sections) {
      if (!section.isEmpty()) {
        out.write(",\n");
        section.copyTo(out);
      }
    }
    out.write("\n}\n");
    out.flush();
  }

  /** A qualified name; the same for all names of one item. */
  private static String name(ItemId item) {
    if (item.identifier().isPresent()) {
      return "hdl:" + encoded(item.canonical());
    }
    String gs1 = "https://id.gs1.org/";
    return item.canonical().startsWith(gs1)
        ? "gs1:" + item.canonical().substring(gs1.length())
        : "item:" + encoded(item.canonical());
  }

  /** Everything but what is unreserved in a URI, and the slash, as percent signs and bytes. */
  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      if ((one >= '0' && one <= '9')
          || (one >= 'A' && one <= 'Z')
          || (one >= 'a' && one <= 'z')
          || "-._~/".indexOf(one) >= 0) {
        encoded.append((char) one);
      } else {
        encoded.append(String.format("%%%02X", one & 0xff));
      }
    }
    return encoded.toString();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Removes the temporary files. */
  @Override
  public void close() throws IOException {
    for (ProvSection section : sections) {
      section.close();
    }
  }
}
