package dev.nameplate.trust.key;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A block of PEM text: a label and bytes.
 *
 * <p><b>Source:</b> RFC 7468, sections 2 and 3.
 *
 * @param label for example {@code PUBLIC KEY}
 * @param bytes the content
 */
public record Pem(String label, Bytes bytes) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /**
   * Reads the single block of a text with any of the given labels. Other blocks and text around
   * them, such as attributes before a key, are skipped.
   *
   * @param source the origin of the text, for messages
   * @param labels the accepted labels; none for any
   * @throws NodeException with reason {@code DATA_CORRUPT} if there is no block at all, or such a
   *     block is damaged
   * @throws InvalidInputException with reason {@code WRONG_KEY} if there are other blocks only, or
   *     several such blocks, or if it is a key in another form
   */
  static Pem parse(String text, String source, String... labels) {
    List<String> wanted = List.of(labels);
    List<Block> blocks = Block.allIn(text);
    List<Block> fit =
        blocks.stream().filter(block -> wanted.isEmpty() || wanted.contains(block.label)).toList();
    if (blocks.isEmpty()) {
      String other = otherForm(text);
      if (!other.isEmpty()) {
        throw new InvalidInputException(
            ErrorReason.WRONG_KEY,
            source,
            other,
            "the PEM file of a key, with a line " + BEGIN + "…");
      }
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          source
              + " holds no key: there is no line -----BEGIN …-----; give the PEM file of a key, "
              + "or restore the file from a backup");
    }
    if (fit.size() != 1) {
      String found =
          blocks.stream().map(Block::described).distinct().collect(Collectors.joining(", "));
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY,
          source,
          found,
          (fit.isEmpty() ? "" : "only one ") + String.join(" or ", wanted) + advice(blocks.get(0)));
    }
    return fit.get(0).decoded(source);
  }

  /** The form of a text without a block, if it is recognised; else empty. */
  private static String otherForm(String text) {
    String start = text.replace("\uFEFF", "").strip();
    if (start.startsWith("{")) {
      return "JSON, for example a key as JWK";
    }
    return start.startsWith("ssh-") || start.startsWith("ecdsa-") ? "a public key of ssh" : "";
  }

  private static String advice(Block first) {
    return switch (first.label) {
      case "EC PRIVATE KEY" ->
          " (PKCS #8); convert it with openssl pkcs8 -topk8 -in FILE -out NEW-FILE";
      case "CERTIFICATE" ->
          "; extract a certificate's public key with openssl x509 -pubkey -noout -in FILE";
      default -> first.label.endsWith("PRIVATE KEY") ? "" : " (PKCS #8 or SubjectPublicKeyInfo)";
    };
  }

  /** A block before its content is decoded. */
  private record Block(String label, List<String> content, boolean ended) {
    static List<Block> allIn(String text) {
      List<Block> blocks = new ArrayList<>();
      Iterator<String> lines = text.replace("\uFEFF", "").lines().map(String::strip).iterator();
      while (lines.hasNext()) {
        String line = lines.next();
        if (isBegin(line)) {
          blocks.add(read(line.substring(BEGIN.length(), line.length() - DASHES.length()), lines));
        }
      }
      return blocks;
    }

    private static Block read(String label, Iterator<String> lines) {
      List<String> content = new ArrayList<>();
      while (lines.hasNext()) {
        String line = lines.next();
        if (isEnd(line)) {
          return new Block(label, content, line.equals(END + label + DASHES));
        }
        content.add(line);
      }
      return new Block(label, content, false);
    }

    /** The label with its meaning, for messages. */
    String described() {
      return switch (label) {
        case "EC PRIVATE KEY" -> label + " (an elliptic-curve key in the older form of SEC 1)";
        case "RSA PRIVATE KEY" -> label + " (an RSA key)";
        case "DSA PRIVATE KEY" -> label + " (a DSA key)";
        case "OPENSSH PRIVATE KEY" -> label + " (a key of ssh)";
        case "PUBLIC KEY" -> label + " (the public part of a key)";
        case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY" -> label + " (the private part of a key)";
        default -> label;
      };
    }

    Pem decoded(String source) {
      if (!ended) {
        throw damaged(source, "it does not end with the line " + END + label + DASHES);
      }
      return StrictBase64.decode(String.join("", content))
          .map(bytes -> new Pem(label, bytes))
          .orElseThrow(
              () -> damaged(source, "the text between its first and last line is not Base64"));
    }
  }

  private static boolean isBoundary(String line, String start) {
    return line.startsWith(start)
        && line.endsWith(DASHES)
        && line.length() > start.length() + DASHES.length();
  }

  /** True for a line that begins a block. */
  public static boolean isBegin(String line) {
    return isBoundary(line, BEGIN);
  }

  /** True for a line that ends a block. */
  public static boolean isEnd(String line) {
    return isBoundary(line, END);
  }

  static NodeException damaged(String source, String why) {
    return new NodeException(
        ErrorReason.DATA_CORRUPT, source + " is damaged: " + why + "; restore it from a backup");
  }

  /** The block as text, lines of 64 characters. */
  @Override
  public String toString() {
    return BEGIN
        + label
        + DASHES
        + "\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes.toByteArray())
        + "\n"
        + END
        + label
        + DASHES
        + "\n";
  }
}
