package org.wasmi.jit.internal;

import org.wasmi.encoding.Op;

/** An instruction of the code that is compiled, with the slots that it reads and writes. */
final class Insn {
    private static final int[] NONE = {};

    final Op op;

    /** Its number in the code, from 0 on. */
    final int number;

    /** Where it begins in the code. */
    final int at;

    /** Where it ends. */
    final int end;

    /** The operands of 32 bits by their numbers; for targets their number. */
    final int[] operands;

    /** The operand of 64 bits, if there is one; the first of two. */
    long wide;

    /** The last operand of 64 bits, if there is one. */
    long upper;

    /** Where it may lead, as positions; for a branch by a table, behind the others the default. */
    int[] targets = NONE;

    /** Of a branch by a part of a table: the index of the part's first entry. */
    int firstEntry;

    /** Whether the next instruction has the rest of the table, in place of the default. */
    boolean hasRest;

    /** The numbers of the handlers that are asked if it throws an exception, in their order. */
    int[] handlers = NONE;

    /** Whether it is a tail call of the function that it is in, which is a loop. */
    boolean callsItself;

    int[] useSlots = NONE;
    int[] useTypes = NONE;

    /** The web of each use, once it is known. */
    int[] useWebs = NONE;

    int[] defSlots = NONE;
    int[] defTypes = NONE;
    int[] defWebs = NONE;

    /** {@return whether it is a tail call of another function, or of one that is found when it runs} */
    boolean isTailCall() {
        return op.isCall() && op.terminates() && !callsItself;
    }

    /** {@return whether the next instruction is never executed after it} */
    boolean terminates() {
        return op.terminates() && !hasRest;
    }

    Insn(Op op, int number, int at, int end, int[] operands) {
        this.op = op;
        this.number = number;
        this.at = at;
        this.end = end;
        this.operands = operands;
    }
}
