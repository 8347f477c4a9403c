package dev.nameplate.epcis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Declared prefixes of compact names in an event, with the URIs that they abbreviate. Only the
 * document's own declarations and the prefixes of the EPCIS context are known: nothing is fetched.
 * Immutable.
 *
 * <p><b>Source:</b> JSON-LD 1.1, section 3.1 (the context); EPCIS 2.0, epcis-context.jsonld.
 */
final class Prefixes {
  private static final Map<String, String> STANDARD =
      Map.of(
          "epcis", "https://ref.gs1.org/epcis/",
          "cbv", "https://ref.gs1.org/cbv/",
          "gs1", "https://gs1.org/voc/",
          "cbvmda", "urn:epcglobal:cbv:mda:");

  private final Map<String, String> names = new HashMap<>();
  private final @Nullable Prefixes around;

  private Prefixes(@Nullable Prefixes around, Object context) {
    this.around = around;
    collect(context, names);
  }

  /** Prefixes of the standard and of contexts; a later context overrides an earlier. */
  static Prefixes of(List<?> contexts) {
    return new Prefixes(new Prefixes(null, STANDARD), contexts);
  }

  /** Copy of these prefixes with a further context, which overrides them. */
  Prefixes and(Object context) {
    return new Prefixes(this, context);
  }

  /** The base URI against which relative names are resolved, if the document declares it. */
  Optional<String> base() {
    return Optional.ofNullable(meaning("@base"));
  }

  private @Nullable String meaning(String name) {
    String own = names.get(name);
    return own != null || around == null ? own : around.meaning(name);
  }

  private static void collect(Object context, Map<String, String> names) {
    if (context instanceof List<?> several) {
      several.forEach(one -> collect(one, names));
    } else if (context instanceof Map<?, ?> terms) {
      terms.forEach((name, meaning) -> term(name.toString(), meaning, names));
    }
  }

  private static void term(String name, Object meaning, Map<String, String> names) {
    if (meaning instanceof String iri) {
      names.put(name, iri);
    } else if (meaning instanceof Map<?, ?> definition
        && definition.get("@id") instanceof String iri) {
      names.put(name, iri);
    }
  }

  /** The name of a member, as {@code {namespace}local} if its prefix is known. */
  String expandedName(String name) {
    int colon = name.indexOf(':');
    String namespace = colon > 0 ? meaning(name.substring(0, colon)) : null;
    return namespace == null ? name : "{" + namespace + "}" + name.substring(colon + 1);
  }

  /** A value, as a URI if it is a compact name whose prefix is known. */
  String expandedValue(String value) {
    int colon = value.indexOf(':');
    String namespace = colon > 0 ? meaning(value.substring(0, colon)) : null;
    return namespace == null || value.startsWith("//", colon + 1)
        ? value
        : namespace + value.substring(colon + 1);
  }

  /** True for a name with a prefix that is not declared. */
  boolean isUndeclared(String name) {
    int colon = name.indexOf(':');
    return colon > 0
        && meaning(name.substring(0, colon)) == null
        && !name.startsWith("//", colon + 1)
        && !name.startsWith("urn:");
  }
}
