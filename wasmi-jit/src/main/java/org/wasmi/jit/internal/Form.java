package org.wasmi.jit.internal;

import java.util.Arrays;

/** In what way a function is compiled, which decides where frames of its code can {@linkplain Leaving leave}. */
enum Form {
    /** For calls that cannot be suspended: frames leave where a memory has grown beyond what this form can use. */
    PLAIN(0, 'F', false, false),

    /** For calls that can be suspended: frames leave where one is, too. */
    SUSPENDABLE(1, 'L', true, false),

    /**
     * For any calls, and for a memory of which the array has room to grow: accesses check addresses against its size.
     */
    GROWING(2, 'G', true, true);

    private static final Form[] VALUES = values();

    /** How many there are. */
    static final int COUNT = VALUES.length;

    /** Its number, from 0. */
    final int number;

    /** What the names of classes begin with. */
    final char letter;

    /** Whether frames leave where a call is suspended. */
    final boolean suspends;

    /** Whether accesses check addresses; otherwise the array's own check does. */
    final boolean checks;

    Form(int number, char letter, boolean suspends, boolean checks) {
        this.number = number;
        this.letter = letter;
        this.suspends = suspends;
        this.checks = checks;
    }

    /** {@return whether a form has a letter} */
    static boolean isOf(char letter) {
        return Arrays.stream(VALUES).anyMatch(each -> each.letter == letter);
    }

    /** {@return the form that has a letter} */
    static Form of(char letter) {
        for (Form each : VALUES) {
            if (each.letter == letter) {
                return each;
            }
        }
        throw new IllegalArgumentException("no form has the letter " + letter);
    }

    /** {@return the name of the class of a function} */
    String className(int function) {
        return letter + Integer.toString(function);
    }

    /** {@return the name of the class that goes on in a function at a position} */
    String resumptionName(int function, int position) {
        return "R" + className(function) + "_" + position;
    }
}
