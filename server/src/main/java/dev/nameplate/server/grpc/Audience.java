package dev.nameplate.server.grpc;

import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.SignedStatement;

/** Who is answered, and therefore what an answer shows. */
public enum Audience {
  /** Anyone who can reach the port. Sees public values; of the others only that they are there. */
  PUBLIC {
    @Override
    SignedStatement show(Verified<?> verified) {
      return verified.statement().withoutDisclosures().toProto();
    }

    @Override
    boolean sees(RecordValue value) {
      return value.permissions().publicRead();
    }

    @Override
    boolean seesAll() {
      return false;
    }
  },

  /** The operator, in the same process as the node. Sees everything. */
  TRUSTED {
    @Override
    SignedStatement show(Verified<?> verified) {
      return verified.statement().toProto();
    }

    @Override
    boolean sees(RecordValue value) {
      return true;
    }

    @Override
    boolean seesAll() {
      return true;
    }
  };

  /**
   * The statement with the disclosures this audience may see. The signed bytes stay as they are.
   */
  abstract SignedStatement show(Verified<?> verified);

  /** Whether this audience may see the value. */
  abstract boolean sees(RecordValue value);

  /** Whether there is no value that this audience may not see. */
  abstract boolean seesAll();
}
