package dev.nameplate.upstream;

import dev.nameplate.cache.AuthorityCache;
import dev.nameplate.cache.AuthorityCache.Known;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.resolve.TimesToLive;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.QuestionCodec;
import dev.nameplate.wire.UnacceptableAnswerException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks the node of the nearest authority it knows, and goes from referral to referral until one
 * answers with authority. It begins at a trust anchor's node, remembers the delegations it passed
 * for as long as the authority above said, and believes nothing that is not signed. Thread-safe.
 *
 * <p>Each referral must lead further down towards the identifier's prefix, so that referrals cannot
 * run in circles.
 */
final class IterativeResolver implements Resolver {
  /** The longest use of a delegation before the authority above is asked again. */
  static final Duration LONGEST_DELEGATION = Duration.ofHours(1);

  /** Rules that an outdated memory of an authority breaks. */
  private static final Set<Rule> OUTDATED =
      Set.of(Rule.UNTRUSTED_KEY, Rule.KEY_NOT_VALID, Rule.DELEGATION_EXPIRED);

  private static final Duration UNBOUNDED = Duration.ofDays(365);

  private final Upstream upstream;
  private final StatementVerifier verifier;
  private final KnownAuthorities known;
  private final AuthorityCache delegations;
  private final Consumer<Authority> onAnswer;
  private final Lookups lookups = new Lookups();
  private final UpstreamAnswers reader;
  private final Clock clock;

  /**
   * Resolves by referrals.
   *
   * @param upstream the upstream for questions
   * @param verifier the verifier of answers
   * @param known the authorities known without asking
   * @param delegations the cache of delegations
   * @param onAnswer receives each authority that answered or referred
   * @param clock the clock for the validity of delegations
   */
  IterativeResolver(
      Upstream upstream,
      StatementVerifier verifier,
      KnownAuthorities known,
      AuthorityCache delegations,
      Consumer<Authority> onAnswer,
      Clock clock) {
    this.upstream = upstream;
    this.verifier = verifier;
    this.known = known;
    this.delegations = delegations;
    this.onAnswer = onAnswer;
    this.reader = new UpstreamAnswers(clock);
    this.clock = clock;
  }

  @Override
  public Resolution resolve(Question question, Budget budget) {
    return Rejections.named(
        question.identifier().prefix(), () -> new Walk(question, budget).resolve());
  }

  /**
   * The authority of a prefix itself.
   *
   * @throws dev.nameplate.error.NameplateException as {@link #resolve}
   */
  Authority authorityOf(Prefix prefix, Budget budget) {
    Question question = Question.about(Identifier.parse(prefix + "/" + prefix));
    return Rejections.named(prefix, () -> new Walk(question, budget).authority());
  }

  /** The way of one question. Used by one thread. */
  private final class Walk {
    private final Question question;
    private final Prefix prefix;
    private final Budget budget;
    private final StatementVerifier checking;
    private Known at;
    private boolean fromMemory;

    Walk(Question question, Budget budget) {
      this.question = question;
      this.prefix = question.identifier().prefix();
      this.budget = budget;
      this.checking = verifier.counting(budget::spendSignatureCheck);
      this.at = begin();
    }

    /** The nearest of the known and the cached authorities. */
    private Known begin() {
      Authority certain = known.nearest(prefix).orElseThrow(() -> TrustAnchors.noneFor(prefix));
      Known start = new Known(certain, UNBOUNDED);
      Known remembered = delegations.nearest(prefix).orElse(start);
      fromMemory =
          !remembered.authority().prefix().contains(certain.prefix())
              && clock.instant().isBefore(remembered.authority().validUntil());
      return fromMemory ? remembered : start;
    }

    Resolution resolve() {
      try {
        return walk();
      } catch (BrokenRuleException | UpstreamException e) {
        // What is remembered of the authority may be outdated: keys rolled, or a node moved.
        if (!fromMemory || !mayHaveMoved(e) || !delegations.doubt(at.authority())) {
          throw e;
        }
        at = begin();
        return walk();
      }
    }

