package dev.nameplate.access;

/** What a caller may do. */
public enum Permission {
  /** Ask for records, events, prefixes and the log. */
  READ,
  /** Assign, update and retire identifiers. */
  REGISTER,
  /** Record events. */
  RECORD,
  /** Allot prefixes, and change what was allotted. */
  ADMINISTER
}
