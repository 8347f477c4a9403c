package dev.nameplate.upstream;

import dev.nameplate.error.NameplateException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.CancelledException;
import dev.nameplate.v1.ItemError;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.PackedAnswers;
import dev.nameplate.wire.UnacceptableAnswerException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A question about many identifiers to one node: one call for all of them, or one for as many as
 * fit into a request. What is left when the node breaks off is asked for once more. Used once, by
 * one thread.
 */
final class ManyCall {
  /** The most identifiers of a request. */
  private static final int MOST = 10_000;

  /** Receives the results, in the order of the identifiers, one for each. */
  interface Receiver {
    /**
     * An answer, unverified.
     *
     * @param place index of the identifier
     */
    void answered(int place, ResolveResponse answer);

    /** No answer. */
    void failed(int place, NameplateException why);
  }

  private final Upstream upstream;
  private final Target target;
  private final Function<List<Identifier>, ResolveManyRequest> request;
  private final Budget budget;
  private final Receiver receiver;

  /** Index of the next identifier without a result. */
  private int next;

  /**
   * A question that is not asked yet.
   *
   * @param request makes the request for some of the identifiers
   */
  ManyCall(
      Upstream upstream,
      Target target,
      Function<List<Identifier>, ResolveManyRequest> request,
      Budget budget,
      Receiver receiver) {
    this.upstream = upstream;
    this.target = target;
    this.request = request;
    this.budget = budget;
    this.receiver = receiver;
  }

  /**
   * Asks.
   *
   * @throws NotOfferedByPeerException before any result, if the node knows no such question
   * @throws CancelledException if the budget is cancelled
   */
  void ask(List<Identifier> identifiers) {
    while (next < identifiers.size()) {
      int before = next;
      try {
        budget.requireRoom();
        ask(identifiers, fitting(identifiers));
      } catch (CancelledException e) {
        throw e;
      } catch (NotOfferedByPeerException e) {
        if (next == 0) {
          throw e;
        }
        failRest(identifiers, e);
      } catch (UpstreamException e) {
        if (next == before) {
          failRest(identifiers, e);
        }
      } catch (RejectedStatementException e) {
        failRest(identifiers, Rejections.unbelieved("the message", e));
      } catch (NameplateException e) {
        failRest(identifiers, e);
      }
    }
  }

  private int fitting(List<Identifier> identifiers) {
    int most = Math.min(identifiers.size(), next + MOST);
    int room = PackedAnswers.MOST_REQUEST_BYTES;
    int until = next;
    while (until < most && room > 0) {
      room -= identifiers.get(until).utf8Length() + 3; // tag and length
      until++;
    }
    return until;
  }

  private void ask(List<Identifier> identifiers, int until) {
    try (Upstream.Steps<ResolveManyResponse> messages =
        upstream.resolveMany(target, request.apply(identifiers.subList(next, until)), budget)) {
      while (next < until) {
        Optional<ResolveManyResponse> message = messages.next();
        if (message.isEmpty()) {
          throw new UnacceptableAnswerException(
              "it ended with %d answers missing".formatted(until - next));
        }
        for (ResolveAllResponse answer : PackedAnswers.unpack(message.get(), until - next)) {
          budget.requireRoom();
          receive(answer);
        }
      }
      var unused = messages.next(); // the end of the call, which needs no cancelling then
    }
  }

  private void receive(ResolveAllResponse result) {
    int place = next++;
    if (result.hasError()) {
      receiver.failed(place, refused(result.getError()));
    } else {
      receiver.answered(place, result.getAnswer());
    }
  }

  private UpstreamException refused(ItemError error) {
    FailedAttempt refusal = FailedAttempt.refused(error.getReason());
    return new UpstreamException(refusal.reason(), target.node() + ": " + refusal.why());
  }

  private void failRest(List<Identifier> identifiers, NameplateException why) {
    while (next < identifiers.size()) {
      receiver.failed(next++, why);
    }
  }
}
