package org.wasmi.encoding.internal.dwarf;

/** Debugging information that cannot be read. Never leaves the package. */
final class DwarfException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DwarfException(String message) {
        super(message, null, false, false);
    }
}
