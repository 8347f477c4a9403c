package dev.nameplate.epcis;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The names of one document that mean nothing outside it: blank nodes ({@code _:b1}), and relative
 * references ({@code #b1}) unless the context has a base. Things, places, parties, documents and
 * processes that are named so get a URI of this document alone, the same whenever it is read;
 * events go by their hash. Used by one thread.
 *
 * <p><b>Source:</b> JSON-LD 1.1, sections 3.3 and 3.5.1 (relative IRIs, blank node identifiers);
 * RDF 1.1 Concepts, section 3.5 (replacing blank nodes with IRIs).
 */
final class LocalNames {
  private static final String START = "https://nameplate.dev/.well-known/genid/";

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  /** The most events that are remembered, under any number of names. */
  private static final int MOST = 100_000;

  private static final Set<String> NAMES = Set.of("parentID", "transformationID");
  private static final Set<String> LISTS =
      Set.of("epcList", "childEPCs", "inputEPCList", "outputEPCList");

  /** The member that names a thing, in the objects of a field. */
  private static final Map<String, String> INSIDE =
      Map.of(
          "quantityList", "epcClass",
          "childQuantityList", "epcClass",
          "inputQuantityList", "epcClass",
          "outputQuantityList", "epcClass",
          "bizTransactionList", "bizTransaction",
          "sourceList", "source",
          "destinationList", "destination",
          "readPoint", "id",
          "bizLocation", "id");

  private final Supplier<String> scope;
  private final Map<String, Set<String>> events = new HashMap<>();
  private int remembered;

  /**
   * The names of a document.
   *
   * @param scope a text that is unique to the document; read only if there is a local name
   */
  LocalNames(Supplier<String> scope) {
    this.scope = scope;
  }

  /** True for a blank node or a reference to a part of its own document. */
  static boolean isLocal(String name) {
    return name.startsWith("_:") || name.startsWith("#");
  }

  /**
   * True for a name that is no URI: it does not begin with a scheme, whatever colons are in it.
   *
   * <p><b>Source:</b> RFC 3986, section 3.1.
   */
  static boolean isRelative(String name) {
    return !SCHEME.matcher(name).lookingAt();
  }

  /** A name that is no URI against the base, if the context has one. */
  static Optional<String> resolved(String name, Optional<String> base) {
    if (name.startsWith("_:") || base.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI absolute = URI.create(base.get()).resolve(name);
      return absolute.isAbsolute() ? Optional.of(absolute.toString()) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // one of them is no reference
    }
  }

  /** The event with names of its own document as URIs; the same object if there are none. */
  Map<?, ?> replaced(Map<?, ?> event, Optional<String> base) {
    Map<Object, Object> replaced = new LinkedHashMap<>();
    event.forEach((name, value) -> replaced.put(name, member(name.toString(), value, base)));
    return replaced.equals(event) ? event : replaced;
  }

  private Object member(String name, Object value, Optional<String> base) {
    if (NAMES.contains(name) || LISTS.contains(name)) {
      return names(name, value, base);
    }
    String inner = INSIDE.get(name);
    return inner == null ? value : inside(name, inner, value, base);
  }

  private Object names(String field, Object value, Optional<String> base) {
    if (value instanceof List<?> list) {
      List<Object> names = new ArrayList<>();
      list.forEach(one -> names.add(names(field, one, base)));
      return names;
    }
    return value instanceof String name ? global(field, name, base) : value;
  }

  private Object inside(String field, String inner, Object value, Optional<String> base) {
    if (value instanceof List<?> list) {
      List<Object> all = new ArrayList<>();
      list.forEach(one -> all.add(inside(field, inner, one, base)));
      return all;
    }
    if (!(value instanceof Map<?, ?> object)) {
      return names(field, value, base);
    }
    Map<Object, Object> all = new LinkedHashMap<>();
    object.forEach((name, of) -> all.put(name, name.equals(inner) ? names(field, of, base) : of));
    return all;
  }

  private String global(String field, String written, Optional<String> base) {
    String name = written.strip();
    boolean relativeProcess =
        field.equals("transformationID") && !name.isEmpty() && isRelative(name);
    if (!isLocal(name) && !relativeProcess) {
      return written;
    }
    return resolved(name, base)
        .orElseGet(
            () -> START + scope.get() + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8));
  }

  /** Remembers which event of the document has a local name. */
  void remember(String local, String name) {
    if (remembered < MOST
        && events.computeIfAbsent(local, one -> new LinkedHashSet<>()).add(name)) {
      remembered++;
    }
  }

  /** The event that a local name of the document refers to: the first with that name. */
  Optional<String> event(String local) {
    return Optional.ofNullable(events.get(local)).map(names -> names.iterator().next());
  }

  /**
   * The event that an error declaration is about: the event that it repeats, if it does; else the
   * event of the document with its name.
   *
   * @param repeated the hash id of the event that the declaration repeats
   */
  String declared(String local, String repeated) {
    Set<String> named = events.getOrDefault(local, Set.of());
    return named.isEmpty() || named.contains(repeated) ? repeated : named.iterator().next();
  }
}
