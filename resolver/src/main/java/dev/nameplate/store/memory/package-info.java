/** An engine that keeps rows in the memory of this process, for tests of embedders. */
@NullMarked
package dev.nameplate.store.memory;

import org.jspecify.annotations.NullMarked;
