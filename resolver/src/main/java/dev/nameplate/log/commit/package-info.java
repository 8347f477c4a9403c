/**
 * The commit pipeline: decides writes, signs batches, moves the head, notifies of visible commits.
 */
@NullMarked
package dev.nameplate.log.commit;

import org.jspecify.annotations.NullMarked;
