package org.wasmi.debug;

/**
 * A place in the source of a module.
 *
 * @param file the file; empty for the text of the module
 * @param line the line, from 1
 * @param column the column, or 0
 * @param inlined how many calls have been inlined there
 */
record Place(String file, int line, int column, int inlined) {

    /** {@return whether a line of the source has both} */
    boolean isOnLineOf(Place other) {
        return line == other.line && inlined == other.inlined && file.equals(other.file);
    }
}
