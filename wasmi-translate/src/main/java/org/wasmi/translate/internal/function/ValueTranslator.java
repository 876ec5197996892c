package org.wasmi.translate.internal.function;

import java.util.Optional;
import java.util.function.Function;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;

/** Translates the operators that compute, read and write: everything but control. */
final class ValueTranslator {
    /** What an operator becomes that only sees the same bits as another type: nothing need be done. */
    private static final Op KEEP = Op.COPY;

    /** By opcode: the instruction for a unary operator. */
    private static final Op[] UNARY = table(opcode -> Op.find(opcode.text(), Format.RS));

    /** By opcode: the instruction for an access to memory 0, the same with a constant to store, and for any memory. */
    private static final Op[] MEMORY_0 =
            table(opcode -> memoryOp(opcode, Format.RSO).or(() -> memoryOp(opcode, Format.SOS)));

    private static final Op[] MEMORY_0_CONSTANT = table(opcode -> memoryOp(opcode, Format.SOI));
    private static final Op[] ANY_MEMORY =
            table(opcode -> memoryOp(opcode, Format.RSPX).or(() -> memoryOp(opcode, Format.SPSX)));

    /**
     * By code of an instruction: the number of slots it reads, and whether it has a result, which may be a reference.
     */
    private static final int[] INPUTS = new int[Op.count()];

    private static final boolean[] HAS_RESULT = new boolean[Op.count()];
    private static final boolean[] YIELDS_REFERENCE = new boolean[Op.count()];

    static {
        for (int code = 0; code < Op.count(); code++) {
            Op op = Op.of(code);
            for (OperandKind kind : op.format().operands()) {
                INPUTS[code] += kind == OperandKind.SLOT ? 1 : 0;
            }
            HAS_RESULT[code] = op.result().isPresent();
            YIELDS_REFERENCE[code] = op.result().equals(Optional.of(SlotType.REF));
        }
    }

    private final OperandStack operands;
    private final Emitter emitter;
    private final Condition condition;
    private final int[] slots = new int[3];

    ValueTranslator(OperandStack operands, Emitter emitter, Condition condition) {
        this.operands = operands;
        this.emitter = emitter;
        this.condition = condition;
    }

    private static Op[] table(Function<WasmOpcode, Optional<Op>> lookup) {
        Op[] table = new Op[WasmOpcode.count()];
        for (WasmOpcode each : WasmOpcode.values()) {
            table[each.index()] = lookup.apply(each).orElse(KEEP);
        }
        return table;
    }

    /** The instruction of a format for a memory access: named by width and sign, but not by the type of the value. */
    private static Optional<Op> memoryOp(WasmOpcode opcode, Format format) {
        if (!opcode.immediates().isMemArg()) {
            return Optional.empty();
        }
        String operation = opcode.textOperation();
        int bits = 8 << opcode.immediates().naturalAlignment();
        return Op.find(
                switch (operation) {
                    case "load" -> "load" + bits + (bits == 32 ? "_s" : "");
                    case "store" -> "store" + bits;
                    default -> operation;
                },
                format);
    }

    /** Translates {@code local.set}: the instruction that computed the value writes the local itself if it can. */
    void localSet(int slot) {
        int value = operands.size() - 1;
        if (operands.isPendingResult(value)) {
            operands.pop();
            operands.preserveAhead(slot);
            emitter.retarget(slot);
        } else {
            operands.pop();
            operands.preserve(slot);
            operands.move(value, slot);
        }
    }

    /** Translates {@code local.tee}. */
    void localTee(int slot, boolean reference) {
        int value = operands.size() - 1;
        if (operands.isPendingResult(value)) {
            localSet(slot);
            operands.pushLocal(slot, reference);
        } else {
            operands.preserve(slot);
            operands.move(value, slot);
        }
    }

    /** Translates {@code drop}: what only computed the value need not be done. */
    void drop() {
        if (operands.isPendingResult(operands.size() - 1) && emitter.op().isPure()) {
            emitter.discard();
        }
        operands.pop();
    }

    /** Translates {@code select}. */
    void select(boolean reference) {
        int first = operands.size() - 3;
        if (reference) {
            plain(Op.SELECT_REF);
            return;
        }
        condition.take();
        int ifHolds = operands.read(first);
        int otherwise = operands.read(first + 1);
        operands.truncate(first);
        condition.select(operands.pushTemporary(false), ifHolds, otherwise);
    }

    /** Translates {@code global.set} of something that is not a reference. */
    void globalSet(int global) {
        int value = operands.size() - 1;
        if (emitter.fuses() && operands.isShortConstant(value)) {
            int constant = (int) operands.constant(value);
            operands.pop();
            emitter.emit(Op.GLOBAL_SET_I, global, constant);
        } else {
            plain(Op.GLOBAL_SET, global);
        }
    }

