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
import dev.nameplate.event.Quantity;
import dev.nameplate.server.json.Words;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trust.statement.RecordedEvent;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A trace as a PROV-JSON document: items are entities, processes activities, recorders agents. What
 * an event used and made is {@code used} and {@code wasGeneratedBy}, with amount and unit; what it
 * retired is {@code wasInvalidatedBy}. As in PROV, nothing more follows: that an output was derived
 * from each input is not said. Withdrawn events are left out; a hole is an entity of type {@code
 * np:Hole}. What was installed is {@code hadMember}, if the trace followed parts. Transfers and
 * other containments are not provenance of things and are left out, too.
 *
 * <p>What a recall found is told of entities of type {@code np:Held}: an item, or a part of it, as
 * one holder has it, with certainty, bounds of its amount and unit. It is a {@code
 * specializationOf} the item, and {@code wasAttributedTo} the holder; to attribute the item itself
 * would say that the holder had a part in making it. The entity {@code np:recall} says whether that
 * is all.
 *
 * <p>Takes the steps of traces and recalls as they come and keeps them in temporary files; in
 * memory are the names of items, agents and events alone, so that each is declared once. Used by
 * one thread.
 *
 * <p><b>Source:</b> W3C PROV-DM; W3C member submission "The PROV-JSON Serialization" (2013).
 */
public final class ProvDocument implements AutoCloseable {
  private static final String NAMESPACE = "https://nameplate.dev/ns/prov#";
  private static final Pattern PREFIX = Pattern.compile("[0-9]+(\\.[0-9a-z-]+)+");

  private final List<ProvSection> sections = new ArrayList<>();
  private final ProvSection entities = section("entity");
  private final ProvSection activities = section("activity");
  private final ProvSection agents = section("agent");
  private final ProvSection used = section("used");
  private final ProvSection generated = section("wasGeneratedBy");
  private final ProvSection invalidated = section("wasInvalidatedBy");
  private final ProvSection associated = section("wasAssociatedWith");
  private final ProvSection members = section("hadMember");
  private final ProvSection specializations = section("specializationOf");
  private final ProvSection attributed = section("wasAttributedTo");
  private final Set<String> known = new HashSet<>();
  private long holes;
  private long held;

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
      item(item.id());
    } else if (step instanceof TraceStep.Hole hole) {
      ObjectNode entity = typed("np:Hole").put("np:reason", hole.reason().name());
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

  /** Adds a step of a recall: an item at a place, or the last summary. */
  public void add(RecallStep step) throws IOException {
    if (step instanceof Affected item) {
      item(item.item());
      if (item.left().isEmpty()) {
        held(item, held(item));
      }
      for (int i = 0; i < item.left().size(); i++) {
        Quantity most = item.left().get(i);
        ObjectNode entity = held(item);
        decimal(entity, "np:atLeast", RecallText.least(item.atLeast(), item.left(), i));
        decimal(entity, "np:atMost", most);
        held(item, entity.put("np:unit", most.unit()));
      }
    } else if (step instanceof Summary summary && summary.last()) {
      entities.add("np:recall", RecallText.put(typed("np:Recall"), "np:", summary));
    }
  }

  private void item(ItemId item) throws IOException {
    if (known.add(name(item))) { // several traces can be put into one document
      entities.add(name(item), object().put("prov:label", item.toString()));
    }
  }

  private static ObjectNode held(Affected item) {
    ObjectNode entity =
        typed("np:Held")
            .put("np:certainty", Words.of(item.certainty()))
            .put("np:reason", Words.of(item.reason()))
            .put("np:depth", item.depth())
            .put("np:presence", Words.of(item.presence()))
            .put("np:extent", Words.of(item.extent()));
    item.inside().ifPresent(in -> entity.put("np:inside", in.toString()));
    return entity;
  }

  private void held(Affected item, ObjectNode entity) throws IOException {
    String name = "np:held" + ++held;
    entities.add(name, entity);
    specializations.add(
        object().put("prov:specificEntity", name).put("prov:generalEntity", name(item.item())));
    if (!item.holder().isEmpty()) {
      attributed.add(object().put("prov:entity", name).put("prov:agent", holder(item.holder())));
    }
  }

  private static ObjectNode typed(String type) {
    ObjectNode entity = object();
    entity.putObject("prov:type").put("$", type).put("type", "prov:QUALIFIED_NAME");
    return entity;
  }

  private static void decimal(ObjectNode of, String attribute, Quantity much) {
    of.putObject(attribute).put("$", much.amount().toPlainString()).put("type", "xsd:decimal");
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
    String agent = organization(recorded.recorder().toString());
    associated.add(object().put("prov:activity", name).put("prov:agent", agent));
  }

  private String organization(String prefix) throws IOException {
    return agent("recorder:", typed("prov:Organization"), prefix);
  }

  /** Adds a holder, which may be known by a prefix, and be a recorder, too. */
  private String holder(String holder) throws IOException {
    return PREFIX.matcher(holder).matches()
        ? organization(holder)
        : agent("holder:", object(), holder);
  }

  private String agent(String space, ObjectNode agent, String label) throws IOException {
    String name = space + encoded(label);
    if (known.add(name)) {
      agents.add(name, agent.put("prov:label", label));
    }
    return name;
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
                decimal(row, "np:amount", much);
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
                    "\"holder\": \"" + NAMESPACE + "holder/\"",
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

  /** The percent-encoded text; only the slash and unreserved characters of a URI are kept. */
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
