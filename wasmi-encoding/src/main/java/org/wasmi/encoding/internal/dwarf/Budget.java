package org.wasmi.encoding.internal.dwarf;

/**
 * How much reading a question may take: a few bytes can declare attributes that take no byte, so that the size of the
 * sections bounds nothing. Mutable, for one thread.
 */
final class Budget {
    private int left;

    /** Makes a budget of a number of steps. */
    Budget(int steps) {
        left = steps;
    }

    /** Takes a step. */
    void take() {
        if (--left < 0) {
            throw new DwarfException("too much to read");
        }
    }
}
