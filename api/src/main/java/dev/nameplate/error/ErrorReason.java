package dev.nameplate.error;

/**
 * The closed set of reasons for refusing a query or a write. Sent as {@code
 * google.rpc.ErrorInfo.reason}, in {@link #DOMAIN}, and as {@code reason} in JSON; labels metrics.
 * Compare reasons, never messages.
 */
public enum ErrorReason {
  /** A text is not an identifier, a prefix or a suffix. */
  MALFORMED_IDENTIFIER,
  /** A prefix under 86 or 88 does not follow the national grammar. */
  PREFIX_NOT_ALLOTTABLE,
  /** A record or one of its values is outside its bounds. */
  INVALID_RECORD,
  /** An event, or an item or a quantity in it, is outside its bounds. */
  INVALID_EVENT,
  /** An argument outside its range without a reason of its own, or an unknown field. */
  INVALID_ARGUMENT,
  /** A key of the wrong kind, or of another owner or purpose. */
  WRONG_KEY,

  /** The identifier was assigned before. */
  ALREADY_ASSIGNED,
  /** The identifier was never assigned. */
  NOT_ASSIGNED,
  /** The identifier was retired, which is final. */
  RETIRED,
  /** The newest version is not the version that the writer expected. */
  VERSION_MISMATCH,
  /** The node does not answer for the prefix. */
  NOT_AUTHORITATIVE,
  /** The prefix was allotted before, or overlaps with an allotted prefix. */
  ALREADY_ALLOTTED,
  /** The prefix was never allotted by this node. */
  NOT_ALLOTTED,
  /** The prefix, or a prefix above it, is suspended. */
  PREFIX_SUSPENDED,
  /** The prefix, or a prefix above it, is permanently revoked. */
  PREFIX_REVOKED,
  /** The operation id was used before for something else. */
  OPERATION_CONFLICT,
  /** The node is a mirror of another node's log: it has no keys, and accepts no writes. */
  READ_ONLY,
  /** The template that a record names does not exist, is retired, or has no such version. */
  TEMPLATE_UNKNOWN,
  /** The searched item is not indexed by a template of any record under the prefix. */
  NOT_INDEXED,
  /** A record under the prefix already has the value of a unique item. */
  VALUE_TAKEN,
  /** An event with other content is recorded under the same name. */
  EVENT_CONFLICT,
  /** The event is not recorded. */
  NOT_RECORDED,
  /** A pattern has no free identifier left. */
  SEQUENCE_EXHAUSTED,
  /** The log has no such batch, position or size. */
  OUT_OF_LOG,

  /** A signed statement breaks a rule: {@link RejectedStatementException}'s subclasses name it. */
  STATEMENT_REJECTED,

  /** A file or a stored row is damaged. */
  DATA_CORRUPT,
  /** A passphrase is missing or does not open the key file. */
  WRONG_PASSPHRASE,
  /** The directory is held by another process. */
  DIRECTORY_IN_USE,
  /** The directory was written by a newer version, or is not a node's. */
  FORMAT_UNSUPPORTED,
  /** The store failed to read or write: a read-only or broken disk, or a failed fsync. */
  STORE_FAILED,
  /** The disk has no space for a write. Reads continue; writes continue once there is space. */
  STORE_FULL,
  /** The node is closing or has stopped. */
  NODE_STOPPED,
  /** Too many writes are waiting. */
  OVERLOADED,
  /** A node, or a port of this machine, cannot be reached or used. */
  UNREACHABLE,
  /** The answer of a node failed verification. */
  UPSTREAM_REJECTED,
  /** The work on a question exceeded its calls, referrals, aliases or checks. */
  BUDGET_EXHAUSTED,
  /** Aliases lead back to an identifier that was passed before. */
  ALIAS_LOOP,
  /** The time for a question is up. */
  TIMED_OUT,
  /** The caller cancelled a question; the work on it ended. */
  CANCELLED;

  /** The domain of these reasons in {@code google.rpc.ErrorInfo}. */
  public static final String DOMAIN = "nameplate.dev";
}
