package dev.nameplate.wire;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Hop;
import dev.nameplate.resolve.Question;
import dev.nameplate.v1.QuestionBudget;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveRequest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Translates questions for records, their budgets, and the nodes asked, from and to the wire. */
public final class QuestionCodec {
  private QuestionCodec() {}

  public static Question question(ResolveRequest request) {
    return new Question(
        Identifier.sought(request.getIdentifier()),
        asOf(
            request.hasVersion(),
            request.getVersion(),
            state(
                request.hasPosition(),
                request.getPosition(),
                request.hasTimeMillis(),
                request.getTimeMillis())));
  }

  /** The version that a request for many wants. */
  public static AsOf asOf(ResolveManyRequest request) {
    return asOf(
        request.hasVersion(),
        request.getVersion(),
        state(
            request.hasPosition(),
            request.getPosition(),
            request.hasTimeMillis(),
            request.getTimeMillis()));
  }

  private static AsOf asOf(boolean hasVersion, long version, AsOf.State state) {
    return hasVersion ? new AsOf.Version(Unsigned.number("version", version)) : state;
  }

  /** A request for many identifiers. */
  public static ResolveManyRequest.Builder request(
      List<Identifier> identifiers, AsOf asOf, boolean recursive) {
    ResolveManyRequest.Builder request = ResolveManyRequest.newBuilder().setRecursive(recursive);
    identifiers.forEach(identifier -> request.addIdentifiers(identifier.toString()));
    if (asOf instanceof AsOf.Version version) {
      request.setVersion(version.number());
    } else {
      state((AsOf.State) asOf, request::setPosition, request::setTimeMillis);
    }
    return request;
  }

  /** A request for many identifiers to a recursive node. */
  public static ResolveManyRequest recursive(
      List<Identifier> identifiers, AsOf asOf, Budget.Limits left) {
    return request(identifiers, asOf, true).setBudget(budget(left)).build();
  }

  public static ResolveRequest.Builder request(Question question) {
    ResolveRequest.Builder request =
        ResolveRequest.newBuilder().setIdentifier(question.identifier().toString());
    if (question.asOf() instanceof AsOf.Version version) {
      request.setVersion(version.number());
    } else {
      state((AsOf.State) question.asOf(), request::setPosition, request::setTimeMillis);
    }
    return request;
  }

  /**
   * Extent of a query: the other nodes and linked records that a node includes in its answer.
   *
   * @param recursive ask other nodes
   * @param aliases answer for the identifier that an alias stands for
   * @param references answer for the identifiers that the record refers to, too
   * @param route name the nodes that were asked
   */
  public record Reach(boolean recursive, boolean aliases, boolean references, boolean route) {}

  public static ResolveRequest request(Question question, Reach reach) {
    return request(question)
        .setRecursive(reach.recursive())
        .setFollowAliases(reach.aliases())
        .setFollowReferences(reach.references())
        .setRoute(reach.route())
        .build();
  }

  public static ResolveRequest recursive(Question question, Budget.Limits left) {
    return request(question).setRecursive(true).setBudget(budget(left)).build();
  }

  /** The state of a request that may name one by its position or its time; else the newest. */
  static AsOf.State state(boolean hasPosition, long position, boolean hasTime, long timeMillis) {
    if (hasPosition) {
      return new AsOf.Position(Unsigned.number("position", position));
    }
    return hasTime
        ? new AsOf.Time(Instant.ofEpochMilli(Unsigned.number("time_millis", timeMillis)))
        : AsOf.Newest.NEWEST;
  }

  /** Names a state in a request, unless it is the newest. */
  static void state(AsOf.State asOf, LongConsumer position, LongConsumer timeMillis) {
    if (asOf instanceof AsOf.Position at) {
      position.accept(at.statements());
    } else if (asOf instanceof AsOf.Time time) {
      timeMillis.accept(time.moment().toEpochMilli());
    }
  }

  /**
   * The part of a budget that a caller leaves. A number beyond an {@code int} is the largest.
   *
   * @param said whether the request has a budget
   */
  public static Budget.Limits budget(Budget.Limits most, boolean said, QuestionBudget given) {
    return said
        ? most.atMost(
            new Budget.Limits(
                most(given.getUpstreamCalls()),
                most(given.getReferrals()),
                most(given.getAliases()),
                most(given.getSignatureChecks()),
                most(given.getDepth()),
                most.time()))
        : most;
  }

  private static int most(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  /** A node that was asked. */
  public static dev.nameplate.v1.Hop toProto(Hop hop) {
    return dev.nameplate.v1.Hop.newBuilder()
        .setEndpoint(hop.endpoint().toString())
        .setAuthority(hop.authority())
        .setOutcome(hop.outcome())
        .setMicros(TimeUnit.NANOSECONDS.toMicros(hop.took().toNanos()))
        .build();
  }

  static QuestionBudget budget(Budget.Limits left) {
    return QuestionBudget.newBuilder()
        .setUpstreamCalls(left.upstreamCalls())
        .setReferrals(left.referrals())
        .setAliases(left.aliases())
        .setSignatureChecks(left.signatureChecks())
        .setDepth(left.depth())
        .build();
  }
}
