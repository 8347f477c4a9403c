package dev.nameplate.trust.root;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.TrustAnchors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Trust anchors that several people answer for together: signed by a threshold of root keys, for a
 * time, and replaced by a next version that a threshold of the keys before has agreed to.
 *
 * <p>An object of this class is signed by a threshold of its own keys. That says nothing about
 * whose keys they are: whoever has a root by a way they trust, follows its {@linkplain #updated
 * successors}. Made by {@link #parse} and {@link TrustRootDraft#complete}. Immutable and
 * thread-safe.
 *
 * <p><b>Security guarantees:</b> whoever holds fewer root keys than the threshold can neither make
 * a successor, nor bring an older version back, nor skip one. Not promised: that there is no newer
 * version; therefore a root expires.
 *
 * <p><b>Source:</b> TUF 1.0.34, section 5.3 ("Update the root role").
 */
public final class TrustRoot {
  /** The most successors that are followed in one walk (TUF 5.3.3). */
  public static final int MAX_SUCCESSORS = 1024;

  /** Time before its expiry from which a root should have a successor. */
  public static final Duration RENEWAL = Duration.ofDays(46);

  private final TrustRootDraft signed;

  TrustRoot(TrustRootDraft signed) {
    this.signed = signed;
  }

  /** True for a text that is a trust root, by its first line, and not a file of anchors. */
  public static boolean isTitled(String text) {
    return text.lines().findFirst().orElse("").stripTrailing().equals(RootContent.TITLE);
  }

  /**
   * Reads a root, and checks that a threshold of its own keys has signed it.
   *
   * @param source where the text is from, for messages
   * @throws BrokenRuleException {@link Rule#MALFORMED_NOTE} if it is no note
   * @throws dev.nameplate.error.NameplateException as {@link RootContent#parse} does
   * @throws BrokenRuleException {@link Rule#ROOT_THRESHOLD} if too few of its keys have signed it
   * @throws BrokenRuleException {@link Rule#SIGNATURE_INVALID} if a signature by one of its keys is
   *     wrong
   */
  public static TrustRoot parse(String text, String source) {
    return TrustRootDraft.parse(text, source).complete();
  }

  /**
   * The anchors in a text, which is either a trust root or anchors alone.
   *
   * @param source the origin of the text, for messages
   * @param now the current time
   * @throws BrokenRuleException {@link Rule#ROOT_EXPIRED} if it is an expired root
   * @throws dev.nameplate.error.NameplateException as {@link #parse} and {@link TrustAnchors#parse}
   *     do
   */
  public static TrustAnchors anchorsIn(String text, String source, Instant now) {
    return isTitled(text)
        ? parse(text, source).requireCurrent(now).anchors()
        : TrustAnchors.parse(text, source);
  }

  /** The signed content. */
  public RootContent content() {
    return signed.content();
  }

  /** Version of the root, 1 or more. */
  public int version() {
    return content().version();
  }

  /** Trust anchors of this root; valid while it is {@linkplain #requireCurrent current}. */
  public TrustAnchors anchors() {
    return content().anchors();
  }

  /**
   * Checks that another root may replace this root. Neither needs to be current.
   *
   * @return the other root
   * @throws BrokenRuleException {@link Rule#ROOT_VERSION} if its version is not the next one
   * @throws BrokenRuleException {@link Rule#ROOT_THRESHOLD} if too few of this root's keys have
   *     signed it
   * @throws BrokenRuleException {@link Rule#SIGNATURE_INVALID} if a signature by one of this root's
   *     keys is wrong
   */
  public TrustRoot successor(TrustRoot candidate) {
    if (candidate.version() != version() + 1L) { // TUF 5.3.5
      throw Rule.ROOT_VERSION.broken(
          "trust root: version "
              + candidate.version()
              + " (expected: "
              + (version() + 1L)
              + ", which alone may follow version "
              + version()
              + ")");
    }
    requireThreshold(
        candidate.signed, content()); // TUF 5.3.4; its own keys signed it, or it would not be
    return candidate;
  }

  /**
   * Follows successors in order to the last, which must be current; intermediate roots may have
   * expired.
   *
   * @param successors in the order of their versions, at most {@link #MAX_SUCCESSORS}
   * @param now the current time
   * @return the last successor, or this root if there are none
   * @throws InvalidInputException if there are too many
   * @throws dev.nameplate.error.RejectedStatementException as {@link #successor} and {@link
   *     #requireCurrent} do
   */
  public TrustRoot updated(List<TrustRoot> successors, Instant now) {
    if (successors.size() > MAX_SUCCESSORS) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "successors",
          successors.size() + " trust roots",
          "at most " + MAX_SUCCESSORS);
    }
    TrustRoot last = this;
    for (TrustRoot successor : successors) {
      last = last.successor(successor);
    }
    return last.requireCurrent(now);
  }

  /**
   * This root, if it is valid.
   *
   * @param now the current time
   * @throws BrokenRuleException {@link Rule#ROOT_EXPIRED} if it has expired
   */
  public TrustRoot requireCurrent(Instant now) {
    if (!now.isBefore(content().expires())) { // TUF 5.3.10
      throw Rule.ROOT_EXPIRED.broken(
          "trust root: version "
              + version()
              + " expired on "
              + content().expires()
              + "; it must be replaced by its successor");
    }
    return this;
  }

  /** True if the root expires in less than {@link #RENEWAL}, or has expired. */
  public boolean expiresSoon(Instant now) {
    return !now.isBefore(content().expires().minus(RENEWAL));
  }

  static void requireThreshold(TrustRootDraft root, RootContent by) {
    int signers = root.signedBy(by.keys()).size();
    if (signers < by.threshold()) {
      throw Rule.ROOT_THRESHOLD.broken(
          "trust root: version "
              + root.content().version()
              + " is signed by "
              + signers
              + " root keys of version "
              + by.version()
              + " (expected: "
              + by.threshold()
              + " or more)");
    }
  }

  /** The signed note. */
  @Override
  public String toString() {
    return signed.toString();
  }
}
