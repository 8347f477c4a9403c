package dev.nameplate.assign;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.OperationId;
import dev.nameplate.trust.statement.ValueTemplate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block of identifiers to assign by one statement, with the next free numbers of a pattern: for a
 * production line that numbers by itself, also while it cannot reach the node. Immutable; the
 * methods return changed copies.
 *
 * <p>Blocks and identifiers minted one by one share the pattern's sequence. Unused identifiers of a
 * block remain assigned; they can be retired.
 *
 * @param prefix the prefix of the identifiers
 * @param pattern the pattern of their suffixes, with a {@code {seq:N}}
 * @param members number of identifiers, 1 to 10^9
 * @param offset offset from UTC for date and hour of the pattern, from the time of the batch
 * @param values the values of each, in which {@code {n}} and {@code {identifier}} are replaced
 * @param operation id by which a repeated write is recognised; {@link OperationId#NONE} for none
 */
public record BlockMinting(
    Prefix prefix,
    SuffixPattern pattern,
    long members,
    ZoneOffset offset,
    List<ValueTemplate> values,
    OperationId operation) {
  /** Copies the list. */
  public BlockMinting {
    values = List.copyOf(values);
  }

  /**
   * A block without values, with dates in UTC.
   *
   * @param text prefix, slash and pattern, for example {@code 88.118.8/COIL-{yyyy}-{seq:6}{check}}
   * @throws dev.nameplate.error.InvalidInputException if it is malformed
   */
  public static BlockMinting of(String text, long members) {
    Minting minting = Minting.of(text);
    return new BlockMinting(
        minting.prefix(),
        minting.pattern(),
        members,
        minting.offset(),
        List.of(),
        OperationId.NONE);
  }

  /** Copy of this block with one more text value. */
  public BlockMinting value(long index, String type, String text) {
    return value(ValueTemplate.text(index, type, text));
  }

  /** Copy of this block with one more value. */
  public BlockMinting value(ValueTemplate value) {
    return values(Stream.concat(values.stream(), Stream.of(value)).toList());
  }

  /** Copy of this block with exactly these values. */
  public BlockMinting values(List<ValueTemplate> all) {
    return new BlockMinting(prefix, pattern, members, offset, all, operation);
  }

  /** Copy of this block with another offset from UTC. */
  public BlockMinting at(ZoneOffset other) {
    return new BlockMinting(prefix, pattern, members, other, values, operation);
  }

  /** Copy of this block with an operation id. */
  public BlockMinting operation(String id) {
    return new BlockMinting(prefix, pattern, members, offset, values, OperationId.of(id));
  }
}
