/** Reads a log, with proofs: records, events, delegations, checkpoints. */
@NullMarked
package dev.nameplate.log.read;

import org.jspecify.annotations.NullMarked;
