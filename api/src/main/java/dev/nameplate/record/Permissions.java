package dev.nameplate.record;

/**
 * Bits that say who may read and write a value. A node evaluates them for each caller.
 *
 * @param bits 0 to 15: {@value #ADMIN_READ} administrators read, {@value #ADMIN_WRITE}
 *     administrators write, {@value #PUBLIC_READ} everyone reads, {@value #PUBLIC_WRITE} everyone
 *     writes
 *     <p><b>Source:</b> RFC 3651, section 3.1 ("permission").
 */
public record Permissions(int bits) {
  /** Administrators may read. */
  public static final int ADMIN_READ = 8;

  /** Administrators may write. */
  public static final int ADMIN_WRITE = 4;

  /** Everyone may read. */
  public static final int PUBLIC_READ = 2;

  /** Everyone may write. */
  public static final int PUBLIC_WRITE = 1;

  /** Administrators read and write, everyone reads. */
  public static final Permissions DEFAULT = new Permissions(ADMIN_READ | ADMIN_WRITE | PUBLIC_READ);

  /** Administrators read and write, all others neither. */
  public static final Permissions RESTRICTED = new Permissions(ADMIN_READ | ADMIN_WRITE);

  /** Checks the range. */
  public Permissions {
    if (bits < 0 || bits > 15) {
      throw new InvalidRecordException(
          "permissions", Integer.toString(bits), "0 to 15, the sum of 8, 4, 2 and 1");
    }
  }

  /** True if everyone may read the value. */
  public boolean publicRead() {
    return (bits & PUBLIC_READ) != 0;
  }

  /** True if everyone may write the value. */
  public boolean publicWrite() {
    return (bits & PUBLIC_WRITE) != 0;
  }

  /** True if administrators may write the value. */
  public boolean adminWrite() {
    return (bits & ADMIN_WRITE) != 0;
  }
}
