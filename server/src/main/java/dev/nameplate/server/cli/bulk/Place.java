package dev.nameplate.server.cli.bulk;

/**
 * A place in a file.
 *
 * @param file the file's name
 * @param line number of the line it begins on, from 1; 0 for the file as a whole
 */
record Place(String file, long line) {
  /** Name of another place relative to this: its line alone if it is in the same file. */
  String seen(Place other) {
    return other.file.equals(file) ? "line " + other.line : other.toString();
  }

  /** {@code file:line}. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
