package dev.nameplate.server.grpc;

import com.google.protobuf.ByteString;
import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.gs1.Grain;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.server.operation.Traced;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Deed;
import dev.nameplate.trace.TraceStep.Hole;
import dev.nameplate.trace.TraceStep.Item;
import dev.nameplate.trace.TraceStep.Role;
import dev.nameplate.trace.TraceStep.Summary;
import dev.nameplate.trace.TraceStep.Total;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.HoleReason;
import dev.nameplate.v1.ItemGrain;
import dev.nameplate.v1.TraceDirection;
import dev.nameplate.v1.TraceEvent;
import dev.nameplate.v1.TraceHole;
import dev.nameplate.v1.TraceItem;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceRole;
import dev.nameplate.v1.TraceSummary;
import dev.nameplate.v1.TraceTotal;
import dev.nameplate.v1.TraceVerdict;
import dev.nameplate.v1.VerdictAuthority;
import dev.nameplate.v1.VerdictTransfer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Translates questions about lineage, and steps of answers back. Throws as {@link ProtoCodec}. */
final class TraceCodec {
  /** As many as nodes ask one another, with several prefixes each. */
  private static final int MOST_SHOWN = 256;

  private TraceCodec() {}

  static TraceQuestion question(TraceRequest request) {
    return new TraceQuestion(
        item("item", request.getItem()),
        direction(request.getDirection()),
        switch (request.getAsOfCase()) {
          case ASOF_NOT_SET -> AsOf.Newest.NEWEST;
          case POSITION -> position(request.getPosition());
          case TIME_MILLIS -> time(request.getTimeMillis());
        },
        most("max_depth", request.getMaxDepth()),
        ProtoCodec.number("max_items", request.getMaxItems()),
        request.getStrictTime(),
        request.hasSlackMillis()
            ? Duration.ofMillis(ProtoCodec.number("slack_millis", request.getSlackMillis()))
            : TraceQuestion.DEFAULT_SLACK,
        request.getHistory(),
        request.getParts(),
        request.getRecursive(),
        request.getResumeToken(),
        shown(request.getShownList()));
  }

  private static Set<Prefix> shown(List<String> prefixes) {
    if (prefixes.size() > MOST_SHOWN) {
      throw InvalidInputException.of(
          "shown", prefixes.size() + " prefixes", "at most " + MOST_SHOWN);
    }
    return prefixes.stream().map(Prefix::parse).collect(Collectors.toSet());
  }

  /** An item, or the error that names its field. */
  static ItemId item(String field, String text) {
    try {
      return ItemId.sought(text);
    } catch (InvalidInputException e) {
      throw new InvalidItemException(field, e);
    }
  }

  static AsOf.State position(long unsigned) {
    return new AsOf.Position(ProtoCodec.number("position", unsigned));
  }

  static AsOf.State time(long unsigned) {
    return new AsOf.Time(Instant.ofEpochMilli(ProtoCodec.number("time_millis", unsigned)));
  }

  /** A limit of the wire; what an int does not hold is none. */
  static int most(String field, int unsigned) {
    if (unsigned < 0) {
      throw InvalidInputException.of(
          field,
          Integer.toUnsignedString(unsigned),
          "at most " + Integer.MAX_VALUE + ", or 0 for no limit");
    }
    return unsigned;
  }

  static TraceResponse response(Traced traced, Caller caller) {
    TraceResponse.Builder response =
        TraceResponse.newBuilder().setResumeToken(traced.resumeToken());
    TraceStep step = traced.step();
    if (step instanceof Deed deed) {
      response.setEvent(event(deed, traced.proofs(), caller));
    } else if (step instanceof Item item) {
      response.setItem(item(item));
    } else if (step instanceof Hole hole) {
      response.setHole(hole(hole));
    } else {
      response.setSummary(summary((Summary) step));
    }
    return response.build();
  }

  private static TraceEvent event(Deed deed, List<SignedStatement> proofs, Caller caller) {
    TraceEvent.Builder event =
        TraceEvent.newBuilder()
            .setDepth(deed.depth())
            .setRole(role(deed.role()))
            .setStatement(caller.shown(deed.event()).toProto())
            .setVerdict(verdict(deed.verdict()));
    deed.withdrawal()
        .ifPresent(withdrawal -> event.setWithdrawal(caller.shown(withdrawal).toProto()));
    proofs.forEach(link -> event.addChain(link.toProto()));
    return event.build();
  }

