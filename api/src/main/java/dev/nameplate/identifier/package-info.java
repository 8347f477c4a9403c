/**
 * Identifiers of the form {@code prefix/suffix}: parsed once at the edge, canonical, comparable.
 */
@NullMarked
package dev.nameplate.identifier;

import org.jspecify.annotations.NullMarked;
