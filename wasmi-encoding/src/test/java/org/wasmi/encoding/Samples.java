package org.wasmi.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.wasmi.encoding.instruction.Instruction;
import org.wasmi.encoding.instruction.Operand;

/** Instructions for tests. */
public final class Samples {

    /** A frame that says nothing in particular. */
    public static final FrameShape FRAME = new FrameShape(1, 1, 2, 5, true);

    private Samples() {}

    /** An instruction with operands that differ from each other, and its targets within a list of {@code size}. */
    public static Instruction of(Op op, int size, Random random) {
        List<Operand> operands = new ArrayList<>();
        for (OperandKind kind : op.format().operands()) {
            int count = kind == OperandKind.TARGETS ? 1 + random.nextInt(4) : 1;
            for (int i = 0; i < count; i++) {
                operands.add(new Operand(
                        kind,
                        switch (kind) {
                            case IMM64, OFFSET64 -> random.nextLong();
                            case BRANCH, TARGETS -> random.nextInt(size);
                            default -> random.nextInt();
                        }));
            }
        }
        return new Instruction(op, operands);
    }

    /** Each instruction once, with branches to anywhere among them. */
    public static List<Instruction> ofEachOp(long seed) {
        Random random = new Random(seed);
        return Arrays.stream(Op.values()).map(op -> of(op, Op.count(), random)).toList();
    }
}
