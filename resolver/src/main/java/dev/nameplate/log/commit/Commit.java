package dev.nameplate.log.commit;

import dev.nameplate.store.Head;

/**
 * A decided group of writes on its way into the store.
 *
 * @param group the writes, and what was decided about them
 * @param before the head it stands on
 * @param made its rows, and the head they lead to
 */
record Commit(CommitGroup group, Head before, BatchMaker.Made made) {}
