package dev.nameplate.server.grpc;

import dev.nameplate.log.commit.Writability;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import java.util.Optional;

/**
 * What the standard health service says of a server. Every service is serving until the server
 * closes, but while the node refuses writes neither the registration service nor the server as a
 * whole (the empty name) is: who only reads asks for the service that it reads from.
 */
final class Health {
  private final HealthStatusManager statuses = new HealthStatusManager();
  private Optional<Writability.Follower> writing = Optional.empty();

  Health(List<ServerServiceDefinition> services) {
    services.forEach(
        service ->
            statuses.setStatus(service.getServiceDescriptor().getName(), ServingStatus.SERVING));
  }

  /** The service that says it. */
  ServerServiceDefinition service() {
    return statuses.getHealthService().bindService();
  }

  /** Says from now on whether writes are accepted. */
  void follow(Writability writability) {
    writing = Optional.of(writability.follow(this::writesAccepted));
  }

  private void writesAccepted(boolean accepted) {
    ServingStatus status = accepted ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    statuses.setStatus(RegistrationServiceGrpc.SERVICE_NAME, status);
    statuses.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
  }

  /** Says that nothing is written here. */
  void readingOnly() {
    statuses.setStatus(RegistrationServiceGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
  }

  /** Nothing is serving any more. */
  void close() {
    writing.ifPresent(Writability.Follower::close);
    statuses.enterTerminalState();
  }
}
