package dev.nameplate.upstream;

import static dev.nameplate.upstream.ServedNode.absent;
import static dev.nameplate.upstream.ServedNode.found;
import static dev.nameplate.upstream.ServedNode.referred;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.Validity;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must not be believed ends the question, is not kept, and does no harm to what is. */
class UnbelievableAnswersTest extends NodesTest {
  private static final Signatory STRANGER = Signatory.of("88.119.7");
  private static final Signatory NEIGHBOUR = Signatory.of("88.119.8");

  /**
   * A lie.
   *
   * @param rule what it breaks
   * @param told makes a node tell it
   */
  private record Lie(String what, String rule, Runnable told) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Lie ofQuay(String what, String rule, Supplier<ResolveResponse> answer) {
    return new Lie(what, rule, () -> quayNode.say(answer.get()));
  }

  private static Lie ofPort(String what, String rule, Supplier<ResolveResponse> answer) {
    return new Lie(what, rule, () -> portNode.say(answer.get()));
  }

  private static Stream<Lie> lies() {
    return Stream.concat(liesAboutRecords(), liesAboutDelegations());
  }

  private static Stream<Lie> liesAboutRecords() {
    return Stream.of(
        ofQuay("a wrong signature", "SignatureInvalid", () -> found(forged(crate()))),
        ofQuay("another body", "NotInBatch", () -> found(rewritten())),
        ofQuay("a wrong key", "UntrustedKey", () -> found(signedBy(STRANGER, CRATE))),
        ofQuay(
            "the key of another prefix", "UntrustedKey", () -> found(signedBy(NEIGHBOUR, CRATE))),
        ofQuay("the key of the prefix above", "UntrustedKey", () -> found(signedBy(port, CRATE))),
        ofQuay(
            "the record of another identifier",
            "WrongSubject",
            () -> found(signedBy(quay, "88.119.7/CRATE-2"))),
        ofQuay(
            "a record under another prefix",
            "WrongSubject",
            () -> found(signedBy(quay, "88.119.8/CRATE-1"))),
        ofQuay(
            "a batch from the future",
            "FutureBatch",
            () -> found(quay.record(CRATE, 1, now().plus(Duration.ofMinutes(6))))),
        ofPort(
            "a key that does not count yet",
            "KeyNotValid",
            () -> {
              quayNode.say(found(crate()));
              return referred(lateKey());
            }),
        ofQuay("no record at all", "MalformedStatement", () -> bare(Outcome.OUTCOME_FOUND)),
        ofQuay("no proof of an absence", "UnacceptableAnswer", () -> bare(Outcome.OUTCOME_ABSENT)),
        ofQuay("a record as an absence", "UnacceptableAnswer", () -> absent(crate())),
        ofQuay(
            "a tombstone as a record",
            "UnacceptableAnswer",
            () -> found(quay.tombstone(CRATE, 2, now()))),
        ofQuay("an absence as a record", "WrongLog", () -> found(quay.denies(CRATE, now()))),
        ofQuay(
            "a delegation as a record",
            "WrongKind",
            () -> found(quay.delegates(quay, now(), quayNode.endpoint()))),
        ofQuay(
            "the absence of another identifier",
            "WrongSubject",
            () -> absent(quay.denies("88.119.7/CRATE-2", now()))),
        ofQuay(
            "an absence by the authority above",
            "UntrustedKey",
            () -> absent(port.denies(CRATE, now()))),
        ofQuay(
            "an absence that was true long ago",
            "AbsenceExpired",
            () -> absent(quay.denies(CRATE, now().minus(Duration.ofMinutes(11))))));
  }

