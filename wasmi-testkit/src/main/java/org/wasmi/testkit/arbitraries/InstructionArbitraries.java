package org.wasmi.testkit.arbitraries;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.instruction.Instruction;

/**
 * Generates instructions of the bytecode with operands of every allowed kind and size. They respect the formats and
 * nothing else: such code can be encoded but not run. All of it is derived from {@link Op} and its format, so new
 * instructions are generated automatically.
 */
public final class InstructionArbitraries {

    /** A frame that has all slots that are generated. */
    public static final FrameShape FRAME = new FrameShape(3, 2, 10, 2_000_000, true);

    private static final int MAX_SLOT = 1_000_000;
    private static final int MAX_COUNT = 1_000;
    private static final int MAX_TARGETS = 20;
    private static final int MAX_LENGTH = 30;

    private InstructionArbitraries() {}

    /** {@return lists of 1 to 30 instructions of any kind, whose branches lead into the list} */
    public static Arbitrary<List<Instruction>> instructionLists() {
        return Arbitraries.integers().between(1, MAX_LENGTH).flatMap(length -> Arbitraries.of(Op.class)
                .flatMap(op -> instructions(op, length))
                .list()
                .ofSize(length));
    }

    /**
     * {@return instructions of one kind}
     *
     * @param op which
     * @param length the number of instructions in their list, which limits the branch targets
     */
    public static Arbitrary<Instruction> instructions(Op op, int length) {
        return instructions(
                op,
                op.format().operands().stream()
                        .<Arbitrary<?>>map(kind -> operands(kind, length))
                        .toList());
    }

    /** {@return instructions of one kind, with these operands: numbers, or of a table of targets a list of numbers} */
    static Arbitrary<Instruction> instructions(Op op, List<Arbitrary<?>> operands) {
        return Combinators.combine(operands.stream().map(Arbitrary::asGeneric).toList())
                .as(values -> Instruction.of(
                        op,
                        values.stream()
                                .flatMap(
                                        value -> value instanceof List<?> targets ? targets.stream() : Stream.of(value))
                                .mapToLong(value -> ((Number) value).longValue())
                                .toArray()));
    }

    private static Arbitrary<?> operands(OperandKind kind, int length) {
        return switch (kind) {
            case RESULT, RESULT_PAIR, RESULT_SPAN, SLOT, SLOT_SPAN, FRAME ->
                Arbitraries.integers().between(0, MAX_SLOT);
            case IMM32, OFFSET32 -> Arbitraries.integers();
            case IMM64, OFFSET64 -> Arbitraries.longs();
            case COUNT -> Arbitraries.integers().between(0, MAX_COUNT);
            case LANE -> Arbitraries.integers().between(0, 1);
            case INDEX -> Arbitraries.integers().greaterOrEqual(0);
            case BRANCH -> targets(length);
            case TARGETS -> targets(length).list().ofMinSize(1).ofMaxSize(MAX_TARGETS);
        };
    }

    private static Arbitrary<Integer> targets(int length) {
        return Arbitraries.integers().between(0, length - 1);
    }
}
