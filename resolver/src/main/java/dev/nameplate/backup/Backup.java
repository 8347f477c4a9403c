package dev.nameplate.backup;

import dev.nameplate.store.Head;
import dev.nameplate.trust.note.LogName;
import java.time.Instant;

/**
 * A backup of a node.
 *
 * @param number its number in its directory, 1 or more; later backups have higher numbers
 * @param log the log of the node
 * @param taken the time of its beginning
 * @param head the committed end of the log in it
 */
public record Backup(int number, LogName log, Instant taken, Head head) {}
