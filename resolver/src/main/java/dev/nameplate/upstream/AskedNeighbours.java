package dev.nameplate.upstream;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.CancelledException;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.Neighbours;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.evidence.Evidence;
import dev.nameplate.trace.evidence.EvidenceQuestion;
import dev.nameplate.trace.evidence.Witnesses;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.wire.EvidenceCodec;
import dev.nameplate.wire.Read;
import dev.nameplate.wire.StepReader;
import dev.nameplate.wire.TraceCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Asks the authority of a prefix about an item, and verifies its answer. Thread-safe. */
final class AskedNeighbours implements Neighbours, Witnesses {
  /** The most authorities that are cached within an answer. */
  private static final int MOST_AUTHORITIES = 1_000;

  private final Upstream upstream;
  private final StatementVerifier verifier;
  private final KnownAuthorities known;
  private final Lookup lookup;
  private final Set<Prefix> own;

  /** Finds the authority of a prefix. */
  @FunctionalInterface
  interface Lookup {
    Authority authorityOf(Prefix prefix, Budget budget);
  }

  /**
   * Asks through an upstream.
   *
   * @param known the authorities known without asking
   * @param lookup finds other authorities
   * @param own the prefixes of the asking node, which has shown its own part
   */
  AskedNeighbours(
      Upstream upstream,
      StatementVerifier verifier,
      KnownAuthorities known,
      Lookup lookup,
      Set<Prefix> own) {
    this.upstream = upstream;
    this.verifier = verifier;
    this.known = known;
    this.lookup = lookup;
    this.own = Set.copyOf(own);
  }

  @Override
  public TraceSteps trace(ItemId item, Prefix authority, TraceQuestion rest, Budget budget) {
    return new NeighbourSteps(item, rest.direction(), () -> ask(item, authority, rest, budget));
  }

  @Override
  public Evidence evidence(Prefix authority, EvidenceQuestion question, Budget budget) {
    try {
      Authority asked = lookup.authorityOf(authority, budget);
      ItemId any =
          Stream.concat(question.items().stream(), question.containers().stream())
              .findFirst()
              .orElseThrow();
      try (RemoteSteps steps =
          new RemoteSteps(
              upstream.evidence(target(authority, asked), EvidenceCodec.request(question), budget),
              new StepReader(any, Direction.DOWNSTREAM, new Proofs(Optional.of(asked), budget)))) {
        return Evidence.of(steps, NeighbourSteps::reasonOf);
      }
    } catch (CancelledException e) {
      throw e;
    } catch (NameplateException e) {
      return Evidence.missing(NeighbourSteps.reasonOf(e));
    }
  }

  private static Target target(Prefix prefix, Authority authority) {
    return new Target(prefix.toString(), authority.endpoints(), authority.chain().isEmpty());
  }

  /**
   * The complete answer of a node to a question of this node; its first step is read already.
   *
   * @throws InvalidInputException if the question continues an earlier answer: a step is verified
   *     by its predecessors
   */
  TraceSteps answer(Target node, TraceQuestion question, Budget budget) {
    if (!question.resume().isEmpty()) {
      throw InvalidInputException.of(
          "resume", question.resume(), "no token: a query to another node starts at the beginning");
    }
    RemoteSteps steps =
        new RemoteSteps(
            asked(node, question, budget),
            new StepReader(
                question.item(), question.direction(), new Proofs(Optional.empty(), budget)));
    try {
      var unused = steps.hasNext(); // what is wrong with the question shows now
    } catch (RuntimeException e) {
      steps.close();
      throw e;
    }
    return steps;
  }

  private NeighbourSteps.Answer ask(ItemId item, Prefix prefix, TraceQuestion rest, Budget budget) {
    Authority authority = lookup.authorityOf(prefix, budget);
    AsOf.State asOf = // positions are those of another log
        rest.asOf() instanceof AsOf.Position ? AsOf.Newest.NEWEST : rest.asOf();
    TraceQuestion whole = rest.about(item).asOf(asOf).recursive(true).resume("");
    return new NeighbourSteps.Answer(
        asked(target(prefix, authority), whole, budget),
        new StepReader(item, rest.direction(), new Proofs(Optional.of(authority), budget)));
  }

  private Upstream.Steps<TraceResponse> asked(Target node, TraceQuestion question, Budget budget) {
    Set<Prefix> askers = new HashSet<>(question.shown());
    askers.addAll(own);
    return upstream.trace(
        node, TraceCodec.request(question.shown(askers), budget.forRecursiveNode()), budget);
  }

  /** Verifies the events of one answer. Used by one thread. */
  private final class Proofs implements StepReader.Events {
    private final Optional<Authority> answering;
    private final Budget budget;
    private final StatementVerifier checking;
    private final Map<Prefix, Authority> authorities = new HashMap<>();

    Proofs(Optional<Authority> answering, Budget budget) {
      this.answering = answering;
      this.budget = budget;
      this.checking = verifier.counting(budget::spendSignatureCheck);
    }

    @Override
    public boolean verifies() {
      return true;
    }

    @Override
    public Read<RecordedEvent> read(SignedStatement statement, List<SignedStatement> chain) {
      return Read.verified(
          checking.verifyEvent(statement, authorityOf(statement.recorder(), chain)), chain);
    }

    private Authority authorityOf(Prefix recorder, List<SignedStatement> chain) {
      Authority remembered = authorities.get(recorder);
      if (remembered != null) {
        return remembered;
      }
      if (authorities.size() == MOST_AUTHORITIES) {
        authorities.clear();
      }
      Authority found = find(recorder, chain);
      authorities.put(recorder, found);
      return found;
    }

    /** The authority of a recorder: by the delegations of the answer, or else by asking. */
    private Authority find(Prefix recorder, List<SignedStatement> chain) {
      if (answering.isPresent() && answering.get().prefix().contains(recorder)) {
        return checking.below(answering.get(), chain, recorder);
      }
      try {
        Authority start = known.nearest(recorder).orElse(null);
        if (start != null) {
          Authority led = checking.below(start, chain, recorder);
          if (led.prefix().equals(recorder)) {
            return led;
          }
        }
      } catch (RejectedStatementException e) {
        // what came along proves nothing; the nodes above the recorder may know better
      }
      return lookup.authorityOf(recorder, budget);
    }
  }
}
