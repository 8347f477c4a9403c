package dev.nameplate.node;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.nameplate.assign.Allotments;
import dev.nameplate.cache.CacheStatistics;
import dev.nameplate.cache.CachingResolver;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.log.commit.CommitFeed;
import dev.nameplate.log.commit.CommitFeed.Turn;
import dev.nameplate.log.read.Delegations;
import dev.nameplate.log.read.Denials;
import dev.nameplate.log.read.LogProofs;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.OwnRecords;
import dev.nameplate.resolve.StoredRecords;
import dev.nameplate.store.Head;
import dev.nameplate.store.NodeStore;
import dev.nameplate.trace.Tracer;
import dev.nameplate.trace.balance.LineageReconciliation;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.certificate.Certifier;
import dev.nameplate.trace.evidence.EvidenceReader;
import dev.nameplate.trace.read.StoredEvents;
import dev.nameplate.trace.recall.OtherNodes;
import dev.nameplate.trace.recall.Recall;
import dev.nameplate.trace.recall.Recaller;
import dev.nameplate.trace.walk.LineageTracer;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.UnloggedSigner;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.OwnChain;
import dev.nameplate.upstream.UpstreamConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that can be read of the log in a directory, whether this process writes to it ({@link
 * Node}) or not ({@link Mirror}): records and events, the delegations that prove them, the log
 * itself. Thread-safe.
 */
public abstract sealed class NodeView implements AutoCloseable permits Mirror, Node {
  final NodeConfig config;
  final NodeStore store;
  final OwnPrefixes prefixes;
  final Delegations delegations;
  final LineageIndex lineage;
  final Optional<NodeClient> others;
  private final TrustAnchors anchors;
  private final StatementReader statements;
  private final CommitFeed feed = new CommitFeed();
  private final LogProofs proofs;
  private final StoredRecords records;
  private final Optional<OwnChain> chainAbove;
  private final Chains chains;
  private final NodeResolver resolver;
  private final Optional<Certifier> certifier;
  private final Tracer tracer;

  /**
   * Opens the readers of a log.
   *
   * @param anchors the anchors of the log's node, by the keys that signed it
   * @param statements the reader of the log
   * @param denials signs absences
   * @param proofs makes proofs of the log
   * @param former the former log of the owner
   * @param upstream configuration of questions to other nodes; empty to ask none
   * @param answers signs certificates of answers; empty without a signing key
   */
  NodeView(
      NodeConfig config,
      TrustAnchors anchors,
      NodeStore store,
      StatementReader statements,
      Denials denials,
      LogProofs proofs,
      Optional<LogName> former,
      Optional<UpstreamConfig> upstream,
      Optional<UnloggedSigner<Certificate>> answers) {
    this.config = config;
    this.anchors = anchors;
    this.store = store;
    this.statements = statements;
    this.proofs = proofs;
    TrustAnchor anchor = anchors.list().get(0);
    this.prefixes = OwnPrefixes.load(anchor.prefixes(), statements);
    this.delegations = new Delegations(prefixes, statements);
    this.records = new StoredRecords(statements, prefixes);
    this.others =
        upstream.map(
            how -> NodeClient.open(how, new OwnAuthorities(anchors, delegations, config.clock())));
    this.chainAbove = others.map(client -> new OwnChain(client, belowAnchors(anchor.prefixes())));
    this.chains =
        new Chains(
            Stream.concat(Stream.of(anchor.log()), former.stream()).collect(Collectors.toSet()),
            prefixes,
            delegations,
            chainAbove);
    OwnRecords own =
        new OwnRecords(
            statements, prefixes, delegations, denials, config.absenceTimeToLive(), config.clock());
    CachingResolver cache = new CachingResolver(own, config.cache(), Ticker.systemTicker());
    feed.subscribe(
        Turn.ANSWERS,
        committed -> {
          cache.forget(committed.identifiers());
          committed.prefixesOfRanges().forEach(cache::forgetAbsences);
        });
    this.resolver =
        new NodeResolver(new WhileInUse(prefixes, cache, own), prefixes::covers, others);
    this.lineage = LineageIndex.follow(statements, store.lineage(), feed);
    Tracer uncertified =
        new LineageTracer(
            lineage,
            statements,
            prefixes::contains,
            others.map(client -> client.neighbours(prefixes.anchors())));
    this.certifier =
        answers.map(
            signer ->
                new Certifier(
                    signer,
                    anchor.authorityKey().suite().hash(),
                    anchor.prefixes().get(0),
                    () -> chains.down(anchor.prefixes().get(0)),
                    proofs,
                    config.clock()));
    this.tracer = certifier.map(each -> each.certifying(uncertified)).orElse(uncertified);
  }