    private boolean mayHaveMoved(NameplateException e) {
      if (e instanceof BrokenRuleException broken) {
        return OUTDATED.contains(broken.rule());
      }
      return e.reason() == ErrorReason.UNREACHABLE || e.reason() == ErrorReason.NOT_AUTHORITATIVE;
    }

    private Resolution walk() {
      ResolveResponse answer = answer();
      Authority signer = checking.below(at.authority(), UpstreamAnswers.chain(answer), prefix);
      Resolution read = reader.read(answer, question, signer, checking);
      onAnswer.accept(signer);
      return read.withTimeToLive(TimesToLive.shortest(at.timeToLive(), read.timeToLive()));
    }

    /** The answer that refers no further. */
    private ResolveResponse answer() {
      while (!knowsAuthority() && !delegations.isFruitless(prefix)) {
        Lookups.Seat seat = lookups.board(prefix);
        if (seat.leads()) {
          return searching(seat.lookup());
        }
        seat.lookup().await(budget);
        at = begin();
      }
      ResolveResponse answer = ask();
      while (answer.getOutcome() == Outcome.OUTCOME_REFERRED) {
        refer(answer);
        answer = ask();
      }
      return answer;
    }

    private boolean knowsAuthority() {
      return at.authority().prefix().equals(prefix);
    }

    /** Searches on behalf of all that wait for the authority. */
    private ResolveResponse searching(Lookups.Lookup lookup) {
      Optional<ResolveResponse> inItsPlace;
      try {
        inItsPlace = search();
      } catch (RuntimeException | Error e) {
        lookup.fail(e);
        throw e;
      }
      if (!delegations.remembers(at.authority()) || !knowsAuthority()) {
        delegations.noteFruitless(prefix);
      }
      lookup.end();
      return inItsPlace.isPresent() ? inItsPlace.get() : ask();
    }

    /** Follows referrals down to the authority; returns an answer given in its place, if any. */
    private Optional<ResolveResponse> search() {
      at = begin(); // another question may have found it
      while (!knowsAuthority()) {
        ResolveResponse answer = ask();
        if (answer.getOutcome() != Outcome.OUTCOME_REFERRED) {
          return Optional.of(answer);
        }
        refer(answer);
      }
      return Optional.empty();
    }

    /** The authority of the prefix; of a hosted one, the node above answers in its place. */
    Authority authority() {
      Optional<ResolveResponse> inItsPlace = search();
      Authority found =
          inItsPlace
              .map(answer -> checking.below(at.authority(), UpstreamAnswers.chain(answer), prefix))
              .orElseGet(() -> at.authority());
      if (!found.prefix().equals(prefix)) {
        throw new UnacceptableAnswerException("it does not refer to the authority of " + prefix);
      }
      return found;
    }

    private ResolveResponse ask() {
      Authority authority = at.authority();
      return upstream.resolve(
          new Target(
              authority.prefix().toString(), authority.endpoints(), authority.chain().isEmpty()),
          QuestionCodec.request(question).build(),
          budget);
    }

    private void refer(ResolveResponse answer) {
      budget.spendReferral();
      Authority next = checking.below(at.authority(), UpstreamAnswers.chain(answer), prefix);
      if (next.prefix().equals(at.authority().prefix())) {
        throw new UnacceptableAnswerException(
            "it refers back to the authority of " + next.prefix() + ", not further down");
      }
      onAnswer.accept(at.authority());
      at = new Known(next, timeToLive(answer, next));
      fromMemory = false;
      delegations.keep(next, at.timeToLive());
    }

    private Duration timeToLive(ResolveResponse answer, Authority next) {
      Duration given = Duration.ofSeconds(Integer.toUnsignedLong(answer.getTtlSeconds()));
      Duration valid = Duration.between(clock.instant(), next.validUntil());
      return TimesToLive.shortest(given, valid, at.timeToLive(), LONGEST_DELEGATION);
    }
  }
}
