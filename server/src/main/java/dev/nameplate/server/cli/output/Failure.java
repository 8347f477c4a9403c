package dev.nameplate.server.cli.output;

import com.google.rpc.ErrorInfo;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.upstream.StatusDetails;
import dev.nameplate.wire.Refusal;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;

/**
 * The failure of a command, or of an item of it, as shown on a line.
 *
 * @param reason a name of {@link ErrorReason}, a newer node's reason, or {@link #INTERNAL}
 * @param message the error and the remedy, on one line
 */
public record Failure(String reason, String message) {
  /** The reason of unforeseen failures. */
  public static final String INTERNAL = "INTERNAL";

  /** Reasons that only another command line can mend. */
  private static final Set<String> USAGE =
      EnumSet.of(
              ErrorReason.MALFORMED_IDENTIFIER,
              ErrorReason.PREFIX_NOT_ALLOTTABLE,
              ErrorReason.INVALID_RECORD,
              ErrorReason.INVALID_EVENT,
              ErrorReason.INVALID_ARGUMENT)
          .stream()
          .map(Enum::name)
          .collect(Collectors.toUnmodifiableSet());

  /** Keeps the message on one line, in which everything can be seen. */
  public Failure {
    message = VisibleText.within(message.strip().replaceAll("\\s*\\R\\s*", "; "));
  }

  /** The failure of an item of a stream. */
  public static Failure of(Refusal refusal) {
    return new Failure(refusal.reason(), refusal.message());
  }

  /** The failure for an exception, in terms of the command line. */
  public static Failure of(Throwable thrown) {
    if (thrown instanceof NameplateException e) {
      return new Failure(e.reason().name(), said(e));
    }
    if (thrown instanceof ParameterException e) {
      return e.getCause() instanceof NameplateException cause
          ? of(cause)
          : new Failure(ErrorReason.INVALID_ARGUMENT.name(), usage(e));
    }
    if (thrown instanceof StatusRuntimeException e) {
      return new Failure(reasonOf(e), said(e.getStatus()));
    }
    return new Failure(
        INTERNAL,
        "internal error: " + thrown + "; run the command again with -v and report what it prints");
  }

  /** Exit code of the process. */
  public int exitCode() {
    return USAGE.contains(reason) ? ExitCode.USAGE : ExitCode.NO;
  }

  private static String said(Exception e) {
    return Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
  }

  private static String usage(ParameterException e) {
    return Usage.of(e) + "; see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
  }

  private static String said(Status status) {
    return Optional.ofNullable(status.getDescription())
        .orElseGet(() -> "the node answered " + status.getCode());
  }

  private static String reasonOf(StatusRuntimeException e) {
    return StatusDetails.in(e, ErrorInfo.class)
        .map(ErrorInfo::getReason)
        .orElseGet(
            () ->
                switch (e.getStatus().getCode()) {
                  case UNAVAILABLE, DEADLINE_EXCEEDED -> ErrorReason.UNREACHABLE.name();
                  case RESOURCE_EXHAUSTED -> ErrorReason.OVERLOADED.name();
                  case INVALID_ARGUMENT, UNIMPLEMENTED -> ErrorReason.INVALID_ARGUMENT.name();
                  default -> INTERNAL;
                });
  }
}
