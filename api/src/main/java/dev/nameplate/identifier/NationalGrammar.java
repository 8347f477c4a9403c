package dev.nameplate.identifier;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import java.util.regex.Pattern;

/**
 * The grammar of prefixes that are allotted under 86 and 88 in China's identifier-resolution
 * system: {@code 88} "." 3 to 5 digits for a second-level node, and a further "." 1 to 128 digits
 * for an enterprise.
 *
 * <p>It is checked when a prefix is allotted or a node is made for it. Resolving never checks it,
 * so that foreign identifiers stay reachable.
 *
 * <p><b>Source:</b> CAICT, CN-DID method specification, section 2.1 (ABNF of {@code issuer "."
 * industry "." enterprise}).
 */
public final class NationalGrammar {
  private static final Pattern ALLOTTABLE =
      Pattern.compile("8[68](\\.[0-9]{3,5}(\\.[0-9]{1,128})?)?");

  private static final Prefix PREFIXES = Prefix.parse("0.NA");

  private NationalGrammar() {}

  /**
   * Refuses a prefix that cannot be allotted: outside the grammar under 86 or 88, or {@code 0.NA},
   * which holds the identifiers of prefixes (RFC 3650, section 3.2). All other prefixes pass.
   *
   * @return the prefix
   * @throws InvalidInputException with reason {@code PREFIX_NOT_ALLOTTABLE}
   */
  public static Prefix requireAllottable(Prefix prefix) {
    if (PREFIXES.contains(prefix)) {
      throw new InvalidInputException(
          ErrorReason.PREFIX_NOT_ALLOTTABLE,
          "prefix",
          prefix.toString(),
          "a prefix other than 0.NA, which is reserved for prefixes");
    }
    String issuer = prefix.labels().get(0);
    boolean national = issuer.equals("86") || issuer.equals("88");
    if (national && !ALLOTTABLE.matcher(prefix.canonical()).matches()) {
      throw new InvalidInputException(
          ErrorReason.PREFIX_NOT_ALLOTTABLE,
          "prefix",
          prefix.toString(),
          "under 86 and 88: 3 to 5 digits, then optionally a dot and 1 to 128 digits, for example 88.118.8");
    }
    return prefix;
  }

  /**
   * True for a prefix with identifiers under it: it may be allotted, and is not 86 or 88 itself.
   */
  static boolean isAllotted(Prefix prefix) {
    try {
      requireAllottable(prefix);
    } catch (InvalidInputException e) {
      return false;
    }
    return !prefix.canonical().equals("86") && !prefix.canonical().equals("88");
  }
}
