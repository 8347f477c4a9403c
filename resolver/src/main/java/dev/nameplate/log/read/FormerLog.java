package dev.nameplate.log.read;

import dev.nameplate.trust.note.LogName;

/**
 * The log that a node kept before it began a new one, since the end of it was lost. It is only
 * read: what it assigned stays assigned and is answered as before, nothing is added to it. What was
 * lost is unknown, so sequences pass over some numbers behind those it has.
 *
 * @param log its name
 * @param statements reads it
 * @param skip how many numbers of each sequence are passed over
 */
public record FormerLog(LogName log, StatementReader statements, long skip) {}
