package dev.nameplate.wire;

import com.google.protobuf.ByteString;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.v1.BatchProof;
import dev.nameplate.v1.DelegationChain;
import dev.nameplate.v1.ItemError;
import dev.nameplate.v1.ManyAnswer;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.SignedBatch;
import dev.nameplate.v1.SignedStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of answers about many identifiers, which share batches, hashes of inclusion paths and
 * chains. What is packed is unpacked as the same; nothing in it is verified here.
 *
 * <p><b>Source:</b> {@code api/README.md}, section 17.
 */
public final class PackedAnswers {
  /** The most bytes of the request's identifiers that every node accepts. */
  public static final int MOST_REQUEST_BYTES = 480 << 10;

  private PackedAnswers() {}

  /** A message that is being filled. Used by one thread. */
  public static final class Packing {
    private final ResolveManyResponse.Builder message = ResolveManyResponse.newBuilder();
    private final Map<SignedBatch, Integer> batches = new HashMap<>();
    private final Map<List<dev.nameplate.trust.statement.SignedStatement>, Integer> chains =
        new HashMap<>();
    private final HashTable hashes = new HashTable();

    /**
     * Adds an answer.
     *
     * @param answer the answer without its statement and chain, which are set here
     * @param statement the statement; null if there is none
     * @param chain the delegations that prove it, the outermost first
     */
    public void add(
        ManyAnswer.Builder answer,
        dev.nameplate.trust.statement.@Nullable SignedStatement statement,
        List<dev.nameplate.trust.statement.SignedStatement> chain) {
      if (!chain.isEmpty()) {
        answer.setChain(chain(chain));
      }
      if (statement != null) {
        add(statement.toProto(), answer);
      }
      message.addAnswers(answer.build());
    }

    /** Adds the reason of a missing answer. */
    public void add(ItemError error) {
      message.addAnswersBuilder().setError(error);
    }

    /** The message with everything added since the last. */
    public ResolveManyResponse message() {
      ResolveManyResponse done = message.setHashes(hashes.bytes()).build();
      message.clear();
      batches.clear();
      chains.clear();
      hashes.clear();
      return done;
    }

    private void add(SignedStatement statement, ManyAnswer.Builder packed) {
      BatchProof proof = statement.getProof();
      packed
          .setBody(statement.getBody())
          .setBatch(batch(proof.getBatch()))
          .setLeafIndex(proof.getLeafIndex());
      if (statement.getDisclosuresCount() > 0) {
        packed.addAllDisclosures(statement.getDisclosuresList());
      }
      List<ByteString> path = proof.getPathList();
      for (int i = 0; i < path.size(); i++) {
        packed.addPath(hashes.indexOf(path.get(i)));
      }
    }

    private int batch(SignedBatch batch) {
      Integer known = batches.get(batch);
      if (known != null) {
        return known;
      }
      message.addBatches(batch);
      batches.put(batch, batches.size());
      return batches.size() - 1;
    }

    private int chain(List<dev.nameplate.trust.statement.SignedStatement> delegations) {
      Integer known = chains.get(delegations);
      if (known != null) {
        return known;
      }
      DelegationChain.Builder added = DelegationChain.newBuilder();
      delegations.forEach(delegation -> added.addDelegations(delegation.toProto()));
      message.addChains(added);
      chains.put(delegations, message.getChainsCount());
      return message.getChainsCount();
    }
  }

  /** Different hashes in the order in which they were first added. */
  private static final class HashTable {
    private static final int SIZE = HashFunction.SIZE;

    private byte[] bytes = new byte[512 * SIZE];
    private int count;

    /** By the first bytes of a hash: its index plus 1, or 0. Twice as many slots as hashes. */
    private int[] slots = new int[1024];

    int indexOf(ByteString hash) {
      if (hash.size() != SIZE) {
        throw new IllegalArgumentException("hash: " + hash.size() + " bytes (expected: 32)");
      }
      if (2 * (count + 1) > slots.length) {
        grow();
      }
      hash.copyTo(bytes, count * SIZE);
      int slot = slotOf(count);
      while (slots[slot] != 0) {
        if (isSame(slots[slot] - 1)) {
          return slots[slot] - 1;
        }
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = ++count;
      return count - 1;
    }

    private boolean isSame(int index) {
      int last = count * SIZE;
      return Arrays.equals(bytes, index * SIZE, (index + 1) * SIZE, bytes, last, last + SIZE);
    }

    private int slotOf(int index) {
      int at = index * SIZE;
      int first = (bytes[at] & 0xFF) << 16 | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF);
      return first & (slots.length - 1);
    }

