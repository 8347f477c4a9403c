/** Whether what concurrent callers see could have happened one after the other. */
@NullMarked
package dev.nameplate.linearizability;

import org.jspecify.annotations.NullMarked;
