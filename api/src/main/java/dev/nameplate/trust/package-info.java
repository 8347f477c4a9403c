/** Signed statements: how they are made, and how anyone checks them offline. */
@NullMarked
package dev.nameplate.trust;

import org.jspecify.annotations.NullMarked;
