package dev.nameplate.server.operation;

/** A kind of work with threads of its own, so that no kind waits behind another. */
public enum Lane {
  /** Answered from memory, or with a few reads of the store. */
  QUESTIONS("nameplate-question"),
  /** Streams of questions. */
  QUESTION_STREAMS("nameplate-stream"),
  /** Pages of records or events. */
  LISTS("nameplate-list"),
  /** Traces, recalls and balances, which may read the whole store. */
  WALKS("nameplate-walk"),
  /** Writes, which wait for the log. */
  WRITES("nameplate-call"),
  /** Readers of the log. */
  LOG("nameplate-log"),
  /** Large descriptions of a face's services, for interactive tools. */
  DESCRIPTIONS("nameplate-reflection");

  private final String threads;

  Lane(String threads) {
    this.threads = threads;
  }

  /** Beginning of the names of its threads. */
  String threads() {
    return threads;
  }
}
