package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.text.PinnedUnicode;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.GrowingRoot;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.root.TrustRoot;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.BatchProof;
import dev.nameplate.v1.ManyAnswer;
import dev.nameplate.v1.ResolveManyResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What api/README.md shows is what the code does. */
class ReadmeVectorsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```text ([a-z0-9-]+)\\n(.*?)^```$");
  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern REGION =
      Pattern.compile("(?s)// region readme\\n(.*?) *// endregion");
  private static final Set<String> IDENTIFIERS =
      Set.of("identifier-canonical", "identifier-cleaned", "invisible", "white-space");

  private final String readme = read("README.md");
  private final Map<String, String> shown = blocks();

  @Test
  void every_vector_shown_is_the_one_computed_and_the_other_way_round() {
    Map<String, String> computed = ReadmeVectors.compute();
    Set<String> expected = new HashSet<>(computed.keySet());
    // These are the same in both suites, and shown once.
    assertThat(computed.get("sm2-body")).isEqualTo(computed.get("ed25519-body"));
    assertThat(computed.get("sm2-disclosure")).isEqualTo(computed.get("ed25519-disclosure"));
    expected.removeAll(Set.of("sm2-body", "sm2-disclosure"));
    expected.addAll(IDENTIFIERS);

    assertThat(shown.keySet()).isEqualTo(expected);
    shown.forEach(
        (name, text) -> {
          if (!IDENTIFIERS.contains(name)) {
            assertThat(plain(text))
                .as(name)
                .isEqualTo(plain(Objects.requireNonNull(computed.get(name))));
          }
        });
  }

  @Test
  void identifiers_have_the_canonical_form_shown() {
    List<String> lines = shown("identifier-canonical").lines().toList();

    assertThat(lines).hasSize(8);
    for (String line : lines) {
      String[] forms = line.split(" ", 2);
      String written = Bytes.fromHex(forms[0]).toUtf8();
      assertThat(Bytes.utf8(Identifier.parse(written).canonical()).toHex())
          .as(written)
          .isEqualTo(forms[1]);
    }
  }

  @Test
  void identifiers_are_cleaned_as_shown() {
    List<String> lines = shown("identifier-cleaned").lines().toList();

    assertThat(lines).hasSize(4);
    for (String line : lines) {
      String[] forms = line.split(" ", 2);
      String written = Bytes.fromHex(forms[0]).toUtf8();
      assertThat(Bytes.utf8(Identifier.cleaned(written)).toHex()).as(written).isEqualTo(forms[1]);
    }
  }

  @Test
  void the_sets_of_characters_are_those_shown() {
    assertThat(points(PinnedUnicode::isInvisible)).containsExactly(points(shown("invisible")));
    assertThat(points(PinnedUnicode::isWhiteSpace)).containsExactly(points(shown("white-space")));
  }

  private static int[] points(IntPredicate which) {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(which).toArray();
  }

  private static int[] points(String ranges) {
    return Stream.of(ranges.trim().split("\\s+", -1))
        .map(range -> range.split("-", -1))
        .flatMapToInt(
            ends ->
                IntStream.rangeClosed(
                    Integer.parseInt(ends[0], 16), Integer.parseInt(ends[ends.length - 1], 16)))
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({"ed25519, ED25519_SHA256", "sm2, SM2_SM3"})
  void the_statement_checkpoint_and_proof_shown_are_believed_with_the_anchor_shown(
      String name, SignatureSuite suite) {
    TrustAnchors anchors = TrustAnchors.parse(shown(name + "-anchor"), "README.md");
    TrustAnchor anchor = anchors.list().get(0);
    SignedStatement statement = SignedStatement.parse(hex(name + "-signed-statement"));

    assertThat(new StatementVerifier(anchors, Example.CLOCK).verify(statement).value())
        .isEqualTo(Example.coil());
    assertThat(anchor.authorityKey().suite()).isEqualTo(suite);
    assertThat(Checkpoint.verify(SignedNote.parse(shown(name + "-checkpoint")), anchor).size())
        .isEqualTo(2);
    assertThat(
            TlogProof.parse(shown(name + "-tlog-proof"))
                .verify(statement.signedBatch(), anchor)
                .size())
        .isEqualTo(2);
  }

  @Test
  void the_chain_shown_leads_from_the_anchor_shown_to_the_statement_shown() {
    SignedStatement coil = statement("ed25519-signed-statement");

    Verified<IdentifierRecord> verified =
        chained().verify(coil, chain("delegation"), Example.coil().identifier());

    assertThat(verified.value()).isEqualTo(Example.coil());
    assertThat(verified.chain()).hasSize(2);
    assertThat(statement("delegation").body()).isEqualTo(hex("delegation-body"));
  }

  @Test
  void the_answers_shown_have_the_statement_shown_and_another_of_its_batch()
      throws InvalidProtocolBufferException {
    ResolveManyResponse message = ResolveManyResponse.parseFrom(hex("many-answers").asByteString());

    assertThat(unpacked(message, 0)).isEqualTo(statement("ed25519-signed-statement"));
    assertThat(unpacked(message, 1).body()).isEqualTo(hex("ed25519-body-restricted"));
    StatementVerifier verifier =
        new StatementVerifier(
            TrustAnchors.parse(shown("ed25519-anchor"), "README.md"), Example.CLOCK);
    assertThat(verifier.verify(unpacked(message, 1)).position()).isEqualTo(1);
    assertThat(message.getAnswers(2).hasError()).isTrue();
  }

  private static SignedStatement unpacked(ResolveManyResponse message, int place) {
    ManyAnswer answer = message.getAnswers(place);
    BatchProof.Builder proof =
        BatchProof.newBuilder()
            .setLeafIndex(answer.getLeafIndex())
            .setBatch(message.getBatches(answer.getBatch()));
    for (int index : answer.getPathList()) {
      proof.addPath(message.getHashes().substring(32 * index, 32 * index + 32));
    }
    return SignedStatement.fromProto(
        dev.nameplate.v1.SignedStatement.newBuilder()
            .setBody(answer.getBody())
            .addAllDisclosures(answer.getDisclosuresList())
            .setProof(proof)
            .build());
  }

  @Test
  void the_absence_shown_is_believed_by_the_chain_shown() {
    Identifier missing = Identifier.parse("88.118.8/COIL-2026-000452");
    SignedStatement absence = statement("absence");

    Authority authority = chained().authority(chain("delegation"), missing.prefix());

    assertThat(chained().verifyAbsence(absence, missing, authority).value().logSize()).isEqualTo(3);
    assertThat(absence.body()).isEqualTo(hex("absence-body"));
  }

  @Test
  void the_certificate_shown_is_that_of_the_question_and_the_rows_shown() {
    HashFunction hash = HashFunction.SHA256;
    TrustAnchors anchors = TrustAnchors.parse(shown("ed25519-anchor"), "README.md");
    StatementVerifier verifier = new StatementVerifier(anchors, Example.CLOCK);
    List<Bytes> leaves =
        Stream.of("certificate-row-coil", "certificate-row-strip")
            .map(row -> hash.leafHash(hex(row)))
            .sorted()
            .toList();
    GrowingRoot root = new GrowingRoot(hash);
    leaves.forEach(root::add);

    Certificate certificate =
        verifier
            .verifyCertificate(
                statement("certificate"), verifier.authority(List.of(), Example.PREFIX))
            .value();

    assertThat(statement("certificate").body()).isEqualTo(hex("certificate-body"));
    assertThat(root.root()).isEqualTo(hex("certificate-root"));
    certificate.requireAnswer(hash, hex("certificate-question"), 2, root.root());
    Bytes coil = hex("certificate-row-coil");
    int index = leaves.indexOf(hash.leafHash(coil));
    certificate.requireRow(hash, coil, index, List.of(leaves.get(1 - index)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"delegation-changed", "delegation-forged", "delegation-expired"})
  void the_broken_delegations_shown_are_refused_as_said_there(String name) {
    Matcher said = Pattern.compile("\\(`(\\w+)`\\):\\n\\n```text " + name + "\\n").matcher(readme);
    assertThat(said.find()).isTrue();

    assertThatThrownBy(() -> chained().authority(chain(name), Example.PREFIX))
        .extracting(e -> ((BrokenRuleException) e).ruleName())
        .isEqualTo(said.group(1));
  }

  @Test
  void the_anchor_with_all_lines_is_read() {
    TrustAnchor anchor = TrustAnchors.parse(shown("full-anchor"), "README.md").list().get(0);

    assertThat(anchor.authority().revokedFrom()).hasValue(4096);
    assertThat(anchor.authority().validity().ends()).isTrue();
    assertThat(anchor.endpoints()).hasSize(1);
  }

  @Test
  void the_trust_root_shown_gives_the_anchor_shown() {
    assertThat(
            TrustRoot.anchorsIn(
                shown("trust-root"), "README.md", Instant.parse("2026-12-31T23:59:59Z")))
        .hasToString(shown("ed25519-anchor"));
  }

  @Test
  void the_example_shown_is_the_one_tested() {
    String source = read("src/test/java/dev/nameplate/trust/chain/OfflineVerificationTest.java");

    assertThat(find(JAVA, readme)).isEqualTo(find(REGION, source).replaceAll("(?m)^    ", ""));
  }

  @Test
  void every_exception_and_cap_is_the_one_shown() {
    assertThat(readme)
        .contains("| signed statement | " + number(SignedStatement.MAX_BYTES) + " bytes |")
        .contains("| body | " + number(SignedStatement.MAX_BODY_BYTES) + " bytes |")
        .contains("| path | " + SignedStatement.MAX_PATH + " hashes |")
        .contains("| disclosures | " + number(SignedStatement.MAX_DISCLOSURES) + " |")
        .contains(
            "| name of a log | "
                + LogName.MAX_BYTES
                + " bytes, of them 7 for `/absent` and `/answer` |")
        .contains("| chain | " + Authority.MAX_CHAIN + " delegations |")
        .contains("| keys of a delegation | " + Delegation.MAX_KEYS + " |")
        .contains("| endpoints of a delegation | " + Delegation.MAX_ENDPOINTS + " |")
        .contains("| holder of a delegation | " + Delegation.MAX_HOLDER + " characters |")
        .contains(
            "| time to live of an absence | "
                + number((int) Absence.LONGEST.toSeconds())
                + " seconds |");
  }

  @Test
  void the_table_of_steps_names_the_rules_of_each() {
    for (int step = 1; step <= 15; step++) {
      int number = step;
      Matcher row = Pattern.compile("(?m)^\\| " + step + " \\| .*$").matcher(readme);
      assertThat(row.find()).isTrue();
      assertThat(named(row.group()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(Rule.values())
                  .filter(rule -> rule.steps().contains(number))
                  .map(Rule::toString)
                  .toList());
    }
  }

  @Test
  void every_rule_that_is_named_exists() {
    assertThat(Stream.of(Rule.values()).map(Rule::toString))
        .containsAll(
            Pattern.compile("(?m)\\(`[A-Z]\\w+`\\)|(?<= \\| )(`[A-Z][a-z]\\w+`(, )?)+(?= \\|$)")
                .matcher(readme)
                .results()
                .flatMap(found -> named(found.group()).stream())
                .toList());
  }

  private static List<String> named(String text) {
    return Pattern.compile("`([A-Z][a-z]\\w+)`")
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private Map<String, String> blocks() {
    Map<String, String> blocks = new LinkedHashMap<>();
    BLOCK
        .matcher(readme)
        .results()
        .forEach(block -> assertThat(blocks.put(block.group(1), block.group(2))).isNull());
    return blocks;
  }

  private String shown(String name) {
    return Objects.requireNonNull(shown.get(name), name);
  }

  private StatementVerifier chained() {
    return new StatementVerifier(
        TrustAnchors.parse(shown("root-anchor"), "README.md"), Example.CLOCK);
  }

  private List<SignedStatement> chain(String last) {
    return List.of(statement("root-delegation"), statement(last));
  }

  private SignedStatement statement(String name) {
    return SignedStatement.parse(hex(name));
  }

  private Bytes hex(String name) {
    return Bytes.fromHex(plain(shown(name)));
  }

  /** Hexadecimal is broken into lines; text ends in a line feed where the block does. */
  private static String plain(String text) {
    return text.matches("[0-9a-f\\s]+") ? text.replaceAll("\\s", "") : text.stripTrailing();
  }

  private static String number(int number) {
    return String.format(java.util.Locale.ROOT, "%,d", number);
  }

  private static String find(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .findFirst()
        .map((MatchResult m) -> m.group(1))
        .orElseThrow();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
