package dev.nameplate.node;

import dev.nameplate.error.NameplateException;
import dev.nameplate.log.Commits;
import dev.nameplate.signing.CheckpointFile;
import dev.nameplate.trust.SignedNote;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest checkpoint of a node's log in a file, at most {@value #PAUSE_MILLIS} ms after a
 * commit. Commits do not wait for it: however many there are meanwhile, the next writing covers
 * them all. A file that cannot be written is reported once, and tried again with the next commit.
 */
final class CheckpointKeeper implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointKeeper.class);
  private static final long PAUSE_MILLIS = 500;

  private final Supplier<SignedNote> newest;
  private final CheckpointFile file;
  private final Commits.Follower commits;
  private final Thread thread = new Thread(this::run, "nameplate-checkpoint");
  private boolean pending; // guarded by this
  private boolean closed; // guarded by this
  private boolean failing; // used by the thread only

  private CheckpointKeeper(Supplier<SignedNote> newest, CheckpointFile file, Commits commits) {
    this.newest = newest;
    this.file = file;
    this.commits = commits.follow(this::wake);
  }

  /**
   * Keeps checkpoints until it is closed.
   *
   * @param newest signs the newest one
   * @param now whether there is one to keep already
   */
  static CheckpointKeeper start(
      Supplier<SignedNote> newest, CheckpointFile file, Commits commits, boolean now) {
    CheckpointKeeper keeper = new CheckpointKeeper(newest, file, commits);
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

  /** Whether there is something to keep; if not, it is closed. */
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
      file.write(newest.get());
      failing = false;
    } catch (NameplateException e) {
      if (!failing) {
        LOGGER.warn(
            "The newest checkpoint is not kept, so an older copy of this node would not be found"
                + " out: {}",
            e.getMessage());
      }
      failing = true;
    }
  }

  /** Keeps what was committed, and ends. */
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
