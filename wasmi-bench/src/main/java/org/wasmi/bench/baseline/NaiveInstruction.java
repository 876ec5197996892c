package org.wasmi.bench.baseline;

import org.wasmi.encoding.Op;
import org.wasmi.encoding.instruction.Instruction;
import org.wasmi.encoding.instruction.Operand;

/** An instruction as the baseline runs it. */
final class NaiveInstruction {
    final Op op;

    /** By number in the format. */
    final long[] operands;

    /** Indices in the list of instructions. */
    final int[] targets;

    NaiveInstruction(Instruction instruction) {
        op = instruction.op();
        operands = instruction.operands().stream().mapToLong(Operand::value).toArray();
        targets = instruction.targets().stream().mapToInt(Integer::intValue).toArray();
    }
}
