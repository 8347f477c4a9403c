package dev.nameplate.assign;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.OperationId;
import dev.nameplate.trust.statement.ValueTemplate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block of identifiers to assign at once, by one statement, for which the node takes the next
 * free numbers of a pattern: for a line that goes on numbering by itself, also while it cannot
 * reach the node. Immutable; the methods return changed copies.
 *
 * <p>Blocks and identifiers that are minted one by one share the pattern's sequence. What of a
 * block is not used remains assigned; it can be retired.
 *
 * @param prefix the prefix they stand under
 * @param pattern how their suffixes are made, with a {@code {seq:N}}
 * @param members how many, 1 to 10^9
 * @param offset tells the date and hour that are filled in, from the time of the batch
 * @param values the values of each, in which {@code {n}} and {@code {identifier}} count
 * @param operation names the write so that a repeat is recognised; {@link OperationId#NONE} for
 *     none
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
   * A block without values; dates are those of UTC.
   *
   * @param text prefix, slash and pattern, for example {@code 88.118.8/COIL-{yyyy}-{seq:6}{check}}
   * @throws dev.nameplate.error.InvalidInputException if it is none
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

  /** The same with one more text value. */
  public BlockMinting value(long index, String type, String text) {
    return value(ValueTemplate.text(index, type, text));
  }

  /** The same with one more value. */
  public BlockMinting value(ValueTemplate value) {
    return values(Stream.concat(values.stream(), Stream.of(value)).toList());
  }

  /** The same with these values and no others. */
  public BlockMinting values(List<ValueTemplate> all) {
    return new BlockMinting(prefix, pattern, members, offset, all, operation);
  }

  /** The same with the dates of another offset. */
  public BlockMinting at(ZoneOffset other) {
    return new BlockMinting(prefix, pattern, members, other, values, operation);
  }

  /** The same under an operation id. */
  public BlockMinting operation(String id) {
    return new BlockMinting(prefix, pattern, members, offset, values, OperationId.of(id));
  }
}
