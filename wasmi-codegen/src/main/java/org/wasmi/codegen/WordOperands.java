package org.wasmi.codegen;

import org.wasmi.encoding.Format;

/** Operands in words of canonical code, at {@code code[ip]}; the frame begins at {@code fp}. */
record WordOperands(Format format) implements Operands {

    @Override
    public String raw(int operand) {
        return "code[ip + " + format.wordOf(operand) + "]";
    }

    @Override
    public String wide(int operand) {
        return "Words.wide(code, ip + " + format.wordOf(operand) + ")";
    }

    @Override
    public String index(int operand) {
        return "fp + " + raw(operand);
    }
}
