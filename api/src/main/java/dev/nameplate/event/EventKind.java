package dev.nameplate.event;

import java.util.Locale;

/** The kinds of events. */
public enum EventKind {
  /** Things came to be. */
  CREATE,
  /** Things ceased to be. */
  RETIRE,
  /** Things went into a process, or came out of it. */
  PROCESS,
  /** Things were put into another, taken out, or seen in it. */
  CONTAIN,
  /** Things passed from one party to another. */
  TRANSFER,
  /** Things were seen. */
  OBSERVE,
  /** An earlier event was wrong. */
  WITHDRAW;

  /** The word for it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
