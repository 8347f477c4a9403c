package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.statement.SignedStatement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each true statement is tried under every name but its own. */
class ReplayTest {
  private static final List<String> IDENTIFIERS =
      List.of("88/1", "88.118/1", "88.118.7/1", "88.118.8/1", "88.118.8/2", "88.118.8.1/1");

  private final Party root = Party.root();
  private final Party county = Party.county();
  private final Party mill = Party.mill();
  private final SignedStatement toCounty = root.delegates(county.delegated());
  private final SignedStatement toMill = county.delegates(mill.delegated());
  private final SignedStatement toHosted = county.delegates(DelegationOf.hosted("88.118.7"));
  private final StatementVerifier verifier = Party.at(Duration.ofMinutes(1), root);
  private final Map<String, SignedStatement> statements = new LinkedHashMap<>();
  private final Map<String, Authority> authorities = new LinkedHashMap<>();

  ReplayTest() {
    statements.put("record by 88 of 88/1", root.record("88/1"));
    statements.put("record by 88.118 of 88.118/1", county.record("88.118/1"));
    statements.put("record by 88.118 of 88.118.7/1", county.record("88.118.7/1"));
    statements.put("record by 88.118.8 of 88.118.8/1", mill.record("88.118.8/1"));
    statements.put("absence by 88 of 88.118.8/2", root.absence("88.118.8/2"));
    statements.put("absence by 88.118 of 88.118.8/2", county.absence("88.118.8/2"));
    statements.put("absence by 88.118.8 of 88.118.8/2", mill.absence("88.118.8/2"));
    statements.put(
        "absence by 88.118.7 of 88.118.7/1",
        county.absence("88.118.7/1", Prefix.parse("88.118.7"), Example.TIME));
    statements.put("delegation by 88 of 88.118", toCounty);
    statements.put("delegation by 88.118 of 88.118.8", toMill);
    statements.put("delegation by 88.118 of 88.118.7", toHosted);
    authorities.put("88", verifier.authority(List.of(), Prefix.parse("88")));
    authorities.put("88.118", verifier.authority(List.of(toCounty), county.prefix));
    authorities.put("88.118.7", chain(toHosted, "88.118.7"));
    authorities.put("88.118.8", chain(toMill, "88.118.8"));
  }

  private Authority chain(SignedStatement last, String prefix) {
    return verifier.authority(List.of(toCounty, last), Prefix.parse(prefix));
  }

  @Test
  void a_statement_is_believed_under_its_own_name_only() {
    Set<String> believed = new TreeSet<>();
    statements.forEach(
        (name, statement) ->
            authorities.forEach(
                (prefix, authority) -> {
                  for (String identifier : IDENTIFIERS) {
                    Identifier asked = Identifier.parse(identifier);
                    String as = " by " + prefix + " of " + identifier;
                    attempt(
                        believed,
                        name + " as record" + as,
                        () -> verifier.verify(statement, asked, authority));
                    attempt(
                        believed,
                        name + " as absence" + as,
                        () -> verifier.verifyAbsence(statement, asked, authority));
                  }
                }));

    assertThat(believed)
        .containsExactlyInAnyOrder(
            "record by 88 of 88/1 as record by 88 of 88/1",
            "record by 88.118 of 88.118/1 as record by 88.118 of 88.118/1",
            "record by 88.118 of 88.118.7/1 as record by 88.118.7 of 88.118.7/1",
            "record by 88.118.8 of 88.118.8/1 as record by 88.118.8 of 88.118.8/1",
            "absence by 88 of 88.118.8/2 as absence by 88 of 88.118.8/2",
            "absence by 88.118 of 88.118.8/2 as absence by 88.118 of 88.118.8/2",
            "absence by 88.118.7 of 88.118.7/1 as absence by 88.118.7 of 88.118.7/1",
            "absence by 88.118.8 of 88.118.8/2 as absence by 88.118.8 of 88.118.8/2");
  }

  @Test
  void a_delegation_leads_on_from_its_own_authority_only() {
    Set<String> believed = new TreeSet<>();
    statements.forEach(
        (name, statement) ->
            authorities.forEach(
                (prefix, authority) -> {
                  for (String towards : List.of("88.118", "88.118.7", "88.118.8", "88.118.8.1")) {
                    attempt(
                        believed,
                        name + " from " + prefix + " towards " + towards,
                        () -> requireProgress(authority, statement, towards));
                  }
                }));

    assertThat(believed)
        .containsExactlyInAnyOrder(
            "delegation by 88 of 88.118 from 88 towards 88.118",
            "delegation by 88 of 88.118 from 88 towards 88.118.7",
            "delegation by 88 of 88.118 from 88 towards 88.118.8",
            "delegation by 88 of 88.118 from 88 towards 88.118.8.1",
            "delegation by 88.118 of 88.118.7 from 88.118 towards 88.118.7",
            "delegation by 88.118 of 88.118.8 from 88.118 towards 88.118.8",
            "delegation by 88.118 of 88.118.8 from 88.118 towards 88.118.8.1");
  }

  /** One that is passed over makes none. */
  private void requireProgress(Authority from, SignedStatement statement, String towards) {
    Authority below = verifier.below(from, List.of(statement), Prefix.parse(towards));
    if (below == from) {
      throw Rule.PROOF_INVALID.broken("passed over");
    }
  }

  private static void attempt(Set<String> believed, String name, Runnable attempt) {
    try {
      attempt.run();
      believed.add(name);
    } catch (RejectedStatementException e) {
      assertThat(e.getMessage()).as(name).doesNotContain("\n");
    }
  }
}
