package org.wasmi.translate.internal.function;

import java.util.Optional;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Relation;
import org.wasmi.encoding.SlotType;

/**
 * The instructions that a binary operator of Wasm may become, by where its operands are. Found by
 * operator or relation.
 *
 * @param slots the instruction for two slots
 * @param swaps whether that takes them in the opposite order
 * @param right the instruction for a constant as second operand, if there is one
 * @param left the instruction for a constant as first operand, if there is one
 */
record BinaryForm(Op slots, boolean swaps, Optional<Immediate> right, Optional<Immediate> left) {

    /**
     * An instruction with an immediate operand.
     *
     * @param op the instruction
     * @param negates whether the immediate is the constant's negation
     */
    record Immediate(Op op, boolean negates) {

        /** {@return whether the instruction can hold a constant} */
        boolean holds(long constant) {
            return isWide() || immediate(constant) == (int) immediate(constant);
        }

        /** {@return whether the immediate has 64 bits} */
        boolean isWide() {
            return op.format() == Format.RSL || op.format() == Format.RLS;
        }

        /** {@return whether the immediate is the first operand} */
        boolean isFirst() {
            return op.format() == Format.RIS || op.format() == Format.RLS;
        }

        private Immediate negated() {
            return new Immediate(op, true);
        }

        /** {@return the immediate for a constant} */
        long immediate(long constant) {
            return negates ? -constant : constant;
        }
    }

    private static final BinaryForm[] BY_OPCODE = new BinaryForm[WasmOpcode.count()];

    static {
        for (WasmOpcode each : WasmOpcode.values()) {
            if (isBinary(each)) {
                BY_OPCODE[each.index()] = each.relation()
                        .map(relation -> comparison(each, relation))
                        .orElseGet(() -> arithmetic(each));
            }
        }
    }

    /** {@return whether an opcode is a binary operator on numbers} */
    static boolean isBinary(WasmOpcode opcode) {
        return opcode.immediates() == Immediates.NONE && opcode.second() != OperandType.NONE && !opcode.isVector();
    }

    /** {@return the instructions for a binary operator} */
    static BinaryForm of(WasmOpcode opcode) {
        return BY_OPCODE[opcode.index()];
    }

    private static BinaryForm comparison(WasmOpcode opcode, Relation relation) {
        SlotType type = OperandType.slotType(opcode.second());
        Comparison.Match slots = Comparison.find(type, relation, Format.RSS).orElseThrow();
        return new BinaryForm(
                slots.op(),
                slots.swaps(),
                immediate(Op.find(type, relation, Format.RSI)),
                immediate(Op.find(type, relation.mirrored(), Format.RSI)));
    }

    private static BinaryForm arithmetic(WasmOpcode opcode) {
        Op slots = Op.find(opcode.operator(), Format.RSS).orElseThrow();
        Optional<Immediate> right = slotFirst(opcode.operator());
        return new BinaryForm(
                slots,
                false,
                right.isPresent() ? right : byNegation(opcode),
                slots.isCommutative() ? right : slotLast(opcode.operator()));
    }

    /** {@code x - c = x + -c}, and {@code x rotr c = x rotl -c}. */
    private static Optional<Immediate> byNegation(WasmOpcode opcode) {
        return switch (opcode) {
            case I32_SUB -> immediate("i32.add", Format.RSI).map(Immediate::negated);
            case I64_SUB -> immediate("i64.add", Format.RSI).map(Immediate::negated);
            case I32_ROTR -> immediate("i32.rotl", Format.RSI).map(Immediate::negated);
            case I64_ROTR -> immediate("i64.rotl", Format.RSI).map(Immediate::negated);
            default -> Optional.empty();
        };
    }

    private static Optional<Immediate> slotFirst(String operator) {
        return immediate(operator, Format.RSI).or(() -> immediate(operator, Format.RSL));
    }

    private static Optional<Immediate> slotLast(String operator) {
        return immediate(operator, Format.RIS).or(() -> immediate(operator, Format.RLS));
    }

    private static Optional<Immediate> immediate(String operator, Format format) {
        return immediate(Op.find(operator, format));
    }

    private static Optional<Immediate> immediate(Optional<Op> found) {
        return found.map(op -> new Immediate(op, false));
    }
}
