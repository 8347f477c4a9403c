package dev.nameplate.server.cli.bulk;

import dev.nameplate.assign.Assignment;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.wire.RegistrationCodec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A row in flight to the node.
 *
 * @param place its place
 * @param assignment the assignment
 * @param request the assignment as a message, with an operation id
 */
record PendingRow(Place place, Assignment assignment, AssignAllRequest request) {
  /**
   * Names the write by its content: {@code i1-} and SHA-256 of {@link RegistrationCodec#named} in
   * URL-safe Base64, 46 characters. The same row is thereby recognised whenever it is sent again,
   * and a changed row is another write.
   */
  static PendingRow of(ReadRow.Planned row) {
    byte[] digest = sha256().digest(RegistrationCodec.named(row.assignment()).toByteArray());
    String name = "i1-" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    return new PendingRow(
        row.place(),
        row.assignment(),
        RegistrationCodec.item(RegistrationCodec.request(row.assignment().operation(name))));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