    private void grow() {
      slots = new int[2 * slots.length];
      bytes = Arrays.copyOf(bytes, slots.length / 2 * SIZE);
      for (int index = 0; index < count; index++) {
        int slot = slotOf(index);
        while (slots[slot] != 0) {
          slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = index + 1;
      }
    }

    void clear() {
      count = 0;
      Arrays.fill(slots, 0);
    }

    ByteString bytes() {
      return ByteString.copyFrom(bytes, 0, count * SIZE);
    }
  }

  /**
   * The answers in a message, each with its whole statement. Statements share the objects of their
   * batches, hashes and delegations.
   *
   * @param most the most answers that are expected
   * @throws UnacceptableAnswerException if there are none or more, or one refers to what the
   *     message does not have
   */
  public static List<ResolveAllResponse> unpack(ResolveManyResponse message, int most) {
    int count = message.getAnswersCount();
    if (count == 0 || count > most) {
      throw new UnacceptableAnswerException(
          "a message has " + count + " answers (expected: 1 to " + most + ")");
    }
    for (DelegationChain chain : message.getChainsList()) {
      if (chain.getDelegationsCount() > Authority.MAX_CHAIN) { // before answers have copies of it
        throw new UnacceptableAnswerException(
            "a chain has "
                + chain.getDelegationsCount()
                + " delegations (expected: at most "
                + Authority.MAX_CHAIN
                + ")");
      }
    }
    ByteString[] hashes = hashes(message.getHashes());
    List<ResolveAllResponse> answers = new ArrayList<>(count);
    for (ManyAnswer packed : message.getAnswersList()) {
      answers.add(unpack(packed, message, hashes));
    }
    return answers;
  }

  private static ByteString[] hashes(ByteString all) {
    if (all.size() % HashFunction.SIZE != 0) {
      throw new UnacceptableAnswerException(
          "its hashes take " + all.size() + " bytes (expected: a multiple of 32)");
    }
    ByteString[] hashes = new ByteString[all.size() / HashFunction.SIZE];
    Arrays.setAll(hashes, i -> all.substring(i * HashFunction.SIZE, (i + 1) * HashFunction.SIZE));
    return hashes;
  }

  private static ResolveAllResponse unpack(
      ManyAnswer packed, ResolveManyResponse message, ByteString[] hashes) {
    ResolveAllResponse.Builder result = ResolveAllResponse.newBuilder();
    if (packed.hasError()) {
      return result.setError(packed.getError()).build();
    }
    ResolveResponse.Builder answer =
        result
            .getAnswerBuilder()
            .setOutcome(packed.getOutcome())
            .addAllSelected(packed.getSelectedList())
            .setTtlSeconds(packed.getTtlSeconds())
            .setSource(packed.getSource())
            .setNewestVersion(packed.getNewestVersion());
    if (packed.getChain() != 0) {
      int chain = index("chain", packed.getChain() - 1, message.getChainsCount());
      answer.addAllChain(message.getChains(chain).getDelegationsList());
    }
    if (!packed.getBody().isEmpty()) {
      answer.setStatement(statement(packed, message, hashes));
    } else if (packed.getPathCount() > 0 || packed.getDisclosuresCount() > 0) {
      throw new UnacceptableAnswerException("it has a proof without a statement");
    }
    return result.build();
  }

  private static SignedStatement statement(
      ManyAnswer packed, ResolveManyResponse message, ByteString[] hashes) {
    int length = packed.getPathCount();
    if (length > dev.nameplate.trust.statement.SignedStatement.MAX_PATH) {
      throw new UnacceptableAnswerException(
          "a path has "
              + length
              + " hashes (expected: at most "
              + dev.nameplate.trust.statement.SignedStatement.MAX_PATH
              + ")");
    }
    BatchProof.Builder proof =
        BatchProof.newBuilder()
            .setLeafIndex(packed.getLeafIndex())
            .setBatch(
                message.getBatches(index("batch", packed.getBatch(), message.getBatchesCount())));
    for (int i = 0; i < length; i++) {
      proof.addPath(hashes[index("hash", packed.getPath(i), hashes.length)]);
    }
    return SignedStatement.newBuilder()
        .setBody(packed.getBody())
        .addAllDisclosures(packed.getDisclosuresList())
        .setProof(proof)
        .build();
  }

  private static int index(String what, int index, int count) {
    if (index < 0 || index >= count) {
      throw new UnacceptableAnswerException(
          "it refers to %s %s (expected: below %d)"
              .formatted(what, Integer.toUnsignedString(index), count));
    }
    return index;
  }
}
