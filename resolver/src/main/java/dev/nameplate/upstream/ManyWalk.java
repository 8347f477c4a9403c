package dev.nameplate.upstream;

import dev.nameplate.cache.AuthorityCache.Known;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.QuestionCodec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a question about many identifiers: each node is asked once for all that it may answer,
 * those that it refers further down are asked for at the next, and so on. Used once, by one thread.
 */
final class ManyWalk {
  private final IterativeResolver resolver;
  private final StatementVerifier checking;
  private final List<Identifier> identifiers;
  private final AsOf asOf;
  private final Budget budget;
  private final Resolved[] results;

  /** Identifiers that were sent back to the start, since a remembered authority was outdated. */
  private final BitSet again = new BitSet();

  /** The nodes to ask, by the prefix whose authority they are. */
  private final Map<Prefix, Stop> stops = new LinkedHashMap<>();

  /** A node with the identifiers to ask it for. */
  private final class Stop implements ManyCall.Receiver {
    private final IterativeResolver.Start start;
    private final List<Integer> places = new ArrayList<>();
    private final Map<Prefix, Known> referrals = new HashMap<>();
    private final Signers signers;

    Stop(IterativeResolver.Start start) {
      this.start = start;
      this.signers =
          new Signers(
              (chain, towards) -> checking.below(start.at().authority(), chain, towards),
              resolver::noticed);
    }

    void ask() {
      List<Identifier> asked = places.stream().map(identifiers::get).toList();
      try {
        new ManyCall(
                resolver.upstream(),
                IterativeResolver.target(start.at().authority()),
                some -> QuestionCodec.request(some, asOf, false).build(),
                budget,
                this)
            .ask(asked);
      } catch (NotOfferedByPeerException e) {
        places.forEach(place -> results[place] = alone(place));
      }
    }

    @Override
    public void answered(int index, ResolveResponse answer) {
      int place = places.get(index);
      Identifier identifier = identifiers.get(place);
      try {
        Optional<Resolution> read = read(place, identifier, answer);
        if (read.isPresent()) {
          budget.hold(read.get());
          results[place] = new Resolved.Answered(read.get());
        }
      } catch (NameplateException e) {
        failed(index, e);
      }
    }

    private Optional<Resolution> read(int place, Identifier identifier, ResolveResponse answer) {
      Authority signer = signers.of(answer, identifier.prefix());
      if (answer.getOutcome() != Outcome.OUTCOME_REFERRED) {
        return Optional.of(
            resolver.read(start.at(), answer, new Question(identifier, asOf), signer, checking));
      }
      Known next = referrals.get(signer.prefix());
      if (next == null) {
        budget.spendReferral();
        next = resolver.refer(start.at(), answer, signer);
        referrals.put(signer.prefix(), next);
      }
      go(place, new IterativeResolver.Start(next, false));
      return Optional.empty();
    }

    @Override
    public void failed(int index, NameplateException why) {
      int place = places.get(index);
      if (start.fromMemory()
          && !again.get(place)
          && resolver.isOutdated(start.at().authority(), why)) {
        again.set(place);
        begin(place);
      } else {
        results[place] = named(identifiers.get(place).prefix(), why);
      }
    }
  }

  ManyWalk(IterativeResolver resolver, List<Identifier> identifiers, AsOf asOf, Budget budget) {
    this.resolver = resolver;
    this.checking = resolver.checking(budget);
    this.identifiers = identifiers;
    this.asOf = asOf;
    this.budget = budget;
    this.results = new Resolved[identifiers.size()];
  }

  List<Resolved> resolve() {
    for (int place = 0; place < results.length; place++) {
      begin(place);
    }
    while (!stops.isEmpty()) {
      Iterator<Stop> first = stops.values().iterator();
      Stop stop = first.next();
      first.remove();
      stop.ask();
    }
    return List.of(results);
  }

  private void begin(int place) {
    Prefix prefix = identifiers.get(place).prefix();
    try {
      go(place, resolver.begin(prefix));
    } catch (NameplateException e) {
      results[place] = named(prefix, e);
    }
  }

  private static Resolved named(Prefix prefix, NameplateException why) {
    return Resolved.of(
        () ->
            Rejections.named(
                prefix,
                () -> {
                  throw why;
                }));
  }

  private void go(int place, IterativeResolver.Start start) {
    stops
        .computeIfAbsent(start.at().authority().prefix(), prefix -> new Stop(start))
        .places
        .add(place);
  }

  private Resolved alone(int place) {
    budget.requireWanted();
    Question question = new Question(identifiers.get(place), asOf);
    return Resolved.of(
        () -> {
          budget.requireRoom();
          Resolution answer = resolver.resolve(question, budget);
          budget.hold(answer);
          return answer;
        });
  }
}
