/** The node's gRPC face: the services of {@code nameplate.v1}. */
@NullMarked
package dev.nameplate.server.grpc;

import org.jspecify.annotations.NullMarked;
