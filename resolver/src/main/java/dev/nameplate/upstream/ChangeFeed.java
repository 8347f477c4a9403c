package dev.nameplate.upstream;

import dev.nameplate.error.NameplateException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.OutOfUseException;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import dev.nameplate.wire.UnacceptableAnswerException;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the logs of nodes that were asked, so that changed answers are dropped at once and not
 * only at the end of their time to live. Statements of a log are verified first, and must be behind
 * its earlier statements: a lying node can only cause its own answers to be dropped, and not
 * repeatedly by the same statement. At most {@value #MOST_LOGS} logs are followed, each for {@value
 * #MOST_PREFIXES} prefixes; other answers, changes while a log cannot be followed, and statements
 * signed with keys that no answer has proven yet are bounded by their time to live. Thread-safe.
 */
final class ChangeFeed implements AutoCloseable {
  static final int MOST_LOGS = 64;
  static final int MOST_PREFIXES = 256;

  /** Consecutive attempts to follow without an answer before giving up; an answer resets them. */
  private static final int MOST_TRIES = 60;

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Logger LOGGER = LoggerFactory.getLogger(ChangeFeed.class);

  private final Upstream upstream;
  private final StatementVerifier verifier;
  private final Consumer<Identifier> forget;
  private final Consumer<Prefix> forgetUnder;
  private final Map<Place, FollowedLog> logs = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("nameplate-feed", true));

  /**
   * Follows logs.
   *
   * @param forget told of each identifier that has a new version
   * @param forgetUnder told of each prefix whose delegation has changed, or that has a new range
   */
  ChangeFeed(
      Upstream upstream,
      StatementVerifier verifier,
      Consumer<Identifier> forget,
      Consumer<Prefix> forgetUnder) {
    this.upstream = upstream;
    this.verifier = verifier;
    this.forget = forget;
    this.forgetUnder = forgetUnder;
  }

  /** A log with its endpoints, so that a node that names another's log does not replace it. */
  private record Place(LogName log, List<Endpoint> endpoints) {}

  /** Notes an authority that was asked: its log is followed from now on, if there is room. */
  void notice(Authority authority) {
    LogName log = authority.keys().get(authority.keys().size() - 1).log();
    Place place = new Place(log, authority.endpoints());
    FollowedLog followed = logs.get(place);
    if (followed == null && logs.size() < MOST_LOGS) {
      FollowedLog added = new FollowedLog(place, authority);
      followed = logs.putIfAbsent(place, added);
      if (followed == null) {
        followed = added;
        soon(added::begin, Duration.ZERO);
      }
    }
    if (followed != null) {
      followed.add(authority);
    }
  }

  private void soon(Runnable task, Duration pause) {
    try {
      var unused = thread.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("No longer following logs: closed");
    }
  }

  /** A followed log. Its methods run on the feed's thread. */
  private final class FollowedLog implements Upstream.Feed {
    private final Map<Prefix, Authority> authorities = new ConcurrentHashMap<>();
    private final Place place;
    private final Target target;
    private long next = -1;
    private int silentTries;

    FollowedLog(Place place, Authority authority) {
      this.place = place;
      this.target =
          new Target(
              authority.prefix().toString(), authority.endpoints(), authority.chain().isEmpty());
    }

    /**
     * Knows an authority, in place of an older one of its prefix, or of any when there are many.
     */
    void add(Authority authority) {
      if (authorities.put(authority.prefix(), authority) == null
          && authorities.size() > MOST_PREFIXES) {
        authorities.keySet().stream()
            .filter(prefix -> !prefix.equals(authority.prefix()))
            .findAny()
            .ifPresent(authorities::remove);
      }
    }

    void begin() {
      ReadStatementsRequest.Builder request = ReadStatementsRequest.newBuilder().setFollow(true);
      if (next < 0) {
        request.setFromNewest(true);
      } else {
        request.setFirstPosition(next);
      }
      upstream.follow(target, request.build(), thread, this);
    }

    @Override
    public void received(ReadStatementsResponse response) {
      SignedStatement statement = SignedStatement.fromProto(response.getStatement());
      if (statement.position() < next) {
        throw new UnacceptableAnswerException(
            "position " + statement.position() + " is not after " + (next - 1));
      }
      if (statement.is(StatementKind.RECORD)) {
        record(statement);
      } else if (statement.is(StatementKind.RANGE)) {
        range(statement);
      } else if (!statement.is(StatementKind.EVENT)) { // which changes no answer
        delegation(statement);
      }
      next = statement.position() + 1;
      silentTries = 0;
    }

    private void record(SignedStatement statement) {
      Identifier identifier =
          StatementBody.parse(
                  statement.body(), statement.disclosures(), statement.batch().suite().hash())
              .record()
              .identifier();
      Authority authority = authorities.get(identifier.prefix());
      if (authority != null && isSaidBy(authority, statement, identifier)) {
        forget.accept(identifier);
      }
    }

    /**
     * Drops all answers under the prefix of a range, since absences of members may be among them.
     */
    private void range(SignedStatement statement) {
      IdentifierRange range = RangeBody.parse(statement.body()).range();
      Authority authority = authorities.get(range.prefix());
      if (authority != null && isSaidBy(authority, statement, range.firstIdentifier())) {
        forgetUnder.accept(range.prefix());
      }
    }

    private boolean isSaidBy(Authority authority, SignedStatement statement, Identifier about) {
      try {
        verifier.verify(statement, about, authority);
        return true;
      } catch (RejectedStatementException e) {
        // A lie, or its keys have changed or its delegation has run out since: the next answer
        // tells.
        authorities.remove(authority.prefix(), authority);
        return false;
      }
    }

    private void delegation(SignedStatement statement) {
      Prefix delegated = DelegationBody.parse(statement.body()).delegation().prefix();
      for (Authority authority : authorities.values()) {
        if (authority.prefix().contains(delegated) && !authority.prefix().equals(delegated)) {
          if (isSaidBy(authority, statement, delegated)) {
            forgetUnder.accept(delegated);
            authorities.keySet().removeIf(delegated::contains);
            return;
          }
        }
      }
    }

    private boolean isSaidBy(Authority authority, SignedStatement statement, Prefix delegated) {
      try {
        verifier.below(authority, List.of(statement), delegated);
        return true;
      } catch (OutOfUseException e) {
        return true;
      } catch (RejectedStatementException e) {
        return false;
      }
    }

    @Override
    public void ended(NameplateException why) {
      LOGGER.debug("No longer following the log of {}: {}", target.authority(), why.getMessage());
      if (++silentTries < MOST_TRIES) {
        soon(this::begin, PAUSE);
      } else {
        logs.remove(place, this);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
