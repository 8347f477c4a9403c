/**
 * Questions to other nodes: endpoints, connections, and verification of answers. Dials, never
 * listens.
 */
@NullMarked
package dev.nameplate.upstream;

import org.jspecify.annotations.NullMarked;
