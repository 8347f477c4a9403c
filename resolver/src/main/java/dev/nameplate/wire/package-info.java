/**
 * The only translator between protobuf and the words of this system, both ways, for {@link
 * dev.nameplate.upstream}, the gRPC face and the command line: codecs of questions, writes,
 * receipts and lists, and readers of signed answers.
 *
 * <p>In a codec, {@code request}, {@code response} and {@code toProto} write what they are given; a
 * method named after a word reads it, and throws {@link dev.nameplate.error.InvalidInputException}
 * with the path of the field that is wrong. A reader of answers either verifies everything, or
 * takes the node's word and says so: {@link dev.nameplate.wire.Read}.
 */
@NullMarked
package dev.nameplate.wire;

import org.jspecify.annotations.NullMarked;
