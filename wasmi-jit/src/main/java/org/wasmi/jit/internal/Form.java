package org.wasmi.jit.internal;

import org.wasmi.exec.runtime.Machine;

/** In what way a function is compiled: what the frames of its code do where something in the world has changed. */
enum Form {
    /** Frames stay on the Java stack until they return. */
    STAYING('F', false),

    /** Frames can {@linkplain Leaving leave} for the machine wherever a call may be suspended. */
    LEAVING('L', true);

    private static final Form[] VALUES = values();

    /** What the names of classes begin with. */
    final char letter;

    /** Whether frames can leave. */
    final boolean leaves;

    Form(char letter, boolean leaves) {
        this.letter = letter;
        this.leaves = leaves;
    }

    /** {@return the form of code that runs on a machine} */
    static Form on(Machine machine) {
        return machine.isSuspendable() ? LEAVING : STAYING;
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