  /**
   * The prefixes that a trust anchor for other nodes is above, so that its node may delegate them.
   */
  private List<Prefix> belowAnchors(List<Prefix> own) {
    TrustAnchors trusted = config.upstream().orElseThrow().anchors();
    return own.stream().filter(prefix -> trusted.above(prefix).isPresent()).toList();
  }

  /** Asks the nodes above for the delegations of the own prefixes, from now on. */
  final void askAbove() {
    chainAbove.ifPresent(OwnChain::start);
  }

  /** Resolves identifiers, from this log and, if so configured, from other nodes. */
  public final NodeResolver resolver() {
    return resolver;
  }

  /** Lists records and their versions. */
  public final StoredRecords records() {
    return records;
  }

  /** Traces items to their ancestors and descendants. */
  public final Tracer tracer() {
    return tracer;
  }

  /** Sets what there was of lots against what became of it. */
  public final Reconciliation reconciliation() {
    return new LineageReconciliation(statements, lineage);
  }

  /** Finds the items affected by a defect, and their holders. */
  public final Recaller recall() {
    Recaller uncertified =
        new Recall(
            statements,
            lineage,
            others.map(
                client ->
                    new OtherNodes(
                        client.witnesses(prefixes.anchors()),
                        prefixes::contains,
                        anchor().prefixes().get(0))));
    return certifier.map(each -> each.certifying(uncertified)).orElse(uncertified);
  }

  /** Finds the events of this node that bear on items. */
  public final EvidenceReader evidence() {
    return new EvidenceReader(statements, lineage, prefixes::contains);
  }

  /** Lists events. */
  public final StoredEvents eventLists() {
    return new StoredEvents(statements, lineage, prefixes::anchors);
  }

  /** Delegations of prefixes below the own prefixes; a node can also allot them. */
  public abstract Allotments allotments();

  /** Every delegation in the log, earlier versions included. */
  public final Delegations delegations() {
    return delegations;
  }

  /** The delegations that prove answers. */
  public final Chains chains() {
    return chains;
  }

  /** Statistics of the cache of other nodes' answers. */
  public final CacheStatistics cacheStatistics() {
    return others.map(NodeClient::statistics).orElse(CacheStatistics.NONE);
  }

  /** Reads statements in log order. */
  public final StatementReader statements() {
    return statements;
  }

  /** Notifies of each commit. */
  public final CommitFeed feed() {
    return feed;
  }

  /** Checkpoints of the log, and proofs of inclusion and consistency. */
  public final LogProofs proofs() {
    return proofs;
  }

  /** The committed end of the log. */
  public final Head head() {
    return store.head();
  }

  /** The prefixes of the log's anchor, without those that its node hosts. */
  public final Set<Prefix> prefixes() {
    return prefixes.anchors();
  }

  /** Trust anchor of the owner of the log, with the key that signs it now. */
  public final TrustAnchor anchor() {
    return anchors.list().get(0);
  }

  /** Trust anchors of the owner of the log: with the current key first, then with former keys. */
  public final TrustAnchors anchors() {
    return anchors;
  }

  /** Closes what reads, and the store. Idempotent. */
  @Override
  public void close() {
    closeView();
  }

  /** Opens a part during construction; if that fails, closes the view. */
  final <T> T orClose(Supplier<T> opening) {
    try {
      return opening.get();
    } catch (RuntimeException | Error e) {
      closeView();
      throw e;
    }
  }

  private void closeView() {
    chainAbove.ifPresent(OwnChain::close);
    others.ifPresent(NodeClient::close);
    lineage.close();
    store.close();
  }
}
