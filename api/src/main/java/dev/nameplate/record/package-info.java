/** Records of identifiers and their values. */
@NullMarked
package dev.nameplate.record;

import org.jspecify.annotations.NullMarked;
