package dev.nameplate.wire;

import static dev.nameplate.wire.UnacceptableAnswerException.reading;

import com.google.protobuf.ByteString;
import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Transfer;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.DescribedPrefix;
import dev.nameplate.resolve.Page;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.AllotRequest;
import dev.nameplate.v1.PrefixChangeResponse;
import dev.nameplate.v1.PrefixDescription;
import dev.nameplate.v1.PrefixServiceGetRequest;
import dev.nameplate.v1.PrefixServiceListRequest;
import dev.nameplate.v1.PrefixServiceListResponse;
import dev.nameplate.v1.ResumeRequest;
import dev.nameplate.v1.RevokeKeyRequest;
import dev.nameplate.v1.RevokeRequest;
import dev.nameplate.v1.SuspendRequest;
import dev.nameplate.v1.TransferRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prefixes and what changes about them: from the wire and to it. */
public final class PrefixCodec {
  private PrefixCodec() {}

  public static Allotment allotment(AllotRequest request) {
    return new Allotment(
        Prefix.parse(request.getPrefix()),
        request.getHolder(),
        request.getHosted(),
        keys(request.getKeysList()),
        endpoints(request.getEndpointsList()),
        validity(request.getValiditySeconds()),
        OperationId.of(request.getOperationId()));
  }

  private static Duration validity(long seconds) {
    if (seconds == 0) {
      return Allotment.DEFAULT_VALIDITY;
    }
    if (seconds < 0 || seconds > Allotment.LONGEST.toSeconds()) {
      throw InvalidInputException.of(
          "validity_seconds",
          Long.toUnsignedString(seconds),
          Allotment.SHORTEST.toSeconds()
              + " to "
              + Allotment.LONGEST.toSeconds()
              + ", or 0 for "
              + Allotment.DEFAULT_VALIDITY.toSeconds());
    }
    return Duration.ofSeconds(seconds);
  }

  public static AllotRequest request(Allotment allotment) {
    return AllotRequest.newBuilder()
        .setPrefix(allotment.prefix().toString())
        .setHolder(allotment.holder())
        .setHosted(allotment.hosted())
        .addAllKeys(keyProtos(allotment.keys()))
        .addAllEndpoints(texts(allotment.endpoints()))
        .setValiditySeconds(allotment.validity().toSeconds())
        .setOperationId(allotment.operation().text())
        .build();
  }

  public static Transfer transfer(TransferRequest request) {
    return new Transfer(
        Prefix.parse(request.getPrefix()),
        version(request.getExpectedVersion()),
        request.getHolder().isEmpty() ? Optional.empty() : Optional.of(request.getHolder()),
        keys(request.getKeysList()),
        endpoints(request.getEndpointsList()),
        request.getDroppedKeyIdsList().stream()
            .map(PrefixCodec::keyId)
            .collect(Collectors.toUnmodifiableSet()),
        OperationId.of(request.getOperationId()));
  }

  public static TransferRequest request(Transfer transfer) {
    return TransferRequest.newBuilder()
        .setPrefix(transfer.prefix().toString())
        .setExpectedVersion(transfer.expectedVersion())
        .setHolder(transfer.holder().orElse(""))
        .addAllKeys(keyProtos(transfer.keys()))
        .addAllEndpoints(texts(transfer.endpoints()))
        .addAllDroppedKeyIds(
            transfer.dropped().stream().map(key -> key.hash().asByteString()).toList())
        .setOperationId(transfer.operation().text())
        .build();
  }

  public static SuspendRequest suspend(Prefix prefix, long expectedVersion, OperationId operation) {
    return SuspendRequest.newBuilder()
        .setPrefix(prefix.toString())
        .setExpectedVersion(expectedVersion)
        .setOperationId(operation.text())
        .build();
  }

  public static ResumeRequest resume(Prefix prefix, long expectedVersion, OperationId operation) {
    return ResumeRequest.newBuilder()
        .setPrefix(prefix.toString())
        .setExpectedVersion(expectedVersion)
        .setOperationId(operation.text())
        .build();
  }

  public static RevokeRequest revoke(Prefix prefix, long expectedVersion, OperationId operation) {
    return RevokeRequest.newBuilder()
        .setPrefix(prefix.toString())
        .setExpectedVersion(expectedVersion)
        .setOperationId(operation.text())
        .build();
  }

  public static RevokeKeyRequest revokeKey(
      Prefix prefix, KeyId key, long fromPosition, long expectedVersion, OperationId operation) {
    return RevokeKeyRequest.newBuilder()
        .setPrefix(prefix.toString())
        .setExpectedVersion(expectedVersion)
        .setKeyId(key.hash().asByteString())
        .setFromPosition(fromPosition)
        .setOperationId(operation.text())
        .build();
  }

