package dev.nameplate.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.v1.ItemError;
import dev.nameplate.wire.InvalidItemException;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class FailuresTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(Failures.class);

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listenToTheLog() {
    logged.start();
    LOG.setAdditive(false);
    LOG.addAppender(logged);
  }

  @AfterEach
  void leaveTheLog() {
    LOG.detachAppender(logged);
    LOG.setAdditive(true);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          MALFORMED_IDENTIFIER,  INVALID_ARGUMENT
          PREFIX_NOT_ALLOTTABLE, INVALID_ARGUMENT
          INVALID_RECORD,        INVALID_ARGUMENT
          INVALID_ARGUMENT,      INVALID_ARGUMENT
          WRONG_KEY,             INVALID_ARGUMENT
          ALREADY_ASSIGNED,      ALREADY_EXISTS
          NOT_ASSIGNED,          NOT_FOUND
          RETIRED,               FAILED_PRECONDITION
          VERSION_MISMATCH,      ABORTED
          NOT_AUTHORITATIVE,     FAILED_PRECONDITION
          OPERATION_CONFLICT,    FAILED_PRECONDITION
          OUT_OF_LOG,            OUT_OF_RANGE
          STATEMENT_REJECTED,    INVALID_ARGUMENT
          DATA_CORRUPT,          DATA_LOSS
          WRONG_PASSPHRASE,      FAILED_PRECONDITION
          DIRECTORY_IN_USE,      FAILED_PRECONDITION
          FORMAT_UNSUPPORTED,    FAILED_PRECONDITION
          STORE_FAILED,          UNAVAILABLE
          NODE_STOPPED,          UNAVAILABLE
          OVERLOADED,            RESOURCE_EXHAUSTED
          UNREACHABLE,           UNAVAILABLE
          """)
  void every_reason_has_its_code(ErrorReason reason, Status.Code code) {
    assertThat(Failures.codeOf(reason)).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource(ErrorReason.class)
  void the_reason_travels_as_a_field(ErrorReason reason) {
    StatusRuntimeException e = Failures.of(new PreconditionException(reason, "no"));

    ErrorInfo info = Wire.detail(e, ErrorInfo.class).orElseThrow();
    assertThat(info.getReason()).isEqualTo(reason.name());
    assertThat(info.getDomain()).isEqualTo("nameplate.dev");
    assertThat(Wire.detail(e, BadRequest.class)).isEmpty();
    assertThat(e.getStatus().getDescription()).isEqualTo("no");
  }

  @Test
  void a_wrong_field_is_named_with_what_was_expected() {
    StatusRuntimeException e =
        Failures.of(
            new InvalidInputException(ErrorReason.INVALID_ARGUMENT, "page_size", "0", "1 or more"));

    BadRequest.FieldViolation violation =
        Wire.detail(e, BadRequest.class).orElseThrow().getFieldViolations(0);
    assertThat(violation.getField()).isEqualTo("page_size");
    assertThat(violation.getDescription()).isEqualTo("page_size: \"0\" (expected: 1 or more)");
  }

  @Test
  void what_nobody_foresaw_tells_the_caller_nothing_and_the_log_everything() {
    IllegalStateException failure =
        new IllegalStateException("/var/lib/nameplate/keys/authority.pem");

    StatusRuntimeException e = Failures.of(failure);

    assertThat(logged.list)
        .singleElement()
        .satisfies(
            event ->
                assertThat(((ThrowableProxy) event.getThrowableProxy()).getThrowable())
                    .isSameAs(failure));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(e.getStatus().getDescription()).isEqualTo("internal error");
    assertThat(e.getStatus().getCause()).isNull();
  }

  @Test
  void the_failure_of_a_future_is_seen_through() {
    NodeException failure = new NodeException(ErrorReason.OVERLOADED, "too much");

    assertThat(Failures.of(new CompletionException(failure)).getStatus().getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void an_error_of_the_longest_chinese_identifier_fits_into_the_trailers_that_clients_accept() {
    String longest = "标识".repeat(341);

    for (var failure :
        new dev.nameplate.error.NameplateException[] {
          new PreconditionException(ErrorReason.ALREADY_ASSIGNED, longest),
          new InvalidInputException(
              ErrorReason.INVALID_RECORD, "values[2047].references", "类型".repeat(200), longest)
        }) {
      StatusRuntimeException e = Failures.of(failure);
      Metadata trailers = Objects.requireNonNull(e.getTrailers());
      int size =
          Objects.requireNonNull(e.getStatus().getDescription()).length()
              * 9; // percent-encoded UTF-8
      for (byte[] part : InternalMetadata.serialize(trailers)) {
        size += part.length * 4 / 3;
      }
      assertThat(size).isLessThan(8000);
      assertThat(e.getStatus().getDescription()).endsWith("…");
    }
  }

  @Test
  void an_item_carries_the_same_as_a_status() {
    ItemError error =
        Failures.item(
            new InvalidItemException(
                "values[2]",
                new InvalidInputException(ErrorReason.INVALID_RECORD, "index", "0", "1 or more")));

    assertThat(error.getReason()).isEqualTo("INVALID_RECORD");
    assertThat(error.getField()).isEqualTo("values[2].index");
    assertThat(error.getMessage()).isEqualTo("values[2].index: \"0\" (expected: 1 or more)");
  }
}
