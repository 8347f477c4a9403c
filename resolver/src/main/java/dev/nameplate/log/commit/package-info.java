/**
 * The commit pipeline: decides about writes, signs batches, moves the head, tells what became
 * visible.
 */
@NullMarked
package dev.nameplate.log.commit;

import org.jspecify.annotations.NullMarked;
