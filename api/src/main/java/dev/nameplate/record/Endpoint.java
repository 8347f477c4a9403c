package dev.nameplate.record;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.text.PinnedUnicode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of a node.
 *
 * @param host a name or an address, without brackets, at most {@link #MAX_HOST} characters; without
 *     white space, control and format characters, and {@code / \ ? # @ [ ]}
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {
  private static final Pattern SYNTAX =
      Pattern.compile("(?:\\[([^\\[\\]]++)]|([^:\\[\\]]++))(?::([0-9]{1,5}))?");
  private static final Pattern NAME_OR_IPV4 = Pattern.compile("[^:/\\\\?#@\\[\\]%]+");
  private static final Pattern IPV6 =
      Pattern.compile("(?=[^:]*:[^:]*:)[0-9a-fA-F:.]+(?:%[0-9A-Za-z._-]+)?");

  /** Default port of a node. */
  public static final int DEFAULT_PORT = 7430;

  /** Default endpoint: this machine, with the default port. */
  public static final Endpoint DEFAULT = new Endpoint("127.0.0.1", DEFAULT_PORT);

  /** The most characters of a host, the most that a name of the DNS has. */
  public static final int MAX_HOST = 253;

  /** Checks the host and the port. */
  public Endpoint {
    if (host.length() > MAX_HOST
        || !(isNameOrIpv4(host) || IPV6.matcher(host).matches())
        || port < 1
        || port > 65_535) {
      throw malformed(host + ":" + port);
    }
  }

  /** Reads {@code host:port} or {@code host}; an IPv6 address must be in brackets. */
  public static Endpoint parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw malformed(text);
    }
    String address = matcher.group(1);
    if (address != null && address.indexOf(':') < 0) { // brackets are for IPv6 alone
      throw malformed(text);
    }
    String host = address == null ? matcher.group(2) : address;
    String port = matcher.group(3);
    return new Endpoint(host, port == null ? DEFAULT_PORT : Integer.parseInt(port));
  }

  private static boolean isNameOrIpv4(String host) {
    return NAME_OR_IPV4.matcher(host).matches()
        && host.codePoints().allMatch(Endpoint::isPrintable);
  }

  private static boolean isPrintable(int point) {
    return PinnedUnicode.isAssigned(point)
        && !PinnedUnicode.isWhiteSpace(point)
        && switch (Character.getType(point)) {
          case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE ->
              false;
          default -> true;
        };
  }

  private static InvalidInputException malformed(String text) {
    return InvalidInputException.of(
        "endpoint", text, "host:port, for example " + DEFAULT + " or [::1]:7430");
  }

  /** {@code host:port}, with brackets around an IPv6 address. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
