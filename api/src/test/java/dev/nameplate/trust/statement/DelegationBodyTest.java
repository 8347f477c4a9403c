package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.DelegationOf;
import dev.nameplate.trust.chain.Party;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.v1.AbsenceBody;
import dev.nameplate.v1.Statement;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DelegationBodyTest {
  private static final LogName LOG = new LogName("88.118/log-0badcafe");
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  @Test
  void random_delegations_come_back_and_encode_the_same_way() {
    long seed = 20260103;
    Random chance = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Delegation delegation = random(chance);
      DelegationBody body = DelegationBody.of(delegation, LOG);
      DelegationBody read = DelegationBody.parse(body.encoded());

      assertThat(read).as("seed %d round %d", seed, round).isEqualTo(body);
      assertThat(DelegationBody.of(read.delegation(), LOG).encoded()).isEqualTo(body.encoded());
      assertThat(DelegationBody.prefixOf(body.encoded())).isEqualTo(delegation.prefix());
    }
  }

  @Test
  void the_prefix_and_the_endpoints_keep_their_form_and_order() {
    List<Endpoint> endpoints =
        List.of(Endpoint.parse("[2001:db8::1]:7430"), Endpoint.parse("node.example:1"));
    DelegationOf to =
        new DelegationOf(Prefix.parse("88.118.Mill"), List.of(Party.mill().authorityKey()));

    Delegation read =
        DelegationBody.parse(DelegationBody.of(to.endpoints(endpoints).build(), LOG).encoded())
            .delegation();

    assertThat(read.prefix()).hasToString("88.118.Mill");
    assertThat(read.endpoints()).isEqualTo(endpoints);
  }

  @Test
  void a_delegation_at_its_bounds_comes_back() {
    List<AuthorityKey> keys =
        IntStream.range(0, Delegation.MAX_KEYS)
            .mapToObj(i -> Party.of("88." + i).authorityKey().revokedFrom(i))
            .toList();
    Delegation delegation =
        new Delegation(
            Prefix.parse("88.118.8"),
            Long.MAX_VALUE,
            HashFunction.SM3.hash(Bytes.EMPTY),
            Delegation.State.ACTIVE,
            "\uD83D\uDE00".repeat(Delegation.MAX_HOLDER),
            false,
            keys,
            Collections.nCopies(
                Delegation.MAX_ENDPOINTS, new Endpoint("a".repeat(Endpoint.MAX_HOST), 65_535)),
            Validity.ALWAYS);

    assertThat(DelegationBody.parse(DelegationBody.of(delegation, LOG).encoded()).delegation())
        .isEqualTo(delegation);
  }

  static Stream<Arguments> broken() {
    Bytes otherKey = Party.of("88.118.9").key.verifyingKey().spki();
    return Stream.of(
        broken(
            "9 keys, of which none is read",
            "the delegation has 9 keys (expected: at most 8)",
            b -> nTimes(8, b::addKeysBuilder)),
        broken(
            "9 endpoints, of which none is read",
            "the delegation has 9 endpoints (expected: at most 8)",
            b -> nTimes(8, () -> b.addEndpoints("?"))),
        broken("twice the same key", "each key once", b -> b.addKeys(b.getKeys(0))),
        broken(
            "twice the same key in other logs",
            "each key once",
            b -> b.addKeys(b.getKeys(0).toBuilder().setCheckpointKey(checkpointKey("88.118.9/l")))),
        broken("no keys", "0 keys", b -> b.clearKeys()),
        broken("no endpoints", "0 endpoints", b -> b.clearEndpoints()),
        broken("hosted with keys", "none for a hosted prefix", b -> b.setHosted(true)),
        broken(
            "hosted with endpoints",
            "none for a hosted prefix",
            b -> b.setHosted(true).clearKeys()),
        broken("version 0", "version", b -> b.clearVersion()),
        broken("version of 2^63", "version", b -> b.setVersion(Long.MIN_VALUE)),
        broken("version 2 without previous", "previous", b -> b.setVersion(2)),
        broken(
            "version 1 with previous",
            "previous",
            b -> b.setPrevious(ByteString.copyFrom(new byte[32]))),
        broken(
            "previous of 31 bytes",
            "previous",
            b -> b.setVersion(2).setPrevious(ByteString.copyFrom(new byte[31]))),
        broken("no state", "unknown state", b -> b.clearState()),
        broken("a state of tomorrow", "unknown state", b -> b.setStateValue(4)),
        broken("no holder", "holder", b -> b.clearHolder()),
        broken("blank holder", "holder", b -> b.setHolder(" \u3000")),
        broken("holder of 257 characters", "holder", b -> b.setHolder("\u7530".repeat(257))),
        broken("holder of 200,000 characters", "holder", b -> b.setHolder("x".repeat(200_000))),
        broken("holder with a control character", "holder", b -> b.setHolder("a\u0085b")),
        broken("endpoint without host", "endpoint", b -> b.setEndpoints(0, ":7430")),
        broken("endpoint with a path", "endpoint", b -> b.setEndpoints(0, "a:1/b")),
        broken("endpoint at port 0", "endpoint", b -> b.setEndpoints(0, "a:0")),
        broken("endpoint at port 65536", "endpoint", b -> b.setEndpoints(0, "a:65536")),
        broken(
            "endpoint of 200,000 characters",
            "endpoint",
            b -> b.setEndpoints(0, "a".repeat(199_998) + ":1")),
        broken("no end", "valid_until", b -> b.clearValidUntilMillis()),
        broken(
            "validity turned round",
            "valid_until",
            b -> b.setValidUntilMillis(b.getValidFromMillis() - 1)),
        broken(
            "validity of no moment",
            "valid_until",
            b -> b.setValidUntilMillis(b.getValidFromMillis())),
        broken("valid from 2^64 - 1", "valid_from", b -> b.setValidFromMillis(-1)),
        broken(
            "valid until the year 10000",
            "valid_until",
            b -> b.setValidUntilMillis(BatchHeader.MAX_MILLIS + 1)),
        broken("valid until 2^63", "valid_until", b -> b.setValidUntilMillis(Long.MIN_VALUE)),
        broken("valid until 2^63 - 1", "valid_until", b -> b.setValidUntilMillis(Long.MAX_VALUE)),
        key("empty key", "public key", k -> k.clearKey()),
        key("key cut off", "public key", k -> k.setKey(otherKey.asByteString().substring(1))),
        key("key that is no point", "public key", k -> k.setKey(noPoint(otherKey))),
        key("no checkpoint key", "checkpoint key", k -> k.clearCheckpointKey()),
        key(
            "checkpoint key of SM2",
            "checkpoint-key",
            k ->
                k.setCheckpointKey(
                    new NoteKey("88/l", Party.county().key.verifyingKey()).toString())),
        key(
            "log without room for its absences",
            "checkpoint-key",
            k -> k.setCheckpointKey(checkpointKey("x".repeat(249)))),
        key("key revoked from 2^63", "revoked-from", k -> k.setRevokedFromPosition(Long.MIN_VALUE)),
        key("key valid from 2^64 - 1", "valid_from", k -> k.setValidFromMillis(-1)),
        key(
            "key with its validity turned round",
            "valid_until",
            k -> k.setValidFromMillis(2).setValidUntilMillis(1)),
        key("unknown field of a key", "field number 99", k -> k.setUnknownFields(UNKNOWN)),
        broken("unknown field of the body", "field number 99", b -> b.setUnknownFields(UNKNOWN)),
        statement("unknown field", "field number 99", s -> s.setUnknownFields(UNKNOWN)),
        statement("suffix set", "suffix", s -> s.setSuffix("x")),
        statement("no prefix", "prefix", s -> s.clearPrefix()),
        statement("malformed prefix", "prefix", s -> s.setPrefix("88..8")),
        statement("prefix with a slash", "prefix", s -> s.setPrefix("88.118/8")),
        statement("no log", "log", s -> s.clearLog()),
        statement("malformed log", "log", s -> s.setLog("a b")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void a_delegation_outside_its_bounds_is_refused(
      String why, String says, Consumer<Statement.Builder> change) {
    Statement.Builder statement = valid();
    assertThat(DelegationBody.parse(Bytes.of(statement.build().toByteString())).log())
        .isEqualTo(LOG);
    change.accept(statement);

    assertThatThrownBy(() -> DelegationBody.parse(Bytes.of(statement.build().toByteString())))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy)
        .hasMessageContaining(says)
        .message()
        .hasSizeLessThan(600)
        .doesNotContain("\n");
  }

  @Test
  void another_kind_and_another_namespace_are_refused() {
    Statement.Builder absence = valid().setAbsence(AbsenceBody.getDefaultInstance());
    Statement.Builder foreign = valid().setNamespace("gs1\u202e".repeat(1000));

    assertThatThrownBy(() -> DelegationBody.parse(Bytes.of(absence.build().toByteString())))
        .matches(Rule.WRONG_KIND::isBrokenBy);
    assertThatThrownBy(() -> DelegationBody.parse(Bytes.of(foreign.build().toByteString())))
        .matches(Rule.WRONG_SUBJECT::isBrokenBy)
        .message()
        .hasSizeLessThan(600)
        .doesNotContain("\u202e");
  }

  @Test
  void what_is_too_large_is_not_read() {
    Bytes large = Bytes.wrap(new byte[SignedStatement.MAX_BODY_BYTES + 1]);

    assertThatThrownBy(() -> DelegationBody.parse(large))
        .matches(Rule.STATEMENT_TOO_LARGE::isBrokenBy);
  }

  @Test
  void ten_thousand_endpoints_or_keys_cost_next_to_nothing() {
    Statement.Builder endpoints = valid();
    endpoints.getDelegationBuilder().addAllEndpoints(Collections.nCopies(10_000, "a:1"));
    Statement.Builder keys = valid();
    nTimes(10_000, () -> keys.getDelegationBuilder().addKeysBuilder().setValidFromMillis(1));

    for (Statement.Builder statement : List.of(endpoints, keys)) {
      Bytes encoded = Bytes.of(statement.build().toByteString());
      long least =
          IntStream.range(0, 20).mapToLong(round -> cpuNanosToRefuse(encoded)).min().orElseThrow();

      assertThat(least).isLessThan(10_000_000);
    }
  }

  private static long cpuNanosToRefuse(Bytes encoded) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    assertThatThrownBy(() -> DelegationBody.parse(encoded))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy)
        .hasMessageContaining("1000");
    return threads.getCurrentThreadCpuTime() - before;
  }

  @Test
  void what_cannot_be_delegated_is_not_encoded() {
    assertThatThrownBy(() -> Party.mill().delegated().holder("\n").build())
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Party.mill().delegated().keys().build())
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Validity(Instant.EPOCH, Instant.ofEpochSecond(1, 1)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Validity(Instant.MIN, Instant.MAX))
        .isInstanceOf(InvalidInputException.class);
  }

  private static Arguments broken(
      String why, String says, Consumer<dev.nameplate.v1.DelegationBody.Builder> change) {
    return statement(why, says, s -> change.accept(s.getDelegationBuilder()));
  }

  private static Arguments key(
      String why, String says, Consumer<dev.nameplate.v1.AuthorityKey.Builder> change) {
    return broken(why, says, b -> change.accept(b.getKeysBuilder(0)));
  }

  private static Arguments statement(String why, String says, Consumer<Statement.Builder> change) {
    return Arguments.of(why, says, change);
  }

  private static Statement.Builder valid() {
    try {
      return Statement.parseFrom(
          DelegationBody.of(Party.mill().delegated().build(), LOG).encoded().asByteString())
          .toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static String checkpointKey(String name) {
    return new NoteKey(name, Party.mill().authorityKey().checkpointKey().key()).toString();
  }

  private static ByteString noPoint(Bytes spki) {
    byte[] bytes = spki.toByteArray();
    java.util.Arrays.fill(bytes, bytes.length - 32, bytes.length, (byte) 0xff);
    return ByteString.copyFrom(bytes);
  }

  private static void nTimes(int times, Runnable action) {
    IntStream.range(0, times).forEach(i -> action.run());
  }

  private static Delegation random(Random chance) {
    boolean hosted = chance.nextBoolean();
    long version = chance.nextBoolean() ? 1 : chance.nextLong(2, Long.MAX_VALUE);
    return new Delegation(
        Prefix.parse("88." + chance.nextInt(1000) + (chance.nextBoolean() ? ".Mill" : "")),
        version,
        version == 1 ? Bytes.EMPTY : HashFunction.SM3.hash(Bytes.utf8("previous")),
        List.of(Delegation.State.values()).get(chance.nextInt(3)),
        "冠县 \uD83D\uDE00 " + chance.nextInt(),
        hosted,
        hosted
            ? List.of()
            : IntStream.range(0, chance.nextInt(1, 9)).mapToObj(i -> randomKey(chance, i)).toList(),
        hosted
            ? List.of()
            : IntStream.range(0, chance.nextInt(1, 9))
                .mapToObj(i -> new Endpoint(i % 2 == 0 ? "::" + i : "n" + i, 1 + i))
                .toList(),
        randomValidity(chance));
  }

  private static AuthorityKey randomKey(Random chance, int number) {
    SignatureSuite suite = List.of(SignatureSuite.values()).get(chance.nextInt(2));
    AuthorityKey key = Party.of("88." + chance.nextInt(5), suite, "" + number).authorityKey();
    return new AuthorityKey(
        key.key(),
        key.checkpointKey(),
        chance.nextBoolean() ? Validity.ALWAYS : randomValidity(chance),
        chance.nextBoolean()
            ? OptionalLong.empty()
            : OptionalLong.of(chance.nextLong(Long.MAX_VALUE)));
  }

  private static Validity randomValidity(Random chance) {
    long from = chance.nextLong(BatchHeader.MAX_MILLIS);
    return new Validity(
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(chance.nextLong(from + 1, BatchHeader.MAX_MILLIS + 1)));
  }
}
