package dev.nameplate.server.grpc;

import com.google.protobuf.ByteString;
import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Transfer;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.operation.DescribedPrefix;
import dev.nameplate.server.operation.PrefixOperations;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.v1.AllotRequest;
import dev.nameplate.v1.PrefixChangeResponse;
import dev.nameplate.v1.PrefixDescription;
import dev.nameplate.v1.TransferRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Translates what is asked about prefixes into the words of the resolver. Every method throws
 * {@link InvalidInputException} with the path of the field that is wrong.
 */
final class PrefixCodec {
  private PrefixCodec() {}

  static Allotment allotment(AllotRequest request) {
    return new Allotment(
        Prefix.parse(request.getPrefix()),
        request.getHolder(),
        request.getHosted(),
        keys(request.getKeysList()),
        endpoints(request.getEndpointsList()),
        validity(request.getValiditySeconds()),
        OperationId.of(request.getOperationId()));
  }

  static Transfer transfer(TransferRequest request) {
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

  static long version(long unsigned) {
    return ProtoCodec.number("expected_version", unsigned);
  }

  static KeyId keyId(ByteString bytes) {
    if (bytes.size() != HashFunction.SIZE) {
      throw InvalidInputException.of(
          "key_id",
          Bytes.of(bytes).toHex(),
          HashFunction.SIZE + " bytes, SHA-256 of the key's SubjectPublicKeyInfo");
    }
    return new KeyId(Bytes.of(bytes));
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

  private static List<AuthorityKey> keys(List<dev.nameplate.v1.AuthorityKey> protos) {
    return each("keys", protos, Delegation.MAX_KEYS, DelegationBody::fromProto);
  }

  private static List<Endpoint> endpoints(List<String> texts) {
    return each("endpoints", texts, Delegation.MAX_ENDPOINTS, Endpoint::parse);
  }

  private static <A, B> List<B> each(
      String field, List<A> items, int most, Function<A, B> translate) {
    if (items.size() > most) {
      throw InvalidInputException.of(field, items.size() + " " + field, "at most " + most);
    }
    List<B> translated = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      try {
        translated.add(translate.apply(items.get(i)));
      } catch (InvalidInputException e) {
        throw new InvalidItemException(field + "[" + i + "]", e);
      }
    }
    return translated;
  }

  static PrefixChangeResponse changed(PrefixOperations.Changed changed) {
    PrefixChangeResponse.Builder response =
        PrefixChangeResponse.newBuilder().setReceipt(ProtoCodec.receipt(changed.receipt()));
    changed.made().ifPresent(made -> response.setDelegation(made.statement().toProto()));
    return response.build();
  }

  static PrefixDescription description(DescribedPrefix prefix) {
    PrefixDescription.Builder description =
        PrefixDescription.newBuilder().setPrefix(prefix.prefix().toString());
    prefix
        .server()
        .ifPresent(
            anchor ->
                description
                    .setLog(anchor.log().text())
                    .setAuthorityKey(anchor.authorityKey().spki().asByteString())
                    .setCheckpointKey(anchor.checkpointKey().toString()));
    prefix
        .delegation()
        .ifPresent(delegation -> description.setDelegation(delegation.statement().toProto()));
    prefix.chain().forEach(link -> description.addChain(link.toProto()));
    return description.build();
  }
}
