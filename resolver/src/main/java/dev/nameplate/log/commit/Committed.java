package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.LoggedEvents;
import dev.nameplate.log.rows.Standing;
import dev.nameplate.store.Head;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The contents of one commit, visible since just now. Immutable. */
public final class Committed {
  private final LoggedEvents.Piece events;
  private final List<Identifier> identifiers;
  private final Set<Prefix> prefixesOfRanges;
  private final List<Standing> standings;
  private final Head head;

  Committed(Commit commit) {
    CommitGroup group = commit.group();
    List<Accepted> writes = group.accepted().inOrder();
    this.head = commit.made().head();
    this.events =
        new LoggedEvents.Piece(
            commit.before().statements(),
            writes.stream().map(Accepted::logged).flatMap(Optional::stream).toList(),
            head.statements());
    this.identifiers = writes.stream().map(Accepted::changed).flatMap(Optional::stream).toList();
    this.prefixesOfRanges =
        group.accepted().ranges().stream()
            .map(range -> range.range().prefix())
            .collect(Collectors.toUnmodifiableSet());
    this.standings = List.copyOf(group.standings());
  }

  /** The piece of the log that was committed, with its events. */
  public LoggedEvents.Piece events() {
    return events;
  }

  /** The identifiers that have a new version, or are the first of a new range. */
  public List<Identifier> identifiers() {
    return identifiers;
  }

  /** The prefixes under which there are new ranges. */
  public Set<Prefix> prefixesOfRanges() {
    return prefixesOfRanges;
  }

  /** The changes to the prefixes below the log's own, in order. */
  List<Standing> standings() {
    return standings;
  }

  /** The head that the commit led to. */
  public Head head() {
    return head;
  }
}
