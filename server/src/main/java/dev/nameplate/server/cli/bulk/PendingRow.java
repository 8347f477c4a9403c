package dev.nameplate.server.cli.bulk;

import dev.nameplate.assign.Assignment;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.statement.RecordValues;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignRequest;
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
   * Names the write by its content: {@code i1-} and SHA-256 of the encoded request in URL-safe
   * Base64, 46 characters. The same row is thereby recognised whenever it is sent again, and a
   * changed one is another write. Of a restricted value only the index is digested: whoever guessed
   * the value could make the name, and see whether the node knows it.
   */
  static PendingRow of(ReadRow.Planned row) {
    AssignRequest.Builder request =
        AssignRequest.newBuilder().setIdentifier(row.assignment().identifier().toString());
    AssignRequest.Builder open = request.clone();
    for (RecordValue value : row.assignment().values()) {
      request.addValues(RecordValues.toProto(value));
      open.addValues(
          value.permissions().publicRead()
              ? RecordValues.toProto(value)
              : dev.nameplate.v1.RecordValue.newBuilder().setIndex((int) value.index()).build());
    }
    byte[] digest = sha256().digest(open.build().toByteArray());
    request.setOperationId("i1-" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    return new PendingRow(
        row.place(),
        row.assignment(),
        AssignAllRequest.newBuilder().setAssignment(request).build());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
