package dev.nameplate.resolve;

import dev.nameplate.error.NameplateException;
import java.util.function.Supplier;

/** The result for one of many identifiers: an answer or a failure. Immutable. */
public sealed interface Resolved {
  /**
   * The answer.
   *
   * @throws NameplateException the failure, if there is no answer
   */
  Resolution answer();

  /**
   * True for a failure because the budget was used up: with another budget there may be an answer.
   */
  default boolean isExhausted() {
    return this instanceof Failed failed && failed.failure() instanceof BudgetExhaustedException;
  }

  /** Makes an answer; a {@link NameplateException} becomes the failure. */
  static Resolved of(Supplier<Resolution> answer) {
    try {
      return new Answered(answer.get());
    } catch (NameplateException e) {
      return new Failed(e);
    }
  }

  /**
   * An answer.
   *
   * @param answer the answer
   */
  record Answered(Resolution answer) implements Resolved {}

  /**
   * No answer.
   *
   * @param failure the reason, as {@link Resolver#resolve} throws it
   */
  record Failed(NameplateException failure) implements Resolved {
    @Override
    public Resolution answer() {
      throw failure;
    }
  }
}
