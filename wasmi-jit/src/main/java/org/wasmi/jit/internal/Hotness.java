package org.wasmi.jit.internal;

/**
 * Which functions of a program are compiled, or soon will be; the others are called in the interpreter. What a thread
 * sees may be out of date, which costs only time. Thread-safe.
 */
final class Hotness {
    /** By function and {@link Form}: whether it is compiled. */
    final boolean[] compiled;

    private final boolean[] warm;

    /**
     * Begins with functions that are all cold.
     *
     * @param functions how many there are; 0 for code that is compiled when it is first called
     */
    Hotness(int functions) {
        compiled = new boolean[Form.COUNT * functions];
        warm = new boolean[functions];
    }

    /** {@return where {@link #compiled} has a function} */
    static int index(int function, Form form) {
        return Form.COUNT * function + form.number;
    }

    /** Has code that is compiled from now on call a function without a look whether it is compiled. */
    void warm(int function) {
        if (function < warm.length) {
            warm[function] = true;
        }
    }

    /** Has all code call the compiled function. */
    void compiled(int function, Form form) {
        if (function < warm.length) {
            compiled[index(function, form)] = true;
        }
    }

    /** {@return whether code has to look whether the function is compiled} */
    boolean isCold(int function, Form form) {
        return function < warm.length && !warm[function] && !compiled[index(function, form)];
    }
}
