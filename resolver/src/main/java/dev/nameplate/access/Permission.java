package dev.nameplate.access;

/** Permission for a group of operations. */
public enum Permission {
  /** Ask for records, events, prefixes and the log. */
  READ,
  /**
   * Assign, update and retire identifiers: the administrators that the permissions of a value speak
   * of.
   */
  REGISTER,
  /** Record events. */
  RECORD,
  /**
   * Allot prefixes, and change what was allotted; together with {@link #REGISTER}, also change
   * values that nobody may write by their permissions.
   */
  ADMINISTER
}
