package dev.nameplate.log.commit;

import dev.nameplate.store.Head;

/**
 * A decided group of writes on its way into the store.
 *
 * @param group the writes with their decisions
 * @param before the head before it
 * @param made its rows, and the head they lead to
 */
record Commit(CommitGroup group, Head before, BatchMaker.Made made) {}