  private static Direction direction(TraceDirection direction) {
    return switch (direction) {
      case TRACE_DIRECTION_UPSTREAM -> Direction.UPSTREAM;
      case TRACE_DIRECTION_DOWNSTREAM -> Direction.DOWNSTREAM;
      case TRACE_DIRECTION_UNSPECIFIED, UNRECOGNIZED ->
          throw InvalidInputException.of(
              "direction",
              direction.toString(),
              "TRACE_DIRECTION_UPSTREAM or TRACE_DIRECTION_DOWNSTREAM");
    };
  }

  private static TraceSummary summary(Summary step) {
    TraceSummary.Builder summary =
        TraceSummary.newBuilder()
            .setItems(step.items())
            .setEvents(step.events())
            .setHoles(step.holes())
            .setComplete(step.complete())
            .setLast(step.last())
            .setAsOfPosition(step.asOfPosition())
            .setAsOfTimeMillis(step.asOfTime().toEpochMilli());
    step.totals().forEach(total -> summary.addTotals(total(total)));
    return summary.build();
  }

  private static TraceTotal total(Total total) {
    return TraceTotal.newBuilder()
        .setParty(total.party().toString())
        .setUnit(total.unit())
        .setAmount(total.unit().isEmpty() ? "" : total.amount().toString())
        .setItems(total.items())
        .build();
  }

  private static TraceItem item(Item step) {
    return TraceItem.newBuilder()
        .setItem(step.id().toString())
        .setDepth(step.depth())
        .setGrain(grain(step.id().grain()))
        .setRetired(step.retired())
        .build();
  }

  private static ItemGrain grain(Grain grain) {
    return switch (grain) {
      case ITEM -> ItemGrain.ITEM_GRAIN_ITEM;
      case LOT -> ItemGrain.ITEM_GRAIN_LOT;
      case CLASS -> ItemGrain.ITEM_GRAIN_CLASS;
    };
  }

  private static TraceRole role(Role role) {
    return switch (role) {
      case LINEAGE -> TraceRole.TRACE_ROLE_LINEAGE;
      case HISTORY -> TraceRole.TRACE_ROLE_HISTORY;
      case PART -> TraceRole.TRACE_ROLE_PART;
    };
  }

  private static TraceVerdict verdict(Verdict verdict) {
    return TraceVerdict.newBuilder()
        .setKeyId(verdict.key().hash().asByteString())
        .setAuthority(
            switch (verdict.authority()) {
              case YES -> VerdictAuthority.VERDICT_AUTHORITY_YES;
              case NO -> VerdictAuthority.VERDICT_AUTHORITY_NO;
              case UNKNOWN -> VerdictAuthority.VERDICT_AUTHORITY_UNKNOWN;
            })
        .setTransfer(
            switch (verdict.transfer()) {
              case NONE -> VerdictTransfer.VERDICT_TRANSFER_NONE;
              case AGREES -> VerdictTransfer.VERDICT_TRANSFER_AGREES;
              case ONE_SIDED -> VerdictTransfer.VERDICT_TRANSFER_ONE_SIDED;
              case DISAGREES -> VerdictTransfer.VERDICT_TRANSFER_DISAGREES;
              case ELSEWHERE -> VerdictTransfer.VERDICT_TRANSFER_ELSEWHERE;
            })
        .setWithdrawnBy(
            verdict.withdrawnBy().map(id -> id.digest().asByteString()).orElse(ByteString.EMPTY))
        .setOutOfOrder(verdict.outOfOrder())
        .setCycle(verdict.cycle())
        .build();
  }

  static TraceHole hole(Hole step) {
    TraceHole.Builder hole =
        TraceHole.newBuilder()
            .setReason(HoleReason.valueOf("HOLE_REASON_" + step.reason().name()))
            .setDepth(step.depth());
    step.at().ifPresent(at -> hole.setItem(at.toString()));
    return hole.build();
  }
}
