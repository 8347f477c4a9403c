package dev.nameplate.server.cli.prefix;

import dev.nameplate.assign.Allotment;
import dev.nameplate.error.NameplateException;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.upstream.GrpcLogSource;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * Warns when a node has signed statements before the prefix is allotted to it: its keys would be
 * valid from now on only, so that no other node would accept those statements.
 */
final class EarlierStatements {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private EarlierStatements() {}

  /** Asks the first endpoint, and notes if it cannot be asked. */
  static void warn(Allotment allotment, Output output) {
    if (allotment.endpoints().isEmpty()) {
      return;
    }
    try (NodeConnection holder = NodeConnection.to(allotment.endpoints().get(0), PATIENCE)) {
      long batches =
          Checkpoint.parse(new GrpcLogSource(holder.channel()).checkpoint().text()).size();
      if (batches > 0) {
        output.note(
            output.warning("Warning")
                + ": the holder's node has signed "
                + Counts.of(batches, "batch", "batches")
                + " since "
                + first(holder)
                + ", which are not valid because the prefix is allotted only now; to repair: "
                + "nameplate prefix transfer "
                + allotment.prefix()
                + " --keys-from "
                + first(holder));
      }
    } catch (StatusRuntimeException | NameplateException unknown) {
      output.note( // the prefix can be allotted before the node runs
          "The holder's node at %s could not be asked whether it has signed statements already. Such statements are not valid because the prefix is allotted only now; to repair: nameplate prefix transfer %s --keys-from TIME"
              .formatted(allotment.endpoints().get(0), allotment.prefix()));
    }
  }

  private static Instant first(NodeConnection holder) {
    Iterator<ReadStatementsResponse> statements =
        holder
            .log()
            .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .readStatements(ReadStatementsRequest.getDefaultInstance());
    return SignedStatement.fromProto(statements.next().getStatement())
        .signedBatch()
        .header()
        .time();
  }
}
