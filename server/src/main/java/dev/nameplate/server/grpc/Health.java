package dev.nameplate.server.grpc;

import dev.nameplate.log.commit.Writability;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import java.util.Optional;

/**
 * State of the standard health service. Every service is serving until the server closes; but while
 * the node refuses writes, the registration service and the server as a whole (the empty name) are
 * not: readers ask for the service that they use.
 */
final class Health {
  private final HealthStatusManager statuses = new HealthStatusManager();
  private Optional<Writability.Follower> writing = Optional.empty();

  Health(List<ServerServiceDefinition> services) {
    services.forEach(
        service ->
            statuses.setStatus(service.getServiceDescriptor().getName(), ServingStatus.SERVING));
  }

  /** The health service. */
  ServerServiceDefinition service() {
    return statuses.getHealthService().bindService();
  }

  /** Follows the node's readiness to accept writes. */
  void follow(Writability writability) {
    writing = Optional.of(writability.follow(this::writesAccepted));
  }

  private void writesAccepted(boolean accepted) {
    ServingStatus status = accepted ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    statuses.setStatus(RegistrationServiceGrpc.SERVICE_NAME, status);
    statuses.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
  }

  /** Sets the registration service to not serving, for a read-only node. */
  void readingOnly() {
    statuses.setStatus(RegistrationServiceGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
  }

  /** Sets everything to not serving. */
  void close() {
    writing.ifPresent(Writability.Follower::close);
    statuses.enterTerminalState();
  }
}
