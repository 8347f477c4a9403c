@NullMarked
package dev.nameplate.server.grpc;

import org.jspecify.annotations.NullMarked;
