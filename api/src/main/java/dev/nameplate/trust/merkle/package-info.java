/** Hash functions, Merkle trees and their proofs. */
@NullMarked
package dev.nameplate.trust.merkle;

import org.jspecify.annotations.NullMarked;
