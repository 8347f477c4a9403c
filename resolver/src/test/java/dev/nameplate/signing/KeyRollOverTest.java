package dev.nameplate.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyRollOverTest {
  private static final Passphrase RIGHT = Passphrase.of("开门".toCharArray());
  private static final Passphrase WRONG = Passphrase.of("sesame".toCharArray());
  private static final Instant FROM = Instant.parse("2026-07-01T08:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-07-02T08:05:00Z");

  @TempDir private Path directory;
  private Path authority;
  private Path next;
  private Path nextPublic;
  private Path anchor;
  private KeyRollOver keys;
  private VerifyingKey before;

  @BeforeEach
  void make_a_node() {
    Path files = directory.resolve("keys");
    authority = files.resolve("authority.pem");
    next = files.resolve("authority-next.pem");
    nextPublic = files.resolve("authority-next.pub.pem");
    anchor = directory.resolve("anchor.txt");
    keys = KeyRollOver.in(directory);
    before =
        NodeDirectory.create(
                directory,
                Set.of(Prefix.parse("88.118.8")),
                SignatureSuite.ED25519_SHA256,
                Passphrase.NONE)
            .authorityKey()
            .verifyingKey();
  }

  private VerifyingKey signingKey() {
    return NodeDirectory.open(directory, Passphrase.NONE).authorityKey().verifyingKey();
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  @Test
  void a_next_key_is_made_of_the_same_suite_and_changes_nothing_yet() throws IOException {
    String anchorBefore = read(anchor);

    VerifyingKey made = keys.prepare(Passphrase.NONE);

    assertThat(made.suite()).isEqualTo(before.suite());
    assertThat(KeyPem.readPublic(read(nextPublic), "next")).isEqualTo(made);
    assertThat(keys.next()).contains(made);
    assertThat(signingKey()).isEqualTo(before);
    assertThat(read(anchor)).isEqualTo(anchorBefore);
    assertThatThrownBy(() -> keys.prepare(Passphrase.NONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("this node has a next key already");
    assertThat(keys.next()).contains(made);
  }

  @Test
  void the_next_key_signs_and_the_former_one_counts_until_its_end() {
    VerifyingKey made = keys.prepare(Passphrase.NONE);

    TrustAnchors after = keys.activate(Passphrase.NONE, FROM, UNTIL);

    NodeKeys node = NodeDirectory.open(directory, Passphrase.NONE);
    assertThat(node.authorityKey().verifyingKey()).isEqualTo(made);
    assertThat(node.formerKeys()).containsExactly(before);
    assertThat(node.anchors()).hasToString(after.toString());
    TrustAnchor now = after.list().get(0);
    TrustAnchor former = after.list().get(1);
    assertThat(now.authorityKey()).isEqualTo(made);
    assertThat(now.authority().validity().from()).isEqualTo(FROM);
    assertThat(now.authority().validity().ends()).isFalse();
    assertThat(former.authority().validity().until()).isEqualTo(UNTIL);
    assertThat(former.log()).isEqualTo(now.log());
    assertThat(directory.resolve("keys").toFile().list())
        .containsExactlyInAnyOrder("authority.pem", "log.pem");
    assertThatThrownBy(() -> keys.activate(Passphrase.NONE, FROM, UNTIL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a key made by keys next");
  }

  @Test
  void keys_can_be_exchanged_again_and_again() {
    VerifyingKey second = keys.prepare(Passphrase.NONE);
    keys.activate(Passphrase.NONE, FROM, UNTIL);
    VerifyingKey third = keys.prepare(Passphrase.NONE);
    keys.activate(Passphrase.NONE, FROM.plusSeconds(9_000_000), UNTIL.plusSeconds(9_000_000));

    NodeKeys node = NodeDirectory.open(directory, Passphrase.NONE);
    assertThat(node.authorityKey().verifyingKey()).isEqualTo(third);
    assertThat(node.formerKeys()).containsExactly(second, before);
    assertThat(node.anchors().list())
        .extracting(each -> each.authority().validity().until())
        .element(2)
        .isEqualTo(UNTIL);
  }

  @Test
  void a_death_before_the_next_key_is_whole_leaves_the_node_as_it_was() throws IOException {
    VerifyingKey made = keys.prepare(Passphrase.NONE);
    Files.delete(next); // died with the public part written

    assertThat(signingKey()).isEqualTo(before);
    assertThat(keys.next()).isEmpty();
    assertThat(keys.prepare(Passphrase.NONE)).isNotEqualTo(made);
  }

  @Test
  void a_death_before_the_anchor_is_written_leaves_the_former_key_and_the_next_one()
      throws IOException {
    VerifyingKey made = keys.prepare(Passphrase.NONE);
    Files.writeString(directory.resolve("anchor.txt.partial"), "Nameplate trust anchor v1\npre");

    assertThat(signingKey()).isEqualTo(before);
    keys.activate(Passphrase.NONE, FROM, UNTIL);
    assertThat(signingKey()).isEqualTo(made);
  }

  /** The files as they are when the process dies right behind the writing of the anchor. */
  private VerifyingKey dieBehindTheAnchor() throws IOException {
    VerifyingKey made = keys.prepare(Passphrase.NONE);
    String former = read(authority);
    String coming = read(next);
    String comingPublic = read(nextPublic);
    keys.activate(Passphrase.NONE, FROM, UNTIL);
    Files.writeString(authority, former);
    Files.writeString(next, coming);
    Files.writeString(nextPublic, comingPublic);
    return made;
  }

  @Test
  void after_a_death_behind_the_anchor_opening_goes_on_to_the_end() throws IOException {
    VerifyingKey made = dieBehindTheAnchor();

    assertThat(signingKey()).isEqualTo(made);
    assertThat(next).doesNotExist();
    assertThat(nextPublic).doesNotExist();
    assertThat(keys.next()).isEmpty();
  }

  @Test
  void after_a_death_behind_the_move_opening_removes_the_public_part() throws IOException {
    VerifyingKey made = dieBehindTheAnchor();
    Files.move(next, authority, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(signingKey()).isEqualTo(made);
    assertThat(nextPublic).doesNotExist();
  }

  @Test
  void a_change_of_passphrase_after_a_death_finds_the_right_key() throws IOException {
    VerifyingKey made = dieBehindTheAnchor();

    KeyFiles.in(directory).changePassphrase(Passphrase.NONE, RIGHT);

    assertThat(NodeDirectory.open(directory, RIGHT).authorityKey().verifyingKey()).isEqualTo(made);
  }

  @Test
  void the_next_key_is_under_the_passphrase_of_the_others_and_follows_its_change()
      throws IOException {
    KeyFiles.in(directory).changePassphrase(Passphrase.NONE, RIGHT);
    assertWrongPassphrase(() -> keys.prepare(WRONG));
    assertThat(next).doesNotExist();
    VerifyingKey made = keys.prepare(RIGHT);
    assertThat(read(next)).contains("ENCRYPTED PRIVATE KEY");

    String anchorBefore = read(anchor);
    assertWrongPassphrase(() -> keys.activate(WRONG, FROM, UNTIL));
    assertThat(read(anchor)).isEqualTo(anchorBefore);

    KeyFiles.in(directory).changePassphrase(RIGHT, Passphrase.NONE);
    keys.activate(Passphrase.NONE, FROM, UNTIL);
    assertThat(signingKey()).isEqualTo(made);
  }

  @Test
  void a_passphrase_that_the_node_does_not_need_is_not_put_on_its_next_key() throws IOException {
    keys.prepare(RIGHT);

    assertThat(read(next)).contains("BEGIN PRIVATE KEY");
  }

  @Test
  void without_a_node_nothing_is_made() {
    KeyRollOver nowhere = KeyRollOver.in(directory.resolve("nothing"));

    assertThatThrownBy(() -> nowhere.prepare(Passphrase.NONE))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("holds no node");
    assertThatThrownBy(nowhere::requirePrepared).isInstanceOf(NodeException.class);
    assertThat(directory.resolve("nothing")).doesNotExist();
  }

  @Test
  void anchors_of_another_node_in_the_file_are_refused() throws IOException {
    NodeKeys other =
        NodeDirectory.create(
            directory.resolve("other"),
            Set.of(Prefix.parse("88.118.8")),
            SignatureSuite.ED25519_SHA256,
            Passphrase.NONE);
    TrustAnchor own = NodeDirectory.anchorIn(directory);
    Files.writeString(anchor, TrustAnchors.of(List.of(own, other.anchor())).toString());

    assertThatThrownBy(this::signingKey)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the same prefixes, log");
  }

  private static void assertWrongPassphrase(Runnable tried) {
    assertThatThrownBy(tried::run)
        .isInstanceOfSatisfying(
            NodeException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.WRONG_PASSPHRASE));
  }
}
