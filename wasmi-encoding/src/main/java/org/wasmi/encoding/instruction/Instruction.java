package org.wasmi.encoding.instruction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.text.Disassembler;

/**
 * An instruction as an object, for analysis of code. Branch targets are indices into the list of instructions. {@link
 * Instructions} converts between such lists and code.
 *
 * @param op the operation
 * @param operands the operands in the order of the {@link Format}; a table of targets, which is always last, as one
 *     operand for each target
 */
public record Instruction(Op op, List<Operand> operands) {

    /**
     * Creates an instruction.
     *
     * @throws IllegalArgumentException if the operands do not have the format of the instruction
     */
    public Instruction {
        operands = List.copyOf(operands);
        List<OperandKind> kinds = op.format().operands();
        boolean fits = operands.size() >= kinds.size();
        for (int i = 0; fits && i < operands.size(); i++) {
            fits = operands.get(i).kind() == kindOf(op, i);
        }
        if (!fits) {
            throw new IllegalArgumentException(op + " takes the operands " + kinds + ", not "
                    + operands.stream().map(Operand::kind).toList());
        }
    }

    /**
     * {@return an instruction with operands of the kinds that its format has}
     *
     * @param op the operation
     * @param operands the operands in order; at the end as many targets as there are
     * @throws IllegalArgumentException if there are too few or too many, or if the value of a 32-bit operand has more
     *     bits
     */
    public static Instruction of(Op op, long... operands) {
        List<Operand> list = new ArrayList<>(operands.length);
        for (int i = 0; i < operands.length; i++) {
            list.add(new Operand(kindOf(op, i), operands[i]));
        }
        return new Instruction(op, list);
    }

    private static OperandKind kindOf(Op op, int operand) {
        List<OperandKind> kinds = op.format().operands();
        if (operand < kinds.size()) {
            return kinds.get(operand);
        } else if (op.format().hasTargets()) {
            return OperandKind.TARGETS;
        }
        throw new IllegalArgumentException(op + " takes " + kinds.size() + " operands only");
    }

    /**
     * {@return the value of an operand}
     *
     * @param number the number of the operand, from 0
     * @throws IndexOutOfBoundsException if there is no such operand
     */
    public long value(int number) {
        return operands.get(number).value();
    }

    /** {@return the targets of this instruction's branches, as indices in the list} */
    public List<Integer> targets() {
        return operands.stream()
                .filter(operand -> operand.kind().isTarget())
                .map(operand -> (int) operand.value())
                .toList();
    }

    /** {@return the same instruction with each target mapped to another one} */
    public Instruction withTargets(IntUnaryOperator change) {
        return new Instruction(
                op,
                operands.stream()
                        .map(operand -> operand.kind().isTarget()
                                ? new Operand(operand.kind(), change.applyAsInt((int) operand.value()))
                                : operand)
                        .toList());
    }

    /**
     * {@return the mnemonic and the values of the operands, for people; {@link Disassembler} prints text that can be
     * parsed}
     */
    @Override
    public String toString() {
        return operands.stream()
                .map(operand -> " " + operand.value())
                .collect(Collectors.joining(",", op.mnemonic(), ""));
    }
}
