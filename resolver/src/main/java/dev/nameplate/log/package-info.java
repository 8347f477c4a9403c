/**
 * The commit pipeline, its batches and the Merkle log: where a write becomes durable, logged and
 * signed.
 */
@NullMarked
package dev.nameplate.log;

import org.jspecify.annotations.NullMarked;
