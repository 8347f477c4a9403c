package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.trust.statement.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainExplanationTest {
  private final Party root = Party.root();
  private final Party county = Party.county();
  private final Party mill = Party.mill();
  private final TrustAnchors anchors = Party.anchors(root);
  private final SignedStatement toCounty =
      root.delegates(county.delegated().holder("Guan County 冠县"));
  private final SignedStatement toMill = county.delegates(mill.delegated());
  private final StatementVerifier verifier = new StatementVerifier(anchors, Example.CLOCK);

  @Test
  void a_record_is_explained_from_the_anchor_down() {
    var verified =
        verifier.verify(
            mill.record("88.118.8/COIL-1"),
            List.of(toCounty, toMill),
            Identifier.parse("88.118.8/COIL-1"));

    assertThat(String.join("\n", ChainExplanation.of(verified, anchors)))
        .isEqualTo(
            """
            trust anchor of 88
              names key 8d39ba50abe50f77 (ED25519_SHA256) of log 88/log-deb2ded3, valid at any time
            delegation of 88.118 to Guan County 冠县: active, version 1, valid from 2026-01-02T03:04:05.678Z until 2026-01-09T03:04:05.678Z
              signed by key 8d39ba50abe50f77 (ED25519_SHA256) at position 7 of log 88/log-deb2ded3, 2026-01-02T03:04:05.678Z
              the key is valid at any time
              names key c97c174acc1b56be (SM2_SM3) of log 88.118/log-deb2ded3, valid at any time
              served at 192.0.2.8:7430
            delegation of 88.118.8 to Guan Steel: active, version 1, valid from 2026-01-02T03:04:05.678Z until 2026-01-09T03:04:05.678Z
              signed by key c97c174acc1b56be (SM2_SM3) at position 7 of log 88.118/log-deb2ded3, 2026-01-02T03:04:05.678Z
              the key is valid at any time
              names key 06e3fd8fda29bb60 (ED25519_SHA256) of log 88.118.8/log-deb2ded3, valid at any time
              served at 192.0.2.8:7430
            record of 88.118.8/COIL-1: version 1
              signed by key 06e3fd8fda29bb60 (ED25519_SHA256) at position 7 of log 88.118.8/log-deb2ded3, 2026-01-02T03:04:05.678Z
              the key is valid at any time""");
  }

  @Test
  void an_absence_below_a_hosted_prefix_is_explained() {
    AuthorityKey ending =
        county.authorityKey().during(new Validity(Instant.EPOCH, Example.TIME.plusSeconds(60)));
    Prefix hosted = Prefix.parse("88.118.7");
    Authority authority =
        verifier.authority(
            List.of(
                root.delegates(county.delegated().keys(ending)),
                county.delegates(DelegationOf.hosted("88.118.7"))),
            hosted);
    var verified =
        verifier.verifyAbsence(
            county.absence("88.118.7/PEAR-2", hosted, Example.TIME),
            Identifier.parse("88.118.7/PEAR-2"),
            authority);

    List<String> lines = ChainExplanation.of(verified, anchors);

    assertThat(lines)
        .contains("  hosted: the parent authority signs for it")
        .endsWith(
            "absence of 88.118.7/PEAR-2",
            "  signed by the authority of 88.118.7 when its log had 3 statements, valid until"
                + " 2026-01-02T03:09:05.678Z",
            "  signed by key c97c174acc1b56be (SM2_SM3) of log 88.118/log-deb2ded3/absent,"
                + " 2026-01-02T03:04:05.678Z",
            "  the key is valid from 1970-01-01T00:00:00Z until 2026-01-02T03:05:05.678Z");
  }

  @Test
  void a_delegation_that_is_the_answer_is_explained_as_one() {
    SignedStatement toLower =
        county.delegates(
            mill.delegated()
                .keys(mill.authorityKey().revokedFrom(100))
                .state(Delegation.State.ACTIVE));
    Authority authority = verifier.authority(List.of(toCounty, toLower), mill.prefix);

    List<String> lines = ChainExplanation.of(authority.chain().get(1), anchors);

    assertThat(lines).filteredOn(line -> line.startsWith("delegation of")).hasSize(2);
    assertThat(lines)
        .contains(
            "  names key 06e3fd8fda29bb60 (ED25519_SHA256) of log 88.118.8/log-deb2ded3,"
                + " valid at any time, and is revoked from position 100 on");
  }

  @Test
  void of_several_keys_of_an_authority_the_signing_key_is_explained() {
    Validity ended = new Validity(Instant.EPOCH, Example.TIME);
    SignedStatement toTwoKeys =
        root.delegates(
            county
                .delegated()
                .keys(
                    county.successor("former").authorityKey().during(ended),
                    county.authorityKey()));
    Authority authority = verifier.authority(List.of(toTwoKeys, toMill), mill.prefix);

    assertThat(ChainExplanation.of(authority.chain().get(1), anchors))
        .containsSubsequence(
            "  signed by key c97c174acc1b56be (SM2_SM3) at position 7 of log 88.118/log-deb2ded3,"
                + " 2026-01-02T03:04:05.678Z",
            "  the key is valid at any time");
  }

  @Test
  void a_range_is_explained_by_its_first_and_its_last_member() {
    Bytes range = RangeBody.of(Example.coils(), mill.log).encoded();
    var vouched =
        new BatchSigner(mill.log, mill.key)
            .vouch(mill.sign(range, Example.TIME, 7), StatementKind.RANGE);

    assertThat(ChainExplanation.of(vouched, anchors))
        .contains("88.118.8/COIL-2026-000001 to 88.118.8/COIL-2026-100000");
  }

  @Test
  void an_answer_of_an_anchor_itself_has_no_delegations() {
    List<String> lines = ChainExplanation.of(verifier.verify(root.record("88/1")), anchors);

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).isEqualTo("trust anchor of 88");
    assertThat(lines.get(2)).isEqualTo("record of 88/1: version 1");
  }

  @Test
  void what_the_owner_of_a_log_vouches_for_is_not_said_to_be_proven() {
    var vouched =
        new BatchSigner(mill.log, mill.key)
            .vouch(mill.record("88.118.8/COIL-1"), StatementKind.RECORD);

    assertThat(ChainExplanation.of(vouched, anchors))
        .containsExactly(
            "no trust anchor: the owner of log 88.118.8/log-deb2ded3 vouches for its own key",
            "record of 88.118.8/COIL-1: version 1",
            "  signed by key 06e3fd8fda29bb60 (ED25519_SHA256) at position 7 of log"
                + " 88.118.8/log-deb2ded3, 2026-01-02T03:04:05.678Z");
  }

  @Test
  void nothing_that_a_statement_says_breaks_a_line_or_hides_in_it() {
    SignedStatement tricky = root.delegates(county.delegated().holder("a\u202eb\u2028c"));
    Authority authority =
        Party.at(Duration.ofMinutes(1), root).authority(List.of(tricky), mill.prefix);

    List<String> lines = ChainExplanation.of(authority.chain().get(0), anchors);

    assertThat(lines.get(2)).startsWith("delegation of 88.118 to a\\u202eb\\u2028c: active");
    assertThat(lines).allMatch(line -> line.lines().count() == 1);
  }
}
