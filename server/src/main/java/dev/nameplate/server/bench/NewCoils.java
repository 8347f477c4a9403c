package dev.nameplate.server.bench;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.statement.RecordValues;
import dev.nameplate.v1.AssignRequest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Assignments of coils that nobody has assigned: the names of a run have 64 random bits in common.
 * Thread-safe.
 */
final class NewCoils {
  private static final int RADIX = 36;

  private final String start;
  private final AtomicLong next = new AtomicLong();

  NewCoils(Prefix prefix) {
    String run =
        Long.toUnsignedString(new SecureRandom().nextLong(), RADIX).toUpperCase(Locale.ROOT);
    this.start = prefix + "/BENCH-" + run + "-";
  }

  /** Another one. */
  AssignRequest next() {
    long number = next.getAndIncrement();
    AssignRequest.Builder request =
        AssignRequest.newBuilder().setIdentifier("%s%010d".formatted(start, number));
    Coils.values(number).forEach(value -> request.addValues(RecordValues.toProto(value)));
    return request.build();
  }
}