  private static Stream<Lie> liesAboutDelegations() {
    Duration week = Duration.ofDays(7);
    return Stream.of(
        ofPort(
            "an expired delegation",
            "DelegationExpired",
            () -> referred(delegation(-8 * 24 * 60, week))),
        ofPort(
            "a delegation that is not yet valid",
            "DelegationNotYetValid",
            () -> referred(delegation(10, week))),
        ofPort(
            "a forged delegation",
            "SignatureInvalid",
            () -> referred(forged(port.delegates(quay, now(), quayNode.endpoint())))),
        ofPort(
            "a delegation by the prefix itself",
            "UntrustedKey",
            () -> referred(quay.delegates(quay, now(), quayNode.endpoint()))),
        ofPort(
            "the delegation of another prefix",
            "ChainBroken",
            () -> referred(port.delegates(NEIGHBOUR, now(), quayNode.endpoint()))),
        ofPort(
            "a delegation of somebody else's prefix",
            "ChainBroken",
            () -> referred(port.delegates(Signatory.of("88.120"), now(), quayNode.endpoint()))),
        ofPort("a record as a delegation", "WrongKind", () -> referred(crate())),
        ofPort("no delegation", "UnacceptableAnswer", () -> bare(Outcome.OUTCOME_REFERRED)),
        ofPort(
            "the delegation to itself",
            "UnacceptableAnswer",
            () ->
                referred(
                    nation.truth(CRATE).getChainList().stream()
                        .map(SignedStatement::fromProto)
                        .toArray(SignedStatement[]::new))),
        ofPort(
            "seventeen delegations",
            "UnacceptableAnswer",
            () ->
                referred(
                    Collections.nCopies(17, port.delegates(quay, now(), quayNode.endpoint()))
                        .toArray(SignedStatement[]::new))),
        ofPort(
            "ten thousand endpoints",
            "MalformedStatement",
            () -> referred(port.sign(manyEndpoints(), now(), 9))),
        ofPort(
            "a record of its own under a prefix it delegated",
            "PrefixNotCovered",
            () -> found(signedBy(port, CRATE))),
        ofPort(
            "a record by a key revoked before it",
            "KeyRevoked",
            () -> {
              quayNode.say(found(quay.recordAt(CRATE, 5, now())));
              return referred(revokedFrom(5));
            }));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void a_question_that_is_answered_by(Lie lie) {
    NodeClient client = client();
    lie.told().run();
    assertRejected(client, CRATE, lie.rule());
    assertThat(client.statistics().entries()).isZero();

    beHonest();
    CLOCK.step(Duration.ofSeconds(61)); // as long as a failure is remembered at most
    quayNode.say(found(crate()));
    assertFound(client, CRATE, Source.UPSTREAM);
  }

  @ParameterizedTest
  @MethodSource("lies")
  void a_record_is_given_stale_when_the_question_for_a_newer_one_is_answered_by(Lie lie) {
    NodeClient client = client();
    Resolution.Found kept = assertFound(client, CRATE, Source.UPSTREAM);
    CLOCK.step(Duration.ofHours(1));
    lie.told().run();
    assertThat(assertFound(client, CRATE, Source.STALE).verified()).isEqualTo(kept.verified());
    assertThat(client.statistics().stale()).isEqualTo(1);
    assertThat(client.statistics().failures()).isEqualTo(1);

    beHonest();
    CLOCK.step(Duration.ofSeconds(61));
    quayNode.say(found(quay.record(CRATE, 2, now(), Signatory.text("2"))));
    assertThat(assertFound(client, CRATE, Source.UPSTREAM).record().version()).isEqualTo(2);
  }

  private static SignedStatement signedBy(Signatory signatory, String identifier) {
    return signatory.record(identifier, 1, now(), Signatory.text("1"));
  }

  private static SignedStatement delegation(int minutesFromNow, Duration validity) {
    var from = now().plus(Duration.ofMinutes(minutesFromNow));
    return port.delegates(
        Signatory.delegation(
            quay.prefix,
            1,
            Delegation.State.ACTIVE,
            List.of(quay.authorityKey()),
            new Validity(from, from.plus(validity)),
            quayNode.endpoint()),
        now());
  }

  private static SignedStatement lateKey() {
    AuthorityKey late = quay.authorityKey().during(Validity.from(now().plus(Duration.ofHours(1))));
    return port.delegates(
        Signatory.delegation(quay.prefix, List.of(late), now(), quayNode.endpoint()), now());
  }

  private static SignedStatement revokedFrom(long position) {
    return port.delegates(
        Signatory.delegation(
            quay.prefix,
            List.of(quay.authorityKey().revokedFrom(position)),
            now(),
            quayNode.endpoint()),
        now());
  }

  private static ResolveResponse bare(Outcome outcome) {
    return ScriptedNode.bare(outcome);
  }

  private static SignedStatement forged(SignedStatement statement) {
    var proto = statement.toProto().toBuilder();
    var batch = proto.getProofBuilder().getBatchBuilder();
    byte[] signature = batch.getSignature().toByteArray();
    signature[40] ^= 1;
    batch.setSignature(ByteString.copyFrom(signature));
    return SignedStatement.fromProto(proto.build());
  }

  private static SignedStatement rewritten() {
    SignedStatement other = quay.record(CRATE, 1, now(), Signatory.text("2"));
    return SignedStatement.fromProto(
        crate().toProto().toBuilder().setBody(other.body().asByteString()).build());
  }

  private static Bytes manyEndpoints() {
    SignedStatement honest = port.delegates(quay, now(), quayNode.endpoint());
    try {
      var statement = Statement.parseFrom(honest.body().asByteString()).toBuilder();
      for (int i = 0; i < 10_000; i++) {
        statement.getDelegationBuilder().addEndpoints("127.0.0.1:" + (i + 1));
      }
      return Bytes.of(statement.build().toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
