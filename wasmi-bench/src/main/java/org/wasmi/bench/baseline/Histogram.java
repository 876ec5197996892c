package org.wasmi.bench.baseline;

import java.util.Arrays;
import org.wasmi.encoding.Op;

/** How often each instruction was executed, and each pair of neighbours in code one right after the other. */
public final class Histogram {
    private static final NaiveInstruction[] NO_CODE = {};

    private final int ops = Op.count();
    private final long[] counts = new long[ops];
    private final long[] pairs = new long[ops * ops];
    private NaiveInstruction[] lastCode = NO_CODE;
    private int lastPosition;

    Histogram() {}

    /** Counts the execution of the instruction at an index of a function's code. */
    void count(NaiveInstruction[] code, int position) {
        int op = code[position].op.code();
        counts[op]++;
        if (code == lastCode && position == lastPosition + 1) {
            pairs[code[lastPosition].op.code() * ops + op]++;
        }
        lastCode = code;
        lastPosition = position;
    }

    /** {@return the number of instructions executed} */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /** {@return how often an instruction was executed} */
    public long count(Op op) {
        return counts[op.code()];
    }

    /** {@return how often an instruction was executed right after the one before it in code, these being the two} */
    public long count(Op first, Op second) {
        return pairs[first.code() * ops + second.code()];
    }
}
