/**
 * The index of lineage: the events of an item, and the items of an event. Derived from the log by
 * one follower, and read as of a position of the log.
 *
 * <p><b>Rows.</b> The first byte of a key is its kind. A number of an item, a position of a
 * statement and a time (milliseconds since 1970, its highest bit inverted so that times order) take
 * 8 bytes, big-endian. Items are numbered in the order in which the log first names them, so
 * whoever derives the rows anew gets the same ones. A key of 16 bytes is the beginning of a
 * SHA-256.
 *
 * <pre>
 * i | canonical name                        number of the item, if the name has at most 128 bytes
 * I | key of the canonical name             number of the item, if it has more
 * n | number                                where it was first named, how, its name as it was written there
 * c | number | trail                        counter: how often it is in a trail, the first time excepted
 * o | number | time | position              events that made it
 * u | number | time | position              events that used it
 * b | number | time | position              events in which it came to be otherwise
 * s | number | time | position              events in which it was seen
 * t | number | time | position              events in which it passed to another party
 * r | number | time | position              events in which it ceased to be
 * k | number | time | position              events in which it entered or left another: that one's number, what happened
 * p | number | time | position              events in which others entered or left it: what happened
 * q | number | bond | time | position       events in which all that was in it by a bond left
 * e | position                              an event: who recorded it, when, its members, see {@link
 *                                           dev.nameplate.lineage.EventRow}
 * d | key of recorder and event id | position    the event, as often as it was recorded
 * x | key of recorder and process name | time | position    events of a process
 * y | key of recorder and step | time | position    events of a recorder: with a step, and with an empty one all
 * w | position | position of the withdrawal
 * W | key of recorder and event name | position of the withdrawal
 * m                                         how many items there are
 * </pre>
 *
 * <p>Rows are only ever added. What is behind a position does not exist for a reader as of that
 * position, and what was withdrawn is told by looking; so an answer as of a position never changes,
 * and an event that comes late, or a withdrawal that comes before what it withdraws, needs nothing
 * done to earlier rows. Containment, too, stands as what was said, and its intervals are worked out
 * by who asks.
 */
@NullMarked
package dev.nameplate.lineage;

import org.jspecify.annotations.NullMarked;
