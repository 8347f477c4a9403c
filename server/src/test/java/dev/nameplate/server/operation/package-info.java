@NullMarked
package dev.nameplate.server.operation;

import org.jspecify.annotations.NullMarked;