  /** The version that a request expects; 0 for whichever is the newest. */
  public static long version(long unsigned) {
    return Unsigned.number("expected_version", unsigned);
  }

  /** The key id of a request. */
  public static KeyId keyId(ByteString bytes) {
    if (bytes.size() != HashFunction.SIZE) {
      throw InvalidInputException.of(
          "key_id",
          Bytes.of(bytes).toHex(),
          HashFunction.SIZE + " bytes, SHA-256 of the key's SubjectPublicKeyInfo");
    }
    return new KeyId(Bytes.of(bytes));
  }

  private static List<AuthorityKey> keys(List<dev.nameplate.v1.AuthorityKey> protos) {
    return each("keys", protos, Delegation.MAX_KEYS, DelegationBody::fromProto);
  }

  private static List<Endpoint> endpoints(List<String> texts) {
    return each("endpoints", texts, Delegation.MAX_ENDPOINTS, Endpoint::parse);
  }

  private static <A, B> List<B> each(String field, List<A> items, int most, Function<A, B> read) {
    if (items.size() > most) {
      throw InvalidInputException.of(field, items.size() + " " + field, "at most " + most);
    }
    return RegistrationCodec.each(field, items, read);
  }

  private static List<dev.nameplate.v1.AuthorityKey> keyProtos(List<AuthorityKey> keys) {
    return keys.stream().map(DelegationBody::toProto).toList();
  }

  private static List<String> texts(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::toString).toList();
  }

  /**
   * The response to a change.
   *
   * @param made the delegation, if there is a new one
   */
  public static PrefixChangeResponse changed(Receipt receipt, Optional<Verified<Delegation>> made) {
    PrefixChangeResponse.Builder response =
        PrefixChangeResponse.newBuilder().setReceipt(ReceiptCodec.toProto(receipt));
    made.ifPresent(delegation -> response.setDelegation(delegation.statement().toProto()));
    return response.build();
  }

  public static PrefixServiceGetRequest request(Prefix prefix) {
    return PrefixServiceGetRequest.newBuilder().setPrefix(prefix.toString()).build();
  }

  public static PrefixServiceListRequest request(Optional<Prefix> below, int size, String token) {
    return PrefixServiceListRequest.newBuilder()
        .setBelow(below.map(Prefix::toString).orElse(""))
        .setPageSize(size)
        .setPageToken(token)
        .build();
  }

  public static PrefixServiceListResponse response(Page<DescribedPrefix> page) {
    return PrefixServiceListResponse.newBuilder()
        .addAllPrefixes(page.entries().stream().map(PrefixCodec::toProto).toList())
        .setNextPageToken(page.nextToken())
        .build();
  }

  /**
   * A page.
   *
   * @throws dev.nameplate.error.RejectedStatementException if a prefix or delegation is malformed
   */
  public static Page<DescribedPrefix> page(PrefixServiceListResponse page) {
    return new Page<>(
        page.getPrefixesList().stream().map(PrefixCodec::fromProto).toList(),
        page.getNextPageToken());
  }

  /** A described prefix as it is sent. */
  public static PrefixDescription toProto(DescribedPrefix prefix) {
    PrefixDescription.Builder description =
        PrefixDescription.newBuilder().setPrefix(prefix.prefix().toString());
    prefix
        .server()
        .ifPresent(
            keys ->
                description
                    .setLog(keys.log().text())
                    .setAuthorityKey(keys.key().spki().asByteString())
                    .setCheckpointKey(keys.checkpointKey().toString()));
    prefix.delegation().ifPresent(allotted -> description.setDelegation(allotted.toProto()));
    prefix.chain().forEach(link -> description.addChain(link.toProto()));
    return description.build();
  }

  /**
   * A described prefix.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it or its delegation is malformed
   */
  public static DescribedPrefix fromProto(PrefixDescription description) {
    return reading(() -> described(description));
  }

  private static DescribedPrefix described(PrefixDescription description) {
    return new DescribedPrefix(
        Prefix.parse(description.getPrefix()),
        description.getLog().isEmpty()
            ? Optional.empty()
            : Optional.of(
                AuthorityKey.of(
                    VerifyingKey.parse(Bytes.of(description.getAuthorityKey())),
                    NoteKey.parse(description.getCheckpointKey()))),
        description.hasDelegation()
            ? Optional.of(SignedStatement.fromProto(description.getDelegation()))
            : Optional.empty(),
        description.getChainList().stream().map(SignedStatement::fromProto).toList());
  }
}
