package dev.nameplate.trust.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.note.SignedNote;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Trust roots: TUF 1.0.34, section 5.3, rule by rule. */
class TrustRootTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant EXPIRES = Instant.parse("2027-07-01T00:00:00Z");
  private static final Instant BEFORE = EXPIRES.minusSeconds(1);

  private final TrustAnchors anchors =
      TrustAnchors.of(
          List.of(
              new Example(SignatureSuite.SM2_SM3).anchor,
              new Example(SignatureSuite.ED25519_SHA256).anchor));
  private final NoteSigner zhang = signer("张三", SignatureSuite.SM2_SM3);
  private final NoteSigner li = signer("李四", SignatureSuite.ED25519_SHA256);
  private final NoteSigner wang = signer("王五", SignatureSuite.ED25519_SHA256);
  private final NoteSigner stranger = signer("stranger", SignatureSuite.ED25519_SHA256);
  private final List<NoteSigner> three = List.of(zhang, li, wang);

  private static NoteSigner signer(String name, SignatureSuite suite) {
    return new NoteSigner(name, SigningKey.generate(suite, RANDOM));
  }

  private static List<NoteKey> keysOf(List<NoteSigner> signers) {
    return signers.stream().map(NoteSigner::noteKey).toList();
  }

  private TrustRootDraft draft(int version, int threshold, List<NoteSigner> keys) {
    return TrustRootDraft.of(new RootContent(version, EXPIRES, threshold, keysOf(keys), anchors));
  }

  private static TrustRootDraft signed(TrustRootDraft draft, List<NoteSigner> signers) {
    TrustRootDraft signed = draft;
    for (NoteSigner signer : signers) { // each on another machine: it travels as text
      signed = TrustRootDraft.parse(signed.toString(), "root.txt").sign(signer);
    }
    return signed;
  }

  private TrustRoot root(int version, List<NoteSigner> keys, NoteSigner... signers) {
    return signed(draft(version, 2, keys), List.of(signers)).complete();
  }

  @Test
  void a_root_comes_back_from_its_text() {
    TrustRoot root = root(1, three, zhang, wang);

    TrustRoot read = TrustRoot.parse(root.toString(), "root.txt");

    assertThat(read).hasToString(root.toString());
    assertThat(read.version()).isEqualTo(1);
    assertThat(read.content().keys()).isEqualTo(keysOf(three));
    assertThat(read.content().threshold()).isEqualTo(2);
    assertThat(read.content().expires()).isEqualTo(EXPIRES);
    assertThat(read.anchors().list()).isEqualTo(anchors.list());
    assertThat(root.toString())
        .startsWith("Nameplate trust root v1\nversion: 1\nexpires: 2027-07-01T00:00:00Z\n")
        .contains("\n\nNameplate trust anchor v1\n");
  }

  @Test
  void a_draft_collects_signatures_one_by_one() {
    TrustRootDraft none = draft(1, 2, three);
    TrustRootDraft one = signed(none, List.of(li));

    assertThat(TrustRootDraft.parse(none.toString(), "root.txt").content())
        .hasToString(none.content().toString());
    assertThat(none.signedBy(keysOf(three))).isEmpty();
    assertThat(one.signedBy(keysOf(three))).containsExactly(li.noteKey());
    assertThatThrownBy(none::complete).matches(Rule.ROOT_THRESHOLD::isBrokenBy);
    assertThatThrownBy(one::complete)
        .matches(Rule.ROOT_THRESHOLD::isBrokenBy)
        .hasMessage(
            "trust root: version 1 is signed by 1 root keys of version 1 (expected: 2 or more)");
    assertThat(one.sign(zhang).complete().version()).isEqualTo(1);
  }

  @Test
  void one_key_that_signs_twice_counts_once() {
    TrustRootDraft one = signed(draft(1, 2, three), List.of(li, li));
    String text = one.toString();
    String line = text.substring(text.lastIndexOf(SignedNote.DASH));

    assertThat(text.split(SignedNote.DASH, -1)).hasSize(2);
    assertThatThrownBy(() -> TrustRoot.parse(text + line + line, "root.txt"))
        .matches(Rule.ROOT_THRESHOLD::isBrokenBy);
  }

  @Test
  void one_key_under_two_names_is_no_second_key() {
    NoteSigner again = new NoteSigner("again", li.key());

    assertThatThrownBy(() -> draft(1, 2, List.of(li, again)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("each name and each key once");
    assertThatThrownBy(() -> draft(1, 2, List.of(li, signer("李四", SignatureSuite.ED25519_SHA256))))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void signatures_by_others_do_not_count_and_do_not_harm() {
    assertThatThrownBy(() -> root(1, three, zhang, stranger))
        .matches(Rule.ROOT_THRESHOLD::isBrokenBy);
    assertThat(root(1, three, zhang, stranger, li).version()).isEqualTo(1);
  }

  @Test
  void a_wrong_signature_by_a_root_key_is_refused_even_above_the_threshold() {
    String text = root(1, three, zhang, li, wang).toString();
    String of2 = root(2, three, zhang, li, wang).toString();
    String foreign = of2.substring(of2.lastIndexOf(SignedNote.DASH));

    assertThatThrownBy(
            () ->
                TrustRoot.parse(
                    text.substring(0, text.lastIndexOf(SignedNote.DASH)) + foreign, "root.txt"))
        .matches(Rule.SIGNATURE_INVALID::isBrokenBy);
  }

  @Test
  void no_beginning_of_a_root_is_a_root() {
    String text = root(1, three, zhang, li).toString();

    for (int length = 0; length < text.length(); length++) {
      String beginning = text.substring(0, length);
      assertThatThrownBy(() -> TrustRoot.parse(beginning, "root.txt"))
          .as("%d of %d characters", length, text.length())
          .isInstanceOf(NameplateException.class);
    }
  }

  @Test
  void no_changed_character_goes_unnoticed() {
    String text = root(1, three, zhang, li).toString();

    for (int at = 0; at < text.length(); at++) {
      String changed =
          text.substring(0, at) + (char) (text.charAt(at) ^ 1) + text.substring(at + 1);
      assertThatThrownBy(() -> TrustRoot.parse(changed, "root.txt"))
          .as("character %d", at)
          .isInstanceOf(NameplateException.class);
    }
  }

  @Test
  void keys_are_exchanged_step_by_step_and_the_first_root_leads_to_the_last() {
    NoteSigner fourth = signer("赵六", SignatureSuite.SM2_SM3);
    NoteSigner fifth = signer("孙七", SignatureSuite.ED25519_SHA256);
    TrustRoot first = root(1, three, zhang, li);
    TrustRoot second = root(2, List.of(li, wang, fourth), li, wang);
    TrustRoot third = root(3, List.of(wang, fourth, fifth), li, fourth, wang);

    assertThat(first.updated(List.of(second, third), BEFORE)).isSameAs(third);
    assertThat(first.updated(List.of(), BEFORE)).isSameAs(first);
  }

  /** Each row breaks one rule; {@code by} are the first letters of those who sign. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the same version again                      | 4 | zlw | zl  | RootVersion
          an older version                            | 3 | zlw | zl  | RootVersion
          a version left out                          | 6 | zlw | zl  | RootVersion
          signed by new keys alone                    | 5 | abc | abc | RootThreshold
          signed by one of the old keys               | 5 | abc | abz | RootThreshold
          one old key signs, a stranger beside it     | 5 | zab | zab | RootThreshold
          """)
  void a_successor_that_breaks_a_rule_is_refused(
      String why, int version, String keys, String by, String rule) {
    TrustRoot fourth = root(4, three, zhang, li);
    NoteSigner[] others =
        Stream.of("a", "b", "c")
            .map(name -> signer(name, SignatureSuite.ED25519_SHA256))
            .toArray(NoteSigner[]::new);
    TrustRoot candidate =
        root(version, named(keys, others), named(by, others).toArray(NoteSigner[]::new));

    assertThatThrownBy(() -> fourth.successor(candidate))
        .hasMessageStartingWith("trust root: version " + version)
        .hasMessageContaining(
            version == 5
                ? "root keys of version 4 (expected: 2 or more)"
                : " (expected: 5, which alone may follow version 4)")
        .extracting(e -> ((BrokenRuleException) e).ruleName())
        .isEqualTo(rule);
  }

  @Test
  void a_successor_that_its_own_keys_have_not_signed_is_no_root() {
    NoteSigner a = signer("a", SignatureSuite.ED25519_SHA256);
    NoteSigner b = signer("b", SignatureSuite.ED25519_SHA256);

    assertThatThrownBy(() -> root(2, List.of(a, b), zhang, li, wang, a))
        .matches(Rule.ROOT_THRESHOLD::isBrokenBy)
        .hasMessageContaining("signed by 1 root keys of version 2");
  }

  @Test
  void the_threshold_of_the_root_before_counts_not_that_of_the_new_one() {
    TrustRoot first = root(1, three, zhang, li);
    TrustRoot weaker = signed(draft(2, 1, three), List.of(zhang)).complete();

    assertThatThrownBy(() -> first.successor(weaker)).matches(Rule.ROOT_THRESHOLD::isBrokenBy);
  }

  @Test
  void only_the_last_root_must_be_current() {
    TrustRoot first = root(1, three, zhang, li);
    TrustRoot later =
        signed(
                TrustRootDraft.of(
                    new RootContent(2, EXPIRES.plusSeconds(9), 2, keysOf(three), anchors)),
                three)
            .complete();

    assertThat(first.requireCurrent(BEFORE)).isSameAs(first);
    assertThatThrownBy(() -> first.requireCurrent(EXPIRES))
        .matches(Rule.ROOT_EXPIRED::isBrokenBy)
        .hasMessageContaining("2027-07-01T00:00:00Z");
    assertThat(first.updated(List.of(later), EXPIRES)).isSameAs(later);
    assertThatThrownBy(() -> first.updated(List.of(later), EXPIRES.plusSeconds(9)))
        .matches(Rule.ROOT_EXPIRED::isBrokenBy);
    assertThat(first.expiresSoon(EXPIRES.minus(TrustRoot.RENEWAL).minusSeconds(1))).isFalse();
    assertThat(first.expiresSoon(EXPIRES.minus(TrustRoot.RENEWAL))).isTrue();
  }

  @Test
  void a_walk_has_an_end() {
    List<NoteSigner> alone = List.of(li);
    TrustRoot first = signed(draft(1, 1, alone), alone).complete();
    List<TrustRoot> walk = new ArrayList<>();
    for (int version = 2; version <= TrustRoot.MAX_SUCCESSORS + 1; version++) {
      walk.add(signed(draft(version, 1, alone), alone).complete());
    }

    assertThat(first.updated(walk, BEFORE).version()).isEqualTo(TrustRoot.MAX_SUCCESSORS + 1);
    walk.add(signed(draft(TrustRoot.MAX_SUCCESSORS + 2, 1, alone), alone).complete());
    assertThatThrownBy(() -> first.updated(walk, BEFORE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at most 1024");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          another title       | trust root v1              | trust root v2          | line 1
          version zero        | version: 1                 | version: 0             | line 2
          version with a zero | version: 1                 | version: 01            | line 2
          version too large   | version: 1                 | version: 2147483648    | line 2
          no version          | version: 1~                | ''                     | line 2
          expires never       | 2027-07-01T00:00:00Z       | never                  | line 3
          expires elsewhere   | 2027-07-01T00:00:00Z       | 2027-07-01T08:00:00+08:00 | line 3
          expires in millis   | 2027-07-01T00:00:00Z       | 2027-07-01T00:00:00.500Z  | expires
          expires too late    | 2027-07-01T00:00:00Z       | +12027-07-01T00:00:00Z | expires
          threshold zero      | threshold: 2               | threshold: 0           | line 4
          threshold too high  | threshold: 2               | threshold: 4           | the number of root keys, 3
          no key              | root-key                   | note-key               | line 5
          a line more         | ~~Nameplate trust anchor   | ~note: x~~Nameplate trust anchor | line 8
          no anchors          | Nameplate trust anchor v1~ | Nameplate~             | line 9
          """)
  void a_damaged_draft_is_refused_naming_the_place(
      String why, String was, String becomes, String says) {
    String text = draft(1, 2, three).toString();
    assertThat(text).contains(was.replace('~', '\n'));
    String broken = text.replace(was.replace('~', '\n'), becomes.replace('~', '\n'));

    assertThatThrownBy(() -> TrustRootDraft.parse(broken, "root.txt"))
        .isInstanceOf(NameplateException.class)
        .hasMessageContaining(says)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void a_root_has_a_version_and_someone_to_believe() {
    Instant last = Instant.parse("9999-12-31T23:59:59Z");
    List<NoteKey> keys = keysOf(three);

    String latest = draft(Integer.MAX_VALUE, 3, three).toString();

    assertThat(TrustRootDraft.parse(latest, "root.txt")).hasToString(latest);
    assertThat(new RootContent(1, last, 3, keys, anchors).expires()).isEqualTo(last);
    assertThatThrownBy(() -> new RootContent(0, last, 3, keys, anchors))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("version: ");
    assertThatThrownBy(() -> new RootContent(1, last, 3, keys, TrustAnchors.of(List.of())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("trust anchors: ");
  }

  @Test
  void more_root_keys_than_there_may_be_are_refused() {
    List<NoteSigner> many = new ArrayList<>();
    for (int i = 0; i < RootContent.MAX_KEYS; i++) {
      many.add(signer("k" + i, SignatureSuite.ED25519_SHA256));
    }
    TrustRootDraft most = draft(1, 2, many);
    assertThat(TrustRootDraft.parse(most.toString(), "root.txt").content().keys()).hasSize(16);
    String key = RootContent.ROOT_KEY + stranger.noteKey() + "\n";
    String more = most.toString().replaceFirst("\n\n", "\n" + key.replace("$", "") + "\n");

    many.add(stranger);
    assertThatThrownBy(() -> draft(1, 2, many)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> TrustRootDraft.parse(more, "root.txt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("root.txt line 21")
        .hasMessageContaining("a blank line");
  }

  @ParameterizedTest
  @EnumSource
  void a_file_of_either_kind_gives_anchors(SignatureSuite suite) {
    TrustRoot root = root(1, List.of(signer("a", suite), zhang, li), zhang, li);

    assertThat(TrustRoot.anchorsIn(root.toString(), "root.txt", BEFORE).list())
        .isEqualTo(anchors.list());
    assertThat(TrustRoot.anchorsIn(anchors.toString(), "anchor.txt", EXPIRES).list())
        .isEqualTo(anchors.list());
    assertThatThrownBy(() -> TrustRoot.anchorsIn(root.toString(), "root.txt", EXPIRES))
        .matches(Rule.ROOT_EXPIRED::isBrokenBy);
    assertThatThrownBy(() -> TrustRoot.anchorsIn(draft(1, 2, three).toString(), "root.txt", BEFORE))
        .matches(Rule.ROOT_THRESHOLD::isBrokenBy);
  }

  private List<NoteSigner> named(String letters, NoteSigner... others) {
    return letters
        .chars()
        .mapToObj(
            letter ->
                switch (letter) {
                  case 'z' -> zhang;
                  case 'l' -> li;
                  case 'w' -> wang;
                  default -> others[letter - 'a'];
                })
        .toList();
  }
}
