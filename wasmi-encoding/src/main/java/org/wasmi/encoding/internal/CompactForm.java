package org.wasmi.encoding.internal;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;

/**
 * How the compact encoding maps an operand to a number, which it writes as LEB128: seven bits a byte, the lowest first,
 * the sign bit where more follow. The forms make frequent operands small numbers.
 */
enum CompactForm {
    /** 32 bits as they are: slots, counts, indices, offsets. */
    PLAIN,
    /** 64 bits as they are: offsets. */
    PLAIN64,
    /** 32 bits with the sign in the lowest bit: integers. */
    SIGNED,
    /** 32 bits with the bytes reversed: floats, whose lower bytes are mostly zero. */
    REVERSED,
    /** 64 bits with the bytes reversed: floats, and what few integers need 64 bits. */
    REVERSED64,
    /** The distance to the target in instructions, signed. */
    BRANCH,
    /** The number of targets, plain, then each as a branch. */
    TARGETS;

    private static final List<List<CompactForm>> BY_CODE = new ArrayList<>();

    static {
        for (Op op : Op.values()) {
            List<CompactForm> forms = new ArrayList<>();
            for (int i = 0; i < op.format().operands().size(); i++) {
                forms.add(of(op, i));
            }
            BY_CODE.add(List.copyOf(forms));
        }
    }

    private static CompactForm of(Op op, int operand) {
        OperandKind kind = op.format().operands().get(operand);
        return switch (kind) {
            case IMM32 -> op.type(operand).filter(SlotType.F32::equals).isPresent() ? REVERSED : SIGNED;
            case IMM64 -> REVERSED64;
            case OFFSET64 -> PLAIN64;
            case BRANCH -> BRANCH;
            case TARGETS -> TARGETS;
            default -> PLAIN;
        };
    }

    /** {@return the forms of an op's operands} */
    static List<CompactForm> of(Op op) {
        return BY_CODE.get(op.code());
    }

    /** {@return the number for a signed value: small for values near zero} */
    static int zigZag(int value) {
        return (value << 1) ^ (value >> 31);
    }

    /** {@return the signed value for a number} */
    static int unZigZag(int number) {
        return (number >>> 1) ^ -(number & 1);
    }
}
