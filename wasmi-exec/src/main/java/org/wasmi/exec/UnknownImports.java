package org.wasmi.exec;

/**
 * What takes the place of functions that a program imports and nobody has defined; see {@link
 * Linker#defineUnknownImports}.
 */
public enum UnknownImports {
    /** Functions that trap with {@link org.wasmi.encoding.error.Trap#UNREACHABLE}; the message names the import. */
    TRAPPING,
    /** Functions that return zeros and null references. */
    ZERO
}
