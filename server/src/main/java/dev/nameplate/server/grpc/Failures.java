package dev.nameplate.server.grpc;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.server.operation.NotOfferedException;
import dev.nameplate.v1.ItemError;
import dev.nameplate.wire.ReceiptCodec;
import dev.nameplate.wire.Refusal;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates failures of calls, and of items of a stream, to the wire. Callers get their error and
 * the expected value; of unforeseen failures they get no details, which are in the operator's log.
 */
final class Failures {
  private static final Logger LOGGER = LoggerFactory.getLogger(Failures.class);

  /**
   * In characters. Thrice encoded, also a Chinese message must fit into the 8 KiB of trailers that
   * clients accept.
   */
  private static final int LONGEST_MESSAGE = 320;

  /** In characters, of all fields that are wrong together, for the same reason. */
  private static final int LONGEST_VIOLATIONS = 640;

  private Failures() {}

  static Status.Code codeOf(ErrorReason reason) {
    return switch (reason) { // no default: a new reason does not compile until it is mapped
      case MALFORMED_IDENTIFIER,
          PREFIX_NOT_ALLOTTABLE,
          INVALID_RECORD,
          INVALID_EVENT,
          INVALID_ARGUMENT,
          WRONG_KEY,
          STATEMENT_REJECTED -> // handed to us by the caller
          Status.Code.INVALID_ARGUMENT;
      case ALREADY_ASSIGNED, ALREADY_ALLOTTED, EVENT_CONFLICT -> Status.Code.ALREADY_EXISTS;
      case NOT_ASSIGNED, NOT_ALLOTTED, NOT_RECORDED -> Status.Code.NOT_FOUND;
      case VERSION_MISMATCH -> Status.Code.ABORTED;
      case RETIRED,
          NOT_AUTHORITATIVE,
          PREFIX_SUSPENDED,
          PREFIX_REVOKED,
          ALIAS_LOOP,
          OPERATION_CONFLICT,
          SEQUENCE_EXHAUSTED,
          TEMPLATE_UNKNOWN,
          NOT_INDEXED,
          VALUE_TAKEN,
          READ_ONLY ->
          Status.Code.FAILED_PRECONDITION;
      case OUT_OF_LOG -> Status.Code.OUT_OF_RANGE;
      case DATA_CORRUPT -> Status.Code.DATA_LOSS; // found in our own store
      case UPSTREAM_REJECTED -> Status.Code.DATA_LOSS; // found on the way of an answer
      case WRONG_PASSPHRASE, DIRECTORY_IN_USE, FORMAT_UNSUPPORTED ->
          Status.Code.FAILED_PRECONDITION;
      case STORE_FAILED, NODE_STOPPED, UNREACHABLE -> Status.Code.UNAVAILABLE;
      case OVERLOADED, STORE_FULL, BUDGET_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
      case TIMED_OUT -> Status.Code.DEADLINE_EXCEEDED;
      case CANCELLED -> Status.Code.CANCELLED;
    };
  }

  /** The exception that ends a call. */
  static StatusRuntimeException of(Throwable thrown) {
    Throwable failure = thrown instanceof CompletionException wrapper ? causeOf(wrapper) : thrown;
    if (failure instanceof NotOfferedException e) {
      return of(e, Status.Code.UNIMPLEMENTED);
    }
    if (failure instanceof NameplateException e) {
      return of(e, codeOf(e.reason()));
    }
    if (failure instanceof StatusRuntimeException e) {
      return e;
    }
    LOGGER.error("A call failed unexpectedly", failure);
    return Status.INTERNAL.withDescription("internal error").asRuntimeException();
  }

  /** The exception that ends a call, with a code other than the reason's. */
  static StatusRuntimeException of(NameplateException e, Status.Code code) {
    if (e.reason() == ErrorReason.DATA_CORRUPT || e.reason() == ErrorReason.STORE_FAILED) {
      LOGGER.error("A call failed: {}", e.getMessage());
    }
    String message = messageOf(e);
    var status = com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
    status.addDetails(
        Any.pack(
            ErrorInfo.newBuilder()
                .setReason(e.reason().name())
                .setDomain(ErrorReason.DOMAIN)
                .build()));
    if (e instanceof InvalidInputException invalid) {
      status.addDetails(Any.pack(violations(invalid)));
    }
    if (e instanceof AlreadyAssignedException already) {
      status.addDetails(Any.pack(ReceiptCodec.toProto(already)));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  /** Every field that is wrong, as far as there is room. */
  private static BadRequest violations(InvalidInputException e) {
    BadRequest.Builder request = BadRequest.newBuilder();
    int room = LONGEST_VIOLATIONS;
    for (FieldViolation violation : e.violations()) {
      String field = shortened(violation.field());
      String message = shortened(violation.message());
      room -= message.length() + field.length();
      if (room < 0 && request.getFieldViolationsCount() > 0) {
        break; // the message says that there are more
      }
      request.addFieldViolations(
          BadRequest.FieldViolation.newBuilder()
              .setField(field)
              .setDescription(message)
              .setReason(e.reason().name()));
    }
    return request.build();
  }

  /** The error for an item of a stream that continues. */
  static ItemError item(NameplateException e) {
    return new Refusal(
            e.reason().name(),
            e instanceof InvalidInputException invalid ? invalid.field() : "",
            messageOf(e))
        .toProto();
  }

  static Throwable causeOf(CompletionException wrapper) {
    return wrapper.getCause() == null ? wrapper : wrapper.getCause();
  }

  private static String messageOf(NameplateException e) {
    return shortened(String.valueOf(e.getMessage()));
  }

  private static String shortened(String message) {
    return message.codePointCount(0, message.length()) <= LONGEST_MESSAGE
        ? message
        : message.substring(0, message.offsetByCodePoints(0, LONGEST_MESSAGE)) + "…";
  }
}
