package dev.nameplate.upstream;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.Authority;
import java.util.Optional;

/** The authorities that are known without asking. Thread-safe. */
@FunctionalInterface
public interface KnownAuthorities {
  /** Knows none. */
  KnownAuthorities NONE = prefix -> Optional.empty();

  /**
   * The authority of a prefix, or of the nearest prefix above it that is known; empty if there is
   * none.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it must not be used
   */
  Optional<Authority> nearest(Prefix prefix);

  /** These authorities, and where there are none, others. */
  default KnownAuthorities or(KnownAuthorities others) {
    return prefix -> nearest(prefix).or(() -> others.nearest(prefix));
  }
}
