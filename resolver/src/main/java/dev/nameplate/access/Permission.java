package dev.nameplate.access;

/** Permission for a group of operations. */
public enum Permission {
  /** Ask for records, events, prefixes and the log. */
  READ,
  /** Assign, update and retire identifiers. */
  REGISTER,
  /** Record events. */
  RECORD,
  /** Allot prefixes, and change allotments. */
  ADMINISTER
}
