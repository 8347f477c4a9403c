package dev.nameplate.trace.walk;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trust.merkle.HashFunction;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Position at which an answer continues: the number of moves, and the position of the log. It is
 * valid for one question of one caller.
 *
 * <p>As text: base64url of the position and the number of moves, 8 bytes each, big-endian, and 8
 * bytes of a digest of the question.
 *
 * @param position the position of the log that the answer is based on
 * @param moves number of moves shown
 */
record ResumeToken(long position, long moves) {
  private static final int DIGEST_SIZE = 8;
  private static final int SIZE = 2 * Long.BYTES + DIGEST_SIZE;

  String text(Bytes question) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(SIZE)
                .putLong(position)
                .putLong(moves)
                .put(question.toByteArray())
                .array());
  }

  /**
   * Reads a token.
   *
   * @throws InvalidInputException if it is none, or one of another question
   */
  static ResumeToken parse(String text, Bytes question) {
    try {
      ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (in.remaining() == SIZE) {
        ResumeToken token = new ResumeToken(in.getLong(), in.getLong());
        byte[] digest = new byte[DIGEST_SIZE];
        in.get(digest);
        if (Bytes.wrap(digest).equals(question) && token.position >= 0 && token.moves >= 0) {
          return token;
        }
      }
    } catch (IllegalArgumentException e) {
      // falls through: it is refused like one of another question
    }
    throw InvalidInputException.of("resume_token", text, "a token from an answer to this query");
  }

  /** Digest of all of a question that decides about the moves. */
  static Bytes digest(TraceQuestion question, Caller caller) {
    String decisive =
        String.join(
            "\n",
            question.item().canonical(),
            question.direction().name(),
            question.asOf().toString(),
            Integer.toString(question.maxDepth()),
            Long.toString(question.maxItems()),
            Boolean.toString(question.strict()),
            question.slack().toString(),
            Boolean.toString(question.history()) + (question.parts() ? " parts" : ""),
            caller.name());
    byte[] digest = HashFunction.SHA256.hash(Bytes.utf8(decisive)).toByteArray();
    return Bytes.wrap(Arrays.copyOf(digest, DIGEST_SIZE));
  }
}
