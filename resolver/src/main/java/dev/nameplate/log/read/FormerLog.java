package dev.nameplate.log.read;

import dev.nameplate.trust.note.LogName;

/**
 * The former log of a node, which began a new log because the end of this log was lost. It is only
 * read: what it assigned stays assigned and is answered as before, nothing is added to it. What was
 * lost is unknown, so sequences pass over some numbers behind those it has.
 *
 * @param log its name
 * @param statements reads it
 * @param skip how many numbers of each sequence are passed over
 */
public record FormerLog(LogName log, StatementReader statements, long skip) {}
