package dev.nameplate.epcis;

import dev.nameplate.event.InvalidEventException;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.JsonTree;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The CBV 2.0 hash id of an EPCIS event, and a digest of its content.
 *
 * <p><b>Security guarantees:</b> none for the hash id: it covers fields joined without separators,
 * so that different events can be made with the same hash id. Others compute the same name. The
 * content digest covers the same fields with their lengths, so that it has no such collisions.
 * Neither authenticates the author.
 *
 * <p><b>Source:</b> CBV 2.0, section 8.9 (event hash id); RFC 6920 ({@code ni} URIs).
 *
 * @param id the event hash id: {@code ni:///sha-256;…?ver=CBV2.0}
 * @param content SHA-256 of the same fields, each with its length, and of the error declaration if
 *     there is one; 32 bytes
 */
public record EventHash(String id, Bytes content) {
  private static final String START = "ni:///sha-256;";
  private static final String END = "?ver=CBV2.0";

  /**
   * Computes the hash id and the content digest.
   *
   * @param event the JSON of an event
   * @param context the JSON of its document's context; empty if there is none
   * @throws dev.nameplate.record.InvalidRecordException if either is not valid JSON
   * @throws InvalidEventException if it is not an object with a type, nests too deep, or is too
   *     long once its prefixes are written out
   */
  public static EventHash of(String event, String context) {
    Map<?, ?> object = object(event);
    return of(type(object, event), object, prefixes(object, context));
  }

  /**
   * The pre-hash string: the fields in canonical form and order, joined.
   *
   * @throws dev.nameplate.error.InvalidInputException as {@link #of} does
   */
  public static String preHash(String event, String context) {
    Map<?, ?> object = object(event);
    StringBuilder text = new StringBuilder();
    HashPieces pieces =
        new HashPieces(HashTree.of(type(object, event), object, prefixes(object, context)));
    for (String piece = pieces.next(); piece != null; piece = pieces.next()) {
      text.append(piece);
    }
    return text.toString();
  }

  private static Map<?, ?> object(String event) {
    Object json = JsonTree.read(event);
    requireShallow(json, event, JsonText.DEEPEST);
    if (json instanceof Map<?, ?> object) {
      return object;
    }
    throw new InvalidEventException("event", event, "a JSON object with a type");
  }

  private static String type(Map<?, ?> object, String event) {
    if (object.get("type") instanceof String type) {
      return type;
    }
    throw new InvalidEventException("event", event, "a JSON object with a type");
  }

  private static Prefixes prefixes(Map<?, ?> object, String context) {
    List<Object> contexts = new ArrayList<>();
    if (!context.isEmpty()) {
      contexts.add(JsonTree.read(context));
    }
    if (object.get("@context") != null) {
      contexts.add(object.get("@context"));
    }
    return Prefixes.of(contexts);
  }

  private static void requireShallow(Object json, String event, int depth) {
    if (depth == 0) {
      throw new InvalidEventException(
          "event", event, "JSON nested at most " + JsonText.DEEPEST + " deep");
    }
    if (json instanceof Map<?, ?> object) {
      object.values().forEach(one -> requireShallow(one, event, depth - 1));
    } else if (json instanceof List<?> list) {
      list.forEach(one -> requireShallow(one, event, depth - 1));
    }
  }

  static EventHash of(String type, Map<?, ?> event, Prefixes prefixes) {
    List<HashNode> parts = HashTree.of(type, event, prefixes);
    List<HashNode> whole = new ArrayList<>(parts);
    if (event.get("errorDeclaration") instanceof Map<?, ?> declaration) {
      whole.addAll(HashTree.of("errorDeclaration", declaration, prefixes));
    }
    return new EventHash(id(parts), digest(whole));
  }

  /** Digest of any JSON object: the same for all ways to write it. */
  static Bytes digest(Map<?, ?> object) {
    return digest(HashTree.of("", object, Prefixes.of(List.of())));
  }

  private static Bytes digest(List<HashNode> parts) {
    MessageDigest sha256 = sha256();
    new HashNode("", null, parts).digest(sha256);
    return Bytes.wrap(sha256.digest());
  }

  private static String id(List<HashNode> parts) {
    MessageDigest sha256 = sha256();
    try (Writer into =
        new OutputStreamWriter(
            new DigestOutputStream(OutputStream.nullOutputStream(), sha256),
            StandardCharsets.UTF_8)) {
      HashPieces pieces = new HashPieces(parts);
      for (String piece = pieces.next(); piece != null; piece = pieces.next()) {
        into.write(piece);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a digest takes everything
    }
    return START + HexFormat.of().formatHex(sha256.digest()) + END;
  }

  /** An RFC 6920 name made of a digest. */
  static String named(Bytes digest) {
    return START + digest.toHex();
  }

  /** True if a text has the form of an event hash id. */
  static boolean isId(String text) {
    return text.startsWith(START) && text.endsWith(END);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
