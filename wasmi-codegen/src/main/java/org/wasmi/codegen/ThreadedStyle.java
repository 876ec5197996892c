package org.wasmi.codegen;

/** The executors that have a handler object for each instruction, and what their handlers look like. */
enum ThreadedStyle {
    /** One handler for each {@code Op}, found by the code in the word; it returns the next position. */
    INDIRECT("HandlerClasses"),
    /** One node for each instruction of the code, with its operands; it returns the next node. */
    DIRECT("DirectNodes"),
    /** Like {@link #DIRECT}, but a node ends by invoking its successor. */
    TAIL("TailNodes");

    private final String className;

    ThreadedStyle(String className) {
        this.className = className;
    }

    /** {@return the name of the class that holds all handlers} */
    String className() {
        return className;
    }
}
