package dev.nameplate.server.cli.output;

import com.google.rpc.ErrorInfo;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.upstream.StatusDetails;
import dev.nameplate.v1.ItemError;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;

/**
 * Why a command, or one item of it, failed: what stands on the one line that a person or a program
 * gets to see.
 *
 * @param reason a name of {@link ErrorReason}, a newer node's reason, or {@link #INTERNAL}
 * @param message what is wrong and what to do, on one line
 */
public record Failure(String reason, String message) {
  /** The reason of what nobody foresaw. */
  public static final String INTERNAL = "INTERNAL";

  /** What can only be mended by typing something else. */
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

  /** Why one item of a stream was refused. */
  public static Failure of(ItemError error) {
    return new Failure(error.getReason(), error.getMessage());
  }

  /** What an exception means to whoever typed the command. */
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

  /** What the process ends with. */
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
        .orElseGet(() -> "the node answers " + status.getCode());
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
