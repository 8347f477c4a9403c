package dev.nameplate.server.bench;

import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.wire.RegistrationCodec;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Assignments of new coils: the names of a run share 64 random bits. Thread-safe. */
final class NewCoils {
  private static final int RADIX = 36;

  private final String start;
  private final AtomicLong next = new AtomicLong();

  NewCoils(Prefix prefix) {
    String run =
        Long.toUnsignedString(new SecureRandom().nextLong(), RADIX).toUpperCase(Locale.ROOT);
    this.start = prefix + "/BENCH-" + run + "-";
  }

  /** The next assignment. */
  AssignRequest next() {
    long number = next.getAndIncrement();
    return RegistrationCodec.request(
        Assignment.of("%s%010d".formatted(start, number)).values(Coils.values(number)));
  }
}
