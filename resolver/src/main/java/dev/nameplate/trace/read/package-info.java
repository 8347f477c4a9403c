/**
 * The rows and statements that an answer about lineage reads, as of one moment and for one caller.
 */
@NullMarked
package dev.nameplate.trace.read;

import org.jspecify.annotations.NullMarked;
