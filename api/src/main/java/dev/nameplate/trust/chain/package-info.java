/**
 * Trust anchors, chains of delegations, and the verifier, the only place that makes a {@link
 * dev.nameplate.trust.chain.Verified}.
 */
@NullMarked
package dev.nameplate.trust.chain;

import org.jspecify.annotations.NullMarked;
