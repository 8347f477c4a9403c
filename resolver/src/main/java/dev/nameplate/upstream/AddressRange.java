package dev.nameplate.upstream;

import io.netty.util.NetUtil;
import java.util.Arrays;

/**
 * The addresses that begin with the same bits.
 *
 * <p><b>Source:</b> RFC 4632, section 3.1; RFC 4291, section 2.3.
 */
final class AddressRange {
  private final byte[] first;
  private final int bits;

  private AddressRange(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /** Reads {@code address/bits}. */
  static AddressRange of(String text) {
    int slash = text.indexOf('/');
    byte[] first = NetUtil.createByteArrayFromIpAddressString(text.substring(0, slash));
    return new AddressRange(first, Integer.parseInt(text.substring(slash + 1)));
  }

  /** True for an address, of 4 or 16 bytes, in the range. */
  boolean contains(byte[] address) {
    int whole = bits / 8;
    int rest = 0xff00 >> (bits % 8) & 0xff;
    return address.length == first.length
        && Arrays.equals(address, 0, whole, first, 0, whole)
        && (rest == 0 || ((address[whole] ^ first[whole]) & rest) == 0);
  }
}
