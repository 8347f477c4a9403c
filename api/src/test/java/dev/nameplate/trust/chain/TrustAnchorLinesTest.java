package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.Validity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of an anchor's file about its key's time and its node's endpoints. */
class TrustAnchorLinesTest {
  private static final TrustAnchor ANCHOR =
      new TrustAnchor(
          List.of(Prefix.parse("88.118")),
          Party.county()
              .authorityKey()
              .during(
                  new Validity(
                      Instant.parse("2026-01-01T00:00:00Z"),
                      Instant.parse("2027-01-01T00:00:00.500Z")))
              .revokedFrom(42),
          List.of(new Endpoint("192.0.2.1", 7430), new Endpoint("2001:db8::1", 1)));

  @Test
  void all_lines_stand_in_one_order() {
    assertThat(ANCHOR.toString().lines().toList().subList(0, 9))
        .containsExactly(
            "Nameplate trust anchor v1",
            "prefix: 88.118",
            "log: 88.118/log-deb2ded3",
            "checkpoint-key: " + ANCHOR.checkpointKey(),
            "valid-from: 2026-01-01T00:00:00Z",
            "valid-until: 2027-01-01T00:00:00.500Z",
            "revoked-from: 42",
            "endpoint: 192.0.2.1:7430",
            "endpoint: [2001:db8::1]:1");
  }

  @Test
  void random_anchors_come_back_from_their_text() {
    long seed = 20260105;
    Random chance = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Party party = Party.of("88." + round, List.of(SignatureSuite.values()).get(round % 2), "");
      long from = chance.nextBoolean() ? 0 : chance.nextLong(BatchHeader.MAX_MILLIS);
      long until =
          chance.nextBoolean()
              ? BatchHeader.MAX_MILLIS
              : chance.nextLong(from + 1, BatchHeader.MAX_MILLIS + 1);
      AuthorityKey key =
          new AuthorityKey(
              party.authorityKey().key(),
              party.authorityKey().checkpointKey(),
              new Validity(Instant.ofEpochMilli(from), Instant.ofEpochMilli(until)),
              chance.nextBoolean()
                  ? OptionalLong.empty()
                  : OptionalLong.of(chance.nextLong(Long.MAX_VALUE)));
      List<Endpoint> endpoints =
          IntStream.range(0, chance.nextInt(9))
              .mapToObj(i -> new Endpoint(i % 2 == 0 ? "fe80::" + i + "%eth0" : "n" + i, 1 + i))
              .toList();
      TrustAnchor anchor = party.anchor(key).at(endpoints);

      assertThat(TrustAnchors.parse(anchor.toString(), "anchor.txt").list())
          .as("seed %d round %d", seed, round)
          .containsExactly(anchor);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          time without zone       | 2026-01-01T00:00:00Z | 2026-01-01T00:00:00  | anchor.txt line 5
          no time                 | 2026-01-01T00:00:00Z | soon                 | anchor.txt line 5
          before 1970             | 2026-01-01T00:00:00Z | 1969-12-31T23:59:59Z | anchor.txt line 5
          finer than milliseconds | 00:00.500Z           | 00:00.5005Z          | anchor.txt line 6
          after 9999              | 2027-01-01           | +10000-01-01         | anchor.txt line 6
          turned round            | 2027-01-01           | 2025-01-01           | anchor.txt line 6
          no position             | from: 42             | from: x              | anchor.txt line 7
          empty position          | from: 42             | from: ~              | anchor.txt line 7
          negative position       | from: 42             | from: -1             | anchor.txt line 7
          position with a sign    | from: 42             | from: +42            | anchor.txt line 7
          position with a zero    | from: 42             | from: 042            | anchor.txt line 7
          Arabic digits           | from: 42             | from: ٤٢             | anchor.txt line 7
          position of 2^63        | from: 42             | from: 9223372036854775808 | anchor.txt line 7
          twice a position        | revoked-from: 42     | revoked-from: 42~revoked-from: 42 | anchor.txt line 8
          malformed endpoint      | 192.0.2.1:7430       | http://192.0.2.1     | anchor.txt line 8
          endpoint without host   | 192.0.2.1:7430       | :7430                | anchor.txt line 8
          port 0                  | 192.0.2.1:7430       | 192.0.2.1:0          | anchor.txt line 8
          another order           | valid-from: 2026-01-01T00:00:00Z~ | ''      | anchor.txt line
          """)
  void a_line_out_of_its_range_is_refused_naming_the_line(
      String why, String was, String becomes, String says) {
    String text = ANCHOR.toString();
    assertThat(text).contains(was.replace('~', '\n'));
    String broken =
        why.equals("another order")
            ? text.replace(was.replace('~', '\n'), "")
                .replace("revoked-from", was.replace('~', '\n') + "revoked-from")
            : text.replace(was, becomes.replace('~', '\n'));

    assertThatThrownBy(() -> TrustAnchors.parse(broken, "anchor.txt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(says)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void a_ninth_endpoint_is_refused_naming_its_line() {
    String nine =
        ANCHOR
            .toString()
            .replace(
                "endpoint: 192.0.2.1:7430\n",
                String.join("", Collections.nCopies(8, "endpoint: 192.0.2.1:7430\n")));

    assertThatThrownBy(() -> TrustAnchors.parse(nine, "anchor.txt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("anchor.txt line 16");
    assertThatThrownBy(() -> ANCHOR.at(Collections.nCopies(9, new Endpoint("192.0.2.1", 7430))))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void the_nearest_prefix_that_an_anchor_names_wins() {
    Party root = Party.root();
    Party county = Party.county();
    TrustAnchors anchors = Party.anchors(root, county);

    assertThat(keysAbove(anchors, "88.118.8")).containsExactly(county.authorityKey());
    assertThat(keysAbove(anchors, "88.118")).containsExactly(county.authorityKey());
    assertThat(keysAbove(anchors, "88.1180")).containsExactly(root.authorityKey());
    assertThat(keysAbove(anchors, "88")).containsExactly(root.authorityKey());
    assertThat(anchors.above(Prefix.parse("8"))).isEmpty();
    assertThat(anchors.above(Prefix.parse("880.118"))).isEmpty();
  }

  @Test
  void several_anchors_of_one_prefix_are_one_authority_with_the_keys_of_all() {
    Party county = Party.county();
    Party next = county.successor("next");
    Endpoint shared = new Endpoint("192.0.2.1", 7430);
    Endpoint second = new Endpoint("192.0.2.2", 7430);
    TrustAnchors anchors =
        TrustAnchors.of(List.of(county.anchor(), next.anchor().at(List.of(second, shared))));

    Authority authority = anchors.above(Prefix.parse("88.118.8")).orElseThrow();

    assertThat(authority.prefix()).isEqualTo(county.prefix);
    assertThat(authority.keys()).containsExactly(county.authorityKey(), next.authorityKey());
    assertThat(authority.endpoints()).containsExactly(shared, second);
    assertThat(authority.chain()).isEmpty();
    for (Party signer : List.of(county, next)) {
      SignedStatement link = signer.delegates(Party.mill().delegated());
      assertThat(
              new StatementVerifier(anchors, Example.CLOCK)
                  .authority(List.of(link), Party.mill().prefix)
                  .chain())
          .hasSize(1);
    }
  }

  private static List<AuthorityKey> keysAbove(TrustAnchors anchors, String prefix) {
    return anchors.above(Prefix.parse(prefix)).orElseThrow().keys();
  }
}
