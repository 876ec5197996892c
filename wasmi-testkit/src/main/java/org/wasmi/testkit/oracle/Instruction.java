package org.wasmi.testkit.oracle;

/** An operator with its immediates, decoded. */
final class Instruction {

    /** What opcodes of vector operators have besides the second code. */
    static final int VECTOR = 0xFD000;

    /** The opcode; 0xFC00 and the second code behind the prefix 0xFC. */
    final int opcode;

    /** The immediates, in their order; the bits of a float; a block's numbers of parameters and results. */
    final long[] immediates;

    /** Of a block, loop, if or else: where its end is. */
    int end = -1;

    /** Of an if: where its else is, or its end. */
    int otherwise = -1;

    Instruction(int opcode, long... immediates) {
        this.opcode = opcode;
        this.immediates = immediates;
    }

    int index(int number) {
        return (int) immediates[number];
    }
}
