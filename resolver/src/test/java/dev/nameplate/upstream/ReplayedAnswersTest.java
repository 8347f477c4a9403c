package dev.nameplate.upstream;

import static dev.nameplate.upstream.ServedNode.absent;
import static dev.nameplate.upstream.ServedNode.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.Validity;
import dev.nameplate.v1.ResolveResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What was true once does not take the place of what is kept. The one who replays is a recursive
 * node, which may send any delegations with the record.
 */
class ReplayedAnswersTest extends NodesTest {
  private final PuppetNode recursive = closedAfterwards(new PuppetNode());
  private final Signatory second = quay.successor();
  private Instant start;
  private SignedStatement toPort;
  private NodeClient client;

  @BeforeEach
  void openClient() {
    start = now();
    toPort = SignedStatement.fromProto(nation.truth(CRATE).getChain(0));
    client = client(trusting(anchor()).asking(List.of(recursive.endpoint())), UpstreamTest.PATIENT);
  }

  @Test
  void an_earlier_version_is_refused() {
    kept(found(version(2), toPort, toQuay(1)));
    recursive.say(found(version(1), toPort, toQuay(1)));
    assertStillKept(2);
  }

  @Test
  void an_earlier_version_is_refused_with_the_delegation_before_its_key_changed() {
    SignedStatement newer =
        toQuay(2, ended(quay.authorityKey(), start.plusSeconds(60)), second.authorityKey());
    kept(found(second.record(CRATE, 2, start, Signatory.text("2")), toPort, newer));
    recursive.say(found(version(1), toPort, toQuay(1)));
    assertStillKept(2);
  }

  @Test
  void an_earlier_version_is_refused_with_a_renewed_delegation() {
    kept(found(version(2), toPort, toQuay(1)));
    recursive.say(found(version(1), toPort, toQuay(2)));
    assertStillKept(2);
  }

  @Test
  void an_earlier_version_is_what_is_left_when_the_key_is_revoked_from_the_later_one_on() {
    kept(found(version(2), toPort, toQuay(1)));
    recursive.say(found(version(1), toPort, toQuay(2, quay.authorityKey().revokedFrom(2))));
    assertThat(assertFound(client, CRATE, Source.UPSTREAM).record().version()).isEqualTo(1);
  }

  @Test
  void a_revocation_that_is_newer_than_the_record_is_not_undone_by_the_delegation_before_it() {
    kept(found(version(1), toPort, toQuay(2, quay.authorityKey().revokedFrom(2))));
    recursive.say(found(version(2), toPort, toQuay(1)));
    assertStillKept(1);
  }

  @Test
  void an_absence_from_before_the_record_is_refused() {
    kept(found(version(1), toPort, toQuay(1)));
    recursive.say(absent(quay.denies(CRATE, start.minusSeconds(1)), toPort, toQuay(1)));
    assertStillKept(1);
  }

  @Test
  void an_absence_from_before_the_record_is_refused_with_a_renewed_delegation() {
    kept(found(version(1), toPort, toQuay(1)));
    recursive.say(absent(quay.denies(CRATE, start.minusSeconds(1)), toPort, toQuay(2)));
    assertStillKept(1);
  }

  @Test
  void an_absence_is_refused_that_the_authority_above_signed_before_it_delegated() {
    kept(found(version(1), toPort, toQuay(1)));
    recursive.say(absent(port.denies(CRATE, start.minusSeconds(1)), toPort));
    assertStillKept(1);
  }

  @Test
  void a_later_version_and_then_a_retirement_are_taken() {
    kept(found(version(1), toPort, toQuay(1)));
    recursive.say(found(version(2), toPort, toQuay(2)));
    assertThat(assertFound(client, CRATE, Source.UPSTREAM).record().version()).isEqualTo(2);

    CLOCK.step(LATER);
    recursive.say(absent(quay.tombstone(CRATE, 3, now()), toPort, toQuay(2)));
    assertThat(ask(client, CRATE)).isInstanceOf(Resolution.Absent.class);
  }

  /** As a client keeps an answer whose time to live is up but for a few minutes of clock skew. */
  private void kept(ResolveResponse answer) {
    recursive.say(answer.toBuilder().setTtlSeconds(30).build());
    assertFound(client, CRATE, Source.UPSTREAM);
    CLOCK.step(Duration.ofSeconds(31));
  }

  private void assertStillKept(long version) {
    assertThat(assertFound(client, CRATE, Source.STALE).record().version()).isEqualTo(version);
    assertThat(client.statistics().failures()).isEqualTo(1);
  }

  private SignedStatement version(long version) {
    return quay.record(CRATE, version, start, Signatory.text("" + version));
  }

  private SignedStatement toQuay(long version) {
    return toQuay(version, quay.authorityKey());
  }

  private SignedStatement toQuay(long version, AuthorityKey... keys) {
    return port.delegates(
        Signatory.delegation(
            quay.prefix,
            version,
            Delegation.State.ACTIVE,
            List.of(keys),
            new Validity(start, start.plus(Duration.ofDays(7))),
            quayNode.endpoint()),
        start);
  }

  private static AuthorityKey ended(AuthorityKey key, Instant until) {
    return key.during(new Validity(Instant.EPOCH, until));
  }
}
