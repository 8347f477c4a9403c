package dev.nameplate.upstream;

import dev.nameplate.cache.AuthorityCache;
import dev.nameplate.cache.AuthorityCache.Known;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
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
import java.util.List;
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

  @Override
  public List<Resolved> resolveAll(List<Identifier> identifiers, AsOf asOf, Budget budget) {
    return new ManyWalk(this, identifiers, asOf, budget).resolve();
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
      this.checking = IterativeResolver.this.checking(budget);
      this.at = begin();
    }

    private Known begin() {
      Start start = IterativeResolver.this.begin(prefix);
      fromMemory = start.fromMemory();
      return start.at();
    }

    Resolution resolve() {
      try {
        return walk();
      } catch (BrokenRuleException | UpstreamException e) {
        // What is remembered of the authority may be outdated: keys rolled, or a node moved.
        if (!fromMemory || !isOutdated(at.authority(), e)) {
          throw e;
        }
        at = begin();
        return walk();
      }
    }

    private Resolution walk() {
      ResolveResponse answer = answer();
      Authority signer = checking.below(at.authority(), UpstreamAnswers.chain(answer), prefix);
      Resolution read = IterativeResolver.this.read(at, answer, question, signer, checking);
      noticed(signer);
      return read;
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
      return upstream.resolve(
          target(at.authority()), QuestionCodec.request(question).build(), budget);
    }

    private void refer(ResolveResponse answer) {
      budget.spendReferral();
      Authority next = checking.below(at.authority(), UpstreamAnswers.chain(answer), prefix);
      Authority referring = at.authority();
      at = IterativeResolver.this.refer(at, answer, next);
      noticed(referring);
      fromMemory = false;
    }
  }

  /**
   * The start of a way.
   *
   * @param at the nearest of the known and the cached authorities
   * @param fromMemory true if it is of the cache, and may be outdated
   */
  record Start(Known at, boolean fromMemory) {}

  /** Where to begin for a prefix; throws if no trust anchor is above it. */
  Start begin(Prefix prefix) {
    Authority certain = known.nearest(prefix).orElseThrow(() -> TrustAnchors.noneFor(prefix));
    Known start = new Known(certain, UNBOUNDED);
    Known remembered = delegations.nearest(prefix).orElse(start);
    boolean fromMemory =
        !remembered.authority().prefix().contains(certain.prefix())
            && clock.instant().isBefore(remembered.authority().validUntil());
    return new Start(fromMemory ? remembered : start, fromMemory);
  }

  /**
   * True if a failure may have come of an outdated memory of an authority, which is dropped then:
   * its keys rolled, or its node moved.
   */
  boolean isOutdated(Authority remembered, NameplateException e) {
    boolean may =
        e instanceof BrokenRuleException broken
            ? OUTDATED.contains(broken.rule())
            : e instanceof UpstreamException
                && (e.reason() == ErrorReason.UNREACHABLE
                    || e.reason() == ErrorReason.NOT_AUTHORITATIVE);
    return may && delegations.doubt(remembered);
  }

  /**
   * The authority that another refers to, which is remembered.
   *
   * @param next the authority that the referral proves
   */
  Known refer(Known at, ResolveResponse answer, Authority next) {
    if (next.prefix().equals(at.authority().prefix())) {
      throw new UnacceptableAnswerException(
          "it refers back to the authority of " + next.prefix() + ", not further down");
    }
    Duration given = Duration.ofSeconds(Integer.toUnsignedLong(answer.getTtlSeconds()));
    Duration valid = Duration.between(clock.instant(), next.validUntil());
    Known referred =
        new Known(next, TimesToLive.shortest(given, valid, at.timeToLive(), LONGEST_DELEGATION));
    delegations.keep(next, referred.timeToLive());
    return referred;
  }

  /** A verified answer of an authority. */
  Resolution read(
      Known at,
      ResolveResponse answer,
      Question question,
      Authority signer,
      StatementVerifier checking) {
    Resolution read = reader.read(answer, question, signer, checking);
    return read.withTimeToLive(TimesToLive.shortest(at.timeToLive(), read.timeToLive()));
  }

  /** The verifier of answers, which spends from a budget. */
  StatementVerifier checking(Budget budget) {
    return verifier.counting(budget::spendSignatureCheck);
  }

  /** Notes an authority that answered or referred. */
  void noticed(Authority authority) {
    onAnswer.accept(authority);
  }

  Upstream upstream() {
    return upstream;
  }

  /** The node of an authority. */
  static Target target(Authority authority) {
    return new Target(
        authority.prefix().toString(), authority.endpoints(), authority.chain().isEmpty());
  }
}
