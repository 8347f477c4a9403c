package dev.nameplate.node;

import dev.nameplate.error.NameplateException;
import dev.nameplate.log.RolledBackException;
import dev.nameplate.log.commit.CommitFeed;
import dev.nameplate.signing.CheckpointFile;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.note.SignedNote;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest checkpoint of a node's log in a file, at most {@value #PAUSE_MILLIS} ms after a
 * commit. Commits do not wait for it: however many there are meanwhile, the next writing covers
 * them all. A file that cannot be written is reported once, and tried again with the next commit;
 * so is whatever else fails.
 */
final class CheckpointKeeper implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointKeeper.class);
  private static final long PAUSE_MILLIS = 500;

  private final Owner owner;
  private final CheckpointFile file;
  private final CommitFeed.Subscription commits;
  private final Thread thread = new Thread(this::run, "nameplate-checkpoint");
  private boolean pending; // guarded by this
  private boolean closed; // guarded by this
  private Optional<SignedNote> written = Optional.empty(); // used by the thread only
  private boolean failing; // used by the thread only

  private CheckpointKeeper(Owner owner, CheckpointFile file, CommitFeed feed) {
    this.owner = owner;
    this.file = file;
    this.commits = feed.follow(this::wake);
  }

  /** The node whose checkpoints are kept. */
  interface Owner {
    TrustAnchor anchor();

    /** Signs the newest one. */
    SignedNote newest();

    /**
     * Handles a file written by another process: a copy of the node's directory that is in use.
     *
     * @throws RolledBackException if the log does not hold what the checkpoint covers; the node
     *     then writes nothing more
     */
    void requireContinued(SignedNote kept);

    /** Receives an unforeseen failure; it may be fatal. */
    void failed(Throwable failure);
  }

  /**
   * Keeps checkpoints until it is closed.
   *
   * @param now whether there is one to keep already
   */
  static CheckpointKeeper start(Owner owner, CheckpointFile file, CommitFeed feed, boolean now) {
    CheckpointKeeper keeper = new CheckpointKeeper(owner, file, feed);
    if (now) {
      keeper.wake();
    }
    keeper.thread.setDaemon(true);
    keeper.thread.start();
    return keeper;
  }

  private synchronized void wake() {
    pending = true;
    notifyAll();
  }

  private void run() {
    try {
      while (awaitCommit()) {
        write();
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a commit; true if there is a checkpoint to keep, false if the keeper is closed. */
  private synchronized boolean awaitCommit() throws InterruptedException {
    while (!pending && !closed) {
      wait();
    }
    boolean more = pending;
    pending = false;
    return more;
  }

  private synchronized void pause() throws InterruptedException {
    long until = System.nanoTime() + PAUSE_MILLIS * 1_000_000;
    for (long left = PAUSE_MILLIS; left > 0 && !closed; ) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }

  private void write() {
    try {
      Optional<SignedNote> there = file.read(owner.anchor());
      if (!there.equals(written)) {
        there.ifPresent(owner::requireContinued);
      }
      SignedNote newest = owner.newest();
      file.write(newest);
      written = Optional.of(newest);
      failing = false;
    } catch (NameplateException e) {
      if (!failing) {
        LOGGER.warn(
            "The newest checkpoint is not stored, so an older copy of this node would not be detected: {}",
            e.getMessage());
      }
      failing = true;
    } catch (RuntimeException | Error e) {
      owner.failed(e);
      LOGGER.error("The newest checkpoint is not stored", e);
    }
  }

  /** Keeps the checkpoint of the last commit, and ends. */
  @Override
  public void close() {
    commits.close();
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
