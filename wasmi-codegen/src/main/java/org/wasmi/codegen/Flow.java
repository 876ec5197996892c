package org.wasmi.codegen;

/** How the handlers of one executor go on after an instruction, as Java statements. Each ends the handler. */
interface Flow {

    /** {@return on to the instruction that follows} */
    String next();

    /** {@return on to the target of the instruction's branch operand} */
    String jump();

    /** {@return on to one of the instruction's table of targets; {@code entry} is an index within it} */
    String jumpTo(String entry);

    /** {@return on to the frame on top of the machine: frames have come or gone, or the host has had control} */
    String resume();

    /** {@return an expression for the number of targets of the instruction's table} */
    String targetCount();

    /** {@return an expression for the position of the instruction that follows} */
    String nextPosition();

    /** {@return a statement for after a memory has grown, which any cached array of memory 0 does not survive} */
    String memoryGrown();
}