    /** Translates an operator with one operand. */
    void unary(WasmOpcode opcode) {
        switch (opcode) {
            case I32_EQZ -> eqz(Op.I32_EQ_SI);
            case I64_EQZ -> eqz(Op.I64_EQ_SI);
            case I32_WRAP_I64 -> operands.wrap();
            default -> {
                Op op = UNARY[opcode.index()];
                if (op != KEEP) {
                    plain(op);
                }
            }
        }
    }

    /** The negation of a comparison that has just been made is another comparison. */
    private void eqz(Op equal) {
        int value = operands.size() - 1;
        if (operands.isPendingResult(value) && emitter.isComparison()) {
            emitter.negate();
            return;
        }
        int slot = operands.read(value);
        operands.pop();
        emitter.emit(equal, operands.pushTemporary(false), slot, 0);
    }

    /** Translates an operator with two operands: a constant among them may become an immediate. */
    void binary(WasmOpcode opcode) {
        BinaryForm form = BinaryForm.of(opcode);
        int first = operands.size() - 2;
        int second = first + 1;
        if (emitter.fuses()) {
            if (fits(form.right(), second)) {
                immediate(form.right().get(), operands.read(first), operands.constant(second));
                return;
            } else if (fits(form.left(), first)) {
                immediate(form.left().get(), operands.read(second), operands.constant(first));
                return;
            }
        }
        int a = operands.read(first);
        int b = operands.read(second);
        operands.truncate(first);
        int result = operands.pushTemporary(false);
        emitter.emit(form.slots(), result, form.swaps() ? b : a, form.swaps() ? a : b);
    }

    private boolean fits(Optional<BinaryForm.Immediate> form, int operand) {
        return form.isPresent() && operands.isConstant(operand) && form.get().holds(operands.constant(operand));
    }

    private void immediate(BinaryForm.Immediate form, int slot, long constant) {
        operands.truncate(operands.size() - 2);
        int result = operands.pushTemporary(false);
        long immediate = form.immediate(constant);
        if (form.isWide()) {
            emitter.emitWide(form.op(), immediate, result, slot);
        } else if (form.isFirst()) {
            emitter.emit(form.op(), result, (int) immediate, slot);
        } else {
            emitter.emit(form.op(), result, slot, (int) immediate);
        }
    }

    /** Translates a load. */
    void load(WasmOpcode opcode, int memory, long offset) {
        int address = operands.read(operands.size() - 1);
        operands.pop();
        int result = operands.pushTemporary(false);
        if (memory == 0) {
            emitter.emit(MEMORY_0[opcode.index()], result, address, (int) offset);
        } else {
            emitter.emitWide(ANY_MEMORY[opcode.index()], offset, result, address, memory);
        }
    }

    /** Translates a store. */
    void store(WasmOpcode opcode, int memory, long offset) {
        int first = operands.size() - 2;
        int second = first + 1;
        int address = operands.read(first);
        if (memory != 0) {
            int value = operands.read(second);
            emitter.emitWide(ANY_MEMORY[opcode.index()], offset, address, value, memory);
        } else if (emitter.fuses() && operands.isShortConstant(second)) {
            Op op = MEMORY_0_CONSTANT[opcode.index()];
            emitter.emit(op, address, (int) offset, (int) operands.constant(second));
        } else {
            int value = operands.read(second);
            emitter.emit(MEMORY_0[opcode.index()], address, (int) offset, value);
        }
        operands.truncate(first);
    }

    /** Translates to one instruction that takes its operands from slots. */
    void plain(Op op) {
        plain(op, 0, 0, 0);
    }

    /** Translates to one instruction that takes an index, and its operands from slots. */
    void plain(Op op, int index) {
        plain(op, 1, index, 0);
    }

    /** Translates to one instruction that takes two indices, and its operands from slots. */
    void plain(Op op, int index, int secondIndex) {
        plain(op, 2, index, secondIndex);
    }

    private void plain(Op op, int indices, int index, int secondIndex) {
        int inputs = INPUTS[op.code()];
        int base = operands.size() - inputs;
        for (int i = 0; i < inputs; i++) {
            slots[i] = operands.read(base + i);
        }
        operands.truncate(base);
        if (inputs > 0) {
            emitter.meter(op, slots[inputs - 1]);
        }
        emitter.begin(op);
        if (HAS_RESULT[op.code()]) {
            emitter.operand(operands.pushTemporary(YIELDS_REFERENCE[op.code()]));
        }
        if (indices > 0) {
            emitter.operand(index);
        }
        if (indices > 1) {
            emitter.operand(secondIndex);
        }
        for (int i = 0; i < inputs; i++) {
            emitter.operand(slots[i]);
        }
        emitter.end();
    }
}
