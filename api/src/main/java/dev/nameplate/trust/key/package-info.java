/** Signature suites, keys, and the files that hold them. */
@NullMarked
package dev.nameplate.trust.key;

import org.jspecify.annotations.NullMarked;
