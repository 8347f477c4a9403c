package dev.nameplate.lineage;

import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/** Byte codes of enum values in rows; they never change. */
final class Codes {
  private Codes() {}

  static byte of(EventKind kind) {
    return (byte)
        switch (kind) {
          case CREATE -> 'c';
          case RETIRE -> 'r';
          case PROCESS -> 'p';
          case CONTAIN -> 'k';
          case TRANSFER -> 't';
          case OBSERVE -> 'o';
          case WITHDRAW -> 'w';
        };
  }

  static byte of(Change change) {
    return (byte)
        switch (change) {
          case ENTER -> 'e';
          case LEAVE -> 'l';
          case SEEN -> 's';
        };
  }

  static byte of(Bond bond) {
    return (byte)
        switch (bond) {
          case PACKED -> 'p';
          case INSTALLED -> 'i';
        };
  }

  static EventKind kind(byte code) {
    return find(EventKind.values(), Codes::of, code);
  }

  static Change change(byte code) {
    return find(Change.values(), Codes::of, code);
  }

  static Bond bond(byte code) {
    return find(Bond.values(), Codes::of, code);
  }

  static Trail trail(byte code) {
    return find(Trail.values(), Trail::kind, code);
  }

  private static <T> T find(T[] values, ToIntFunction<T> codes, byte code) {
    return Arrays.stream(values)
        .filter(value -> codes.applyAsInt(value) == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("lineage: unknown code " + code));
  }
}
