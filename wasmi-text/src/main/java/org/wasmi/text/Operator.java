package org.wasmi.text;

/**
 * An operator of Wasm.
 *
 * @param name its name in the text format
 * @param prefix the first byte of an opcode of two parts, -1 for others
 * @param code the opcode, or what follows the prefix
 * @param operands how many operands it takes, -1 if that depends on the module or the block
 * @param results how many results it has, likewise
 * @param immediates what follows the name
 * @param alignment the natural alignment of an access of memory, as a power of two
 */
record Operator(String name, int prefix, int code, int operands, int results, Immediate immediates, int alignment) {
    /** In the place of an alignment. */
    private static final int NULLABLE = -1;

    /** {@return the form of an operator that has the next opcode: a cast to a nullable type, a select with types} */
    Operator nullable() {
        return new Operator(name, prefix, code + 1, operands, results, immediates, NULLABLE);
    }

    boolean isNullable() {
        return alignment == NULLABLE;
    }

    boolean is(String other) {
        return name.equals(other);
    }
}
