package dev.nameplate.event;

import java.util.Locale;

/** The kinds of events. */
public enum EventKind {
  /** Things were created. */
  CREATE,
  /** Things ceased to be. */
  RETIRE,
  /** Things were used or made in a process. */
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
