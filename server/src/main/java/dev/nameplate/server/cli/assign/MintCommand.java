package dev.nameplate.server.cli.assign;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.UncheckedExecutionException;
import dev.nameplate.assign.Minting;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.WriteOptions;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Receipts;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.wire.ReceiptCodec;
import dev.nameplate.wire.RegistrationCodec;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Assigns identifiers that the node makes by a pattern. */
@Command(
    name = "mint",
    header = "Assign identifiers that the node generates from a pattern.",
    description = {
      "%nPlaceholders: {yyyy} {yy} {MM} {dd} {DDD} {HH} for date and hour; {seq:6} for the next "
          + "number in 6 digits, or {random:80} for 80 random bits; after it {check} (ISO/IEC "
          + "7064 MOD 37,36), {check:mod11_10}, {check:gs1} or {check:luhn}. Write {{ and }} for "
          + "literal braces. A number is never used twice.%n"
    },
    footer =
        "  nameplate mint '88.118.8/COIL-{yyyy}-{seq:6}{check}' --count 20 --utc-offset +08:00 --value 1:URL=https://mill.example/")
public final class MintCommand extends NodeCommand {
  /** The most calls in flight. */
  private static final int IN_FLIGHT = 256;

  @Parameters(
      paramLabel = "PREFIX/PATTERN",
      description = "For example '88.118.8/COIL-{yyyy}-{seq:6}{check}', quoted for the shell.")
  private String pattern = "";

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of identifiers, 1 or more. Default: ${DEFAULT-VALUE}.")
  private long count = 1;

  @Option(
      names = "--utc-offset",
      paramLabel = "OFFSET",
      description = "UTC offset of date and hour, for example +08:00. Default: UTC.")
  private String offset = "";

  @Mixin private ValueOptions values = new ValueOptions();
  @Mixin private TemplateOption template = new TemplateOption();
  @Mixin private WriteOptions write = new WriteOptions();

  @Override
  public Integer call() {
    if (count < 1) {
      throw InvalidInputException.of("count", count, "1 or more");
    }
    OperationId operation = OperationId.of(write.operation());
    Minting minting =
        Minting.of(pattern)
            .at(Minting.offset(offset))
            .values(template.with(values.values(terminal())));
    Output output = output();
    try (NodeConnection connection = connect()) {
      var stub = RegistrationServiceGrpc.newFutureStub(connection.channel());
      long assigned = 0;
      List<ListenableFuture<Receipt>> asked = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        OperationId name = count == 1 ? operation : operation.item(i);
        asked.add(
            Futures.transform(
                stub.assign(RegistrationCodec.request(minting.operation(name))),
                answer -> ReceiptCodec.fromProto(answer.getReceipt()),
                MoreExecutors.directExecutor()));
        if (asked.size() == IN_FLIGHT
            || i == 0
            || i == count - 1) { // a first refusal holds for all
          assigned += show(output, asked, assigned);
          asked.clear();
        }
      }
    }
    return ExitCode.OK;
  }

  /** Shows the assigned identifiers in the order of the log, and then fails if any is missing. */
  private long show(Output output, List<ListenableFuture<Receipt>> asked, long before) {
    List<Receipt> receipts = new ArrayList<>();
    Optional<Throwable> refusal = Optional.empty();
    for (ListenableFuture<Receipt> each : asked) {
      try {
        receipts.add(Objects.requireNonNull(Futures.getUnchecked(each)));
      } catch (UncheckedExecutionException e) {
        refusal = refusal.or(() -> Optional.of(e));
      }
    }
    receipts.sort(Comparator.comparingLong(Receipt::position));
    receipts.forEach(receipt -> Receipts.show(output, "Assigned", receipt));
    refusal.ifPresent(
        e -> {
          throw refused(e, before + receipts.size());
        });
    return receipts.size();
  }

  private StatusRuntimeException refused(Throwable e, long assigned) {
    Status status = Status.fromThrowable(e);
    Status counted =
        assigned == 0
            ? status
            : status.withDescription(
                assigned + " of " + count + " were assigned; " + status.getDescription());
    return counted.asRuntimeException(Status.trailersFromThrowable(e));
  }
}
