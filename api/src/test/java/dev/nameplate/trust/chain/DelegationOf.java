package dev.nameplate.trust.chain;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Validity;
import java.time.Duration;
import java.util.List;

/** Puts a delegation together, from one that is in use for a week. */
public final class DelegationOf {
  private final Prefix prefix;
  private List<AuthorityKey> keys;
  private List<Endpoint> endpoints = List.of(new Endpoint("192.0.2.8", 7430));
  private Delegation.State state = Delegation.State.ACTIVE;
  private String holder = "Guan Steel";
  private boolean hosted;
  private Validity validity = new Validity(Example.TIME, Example.TIME.plus(Duration.ofDays(7)));

  public DelegationOf(Prefix prefix, List<AuthorityKey> keys) {
    this.prefix = prefix;
    this.keys = keys;
  }

  static DelegationOf hosted(String prefix) {
    DelegationOf hosted = new DelegationOf(Prefix.parse(prefix), List.of());
    hosted.hosted = true;
    hosted.endpoints = List.of();
    return hosted;
  }

  public DelegationOf keys(AuthorityKey... others) {
    keys = List.of(others);
    return this;
  }

  public DelegationOf endpoints(List<Endpoint> others) {
    endpoints = others;
    return this;
  }

  DelegationOf state(Delegation.State other) {
    state = other;
    return this;
  }

  public DelegationOf holder(String other) {
    holder = other;
    return this;
  }

  DelegationOf validity(Validity other) {
    validity = other;
    return this;
  }

  public Delegation build() {
    return new Delegation(prefix, 1, Bytes.EMPTY, state, holder, hosted, keys, endpoints, validity);
  }
}
