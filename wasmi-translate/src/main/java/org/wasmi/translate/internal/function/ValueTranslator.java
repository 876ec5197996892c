package org.wasmi.translate.internal.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.type.RefType;

/** Translates the operators that compute, read and write: everything but control. */
final class ValueTranslator {
    /** What an operator becomes that only sees the same bits as another type: nothing need be done. */
    static final Op KEEP = Op.COPY;

    /** By opcode: the instruction for a unary operator. */
    private static final Op[] UNARY = table(opcode -> find(opcode, Format.RS));

    /**
     * By opcode: the instruction for an access to memory 0, the same with a constant to store, and for any memory with
     * 32-bit and with 64-bit addresses.
     */
    private static final Op[] MEMORY_0 =
            table(opcode -> find(opcode, Format.RSO).or(() -> find(opcode, Format.SOS)));

    /** By opcode: the instruction for a load from memory 0 at the sum of two slots, and of a slot and a constant. */
    private static final Op[] MEMORY_0_SUM = table(opcode -> loadAtSum(opcode, Format.RSS));

    private static final Op[] MEMORY_0_SUM_CONSTANT = table(opcode -> loadAtSum(opcode, Format.RSI));

    /** By opcode: the instruction for a load from memory 0 at the sum of a slot or a constant and a shifted slot. */
    private static final Op[] MEMORY_0_SHIFTED_SUM = table(opcode -> loadAtSum(opcode, Format.RSSI));

    private static final Op[] MEMORY_0_SHIFTED_SUM_CONSTANT = table(opcode -> loadAtSum(opcode, Format.RISI));
    private static final Op[] MEMORY_0_CONSTANT = table(opcode -> find(opcode, Format.SOI));
    private static final Op[] ANY_MEMORY =
            table(opcode -> find(opcode, Format.RSPX).or(() -> find(opcode, Format.SPSX)));
    private static final Op[] WIDE_MEMORY =
            table(opcode -> find(opcode, Format.RAPX).or(() -> find(opcode, Format.APSX)));

    /** By opcode: the instruction with two results. */
    private static final Op[] WIDE_ARITHMETIC =
            table(opcode -> find(opcode, Format.DSS).or(() -> find(opcode, Format.DSSSS)));

    /**
     * By code of an instruction: the number of operands it reads, and the class of its result, if it has one.
     */
    private static final int[] INPUTS = new int[Op.count()];

    private static final List<Optional<OperandClass>> RESULTS = new ArrayList<>();

    static {
        for (int code = 0; code < Op.count(); code++) {
            Op op = Op.of(code);
            for (OperandKind kind : op.format().operands()) {
                INPUTS[code] += kind == OperandKind.SLOT ? 1 : 0;
            }
            RESULTS.add(op.results().isEmpty() ? Optional.empty() : Optional.of(OperandClass.ofResult(op)));
        }
    }

    private final OperandStack operands;
    private final Emitter emitter;
    private final Condition condition;
    private final int[] slots = new int[4];

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

    private static Optional<Op> find(WasmOpcode opcode, Format format) {
        return Op.find(opcode.operator(), format);
    }

    private static Optional<Op> loadAtSum(WasmOpcode opcode, Format format) {
        return find(opcode, format).filter(Op::loadsAtSum);
    }

    /** Translates {@code local.set}: the instruction that computed the value writes the local itself if it can. */
    void localSet(int slot) {
        int value = operands.size() - 1;
        // Nothing may come between a charge and the instruction that it is for, so no operand can be preserved there.
        if (operands.isPendingResult(value) && !(emitter.op().isBulk() && operands.hasLocal(slot))) {
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
    void localTee(int slot, OperandClass operandClass) {
        int value = operands.size() - 1;
        if (operands.isPendingResult(value)) {
            localSet(slot);
            operands.pushLocal(slot, operandClass);
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
    void select(OperandClass operandClass) {
        switch (operandClass) {
            case REFERENCE -> plain(Op.SELECT_REF);
            case VECTOR -> plain(Op.SELECT_V128);
            case NUMBER -> selectNumber();
        }
    }

    private void selectNumber() {
        int first = operands.size() - 3;
        condition.takeForSelect();
        int ifHolds = operands.read(first);
        int otherwise = operands.read(first + 1);
        operands.truncate(first);
        condition.select(operands.pushTemporary(OperandClass.NUMBER), ifHolds, otherwise);
    }

    /** Translates {@code global.get}. */
    void globalGet(int global, OperandClass operandClass) {
        plain(
                switch (operandClass) {
                    case REFERENCE -> Op.GLOBAL_GET_REF;
                    case VECTOR -> Op.GLOBAL_GET_V128;
                    case NUMBER -> Op.GLOBAL_GET;
                },
                global);
    }

    /** Translates {@code global.set}. */
    void globalSet(int global, OperandClass operandClass) {
        switch (operandClass) {
            case REFERENCE -> plain(Op.GLOBAL_SET_REF, global);
            case VECTOR -> plain(Op.GLOBAL_SET_V128, global);
            case NUMBER -> setNumber(global);
        }
    }

    private void setNumber(int global) {
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

    /** The negation of a comparison or test that has just been made is another one. */
    private void eqz(Op equal) {
        int value = operands.size() - 1;
        if (operands.isPendingResult(value) && (emitter.isComparison() || emitter.isReferenceTest())) {
            emitter.negate();
            return;
        }
        int slot = operands.read(value);
        operands.pop();
        emitter.emit(equal, operands.pushTemporary(OperandClass.NUMBER), slot, 0);
    }

    /** Translates an operator with two operands: a constant among them may become an immediate. */
    void binary(WasmOpcode opcode) {
        BinaryForm form = BinaryForm.of(opcode);
        int first = operands.size() - 2;
        int second = first + 1;
        if (emitter.fuses()) {
            if (fits(form.right(), second)) {
                immediate(form.right().get(), first, operands.constant(second));
                return;
            } else if (fits(form.left(), first)) {
                immediate(form.left().get(), second, operands.constant(first));
                return;
            }
        }
        if (withPending(opcode, first, second)) {
            return;
        }
        int a = operands.read(first);
        int b = operands.read(second);
        operands.truncate(first);
        int result = operands.pushTemporary(OperandClass.NUMBER);
        emitter.emit(form.slots(), result, form.swaps() ? b : a, form.swaps() ? a : b);
    }

    /**
     * Translates an operator together with the product or shift that is one of its operands, if that is what has just
     * been computed and there is an instruction for both, and {@return whether there is}
     */
    private boolean withPending(WasmOpcode opcode, int first, int second) {
        boolean isSecond = operands.isPendingResult(second);
        int other = isSecond ? first : second;
        if ((!isSecond && !operands.isPendingResult(first)) || operands.isConstant(other)) {
            return false;
        }
        Op op = ofBoth(opcode, emitter.op(), isSecond);
        if (op == KEEP) {
            return false;
        }
        int a = emitter.operandAt(1);
        int b = emitter.operandAt(2);
        emitter.discard();
        int c = operands.read(other);
        operands.truncate(first);
        int result = operands.pushTemporary(OperandClass.NUMBER);
        switch (op) {
            case F32_MUL_ADD, F32_MUL_SUB, F64_MUL_ADD, F64_MUL_SUB -> emitter.emit(op, result, a, b, c);
            default -> emitter.emit(op, result, c, a, b);
        }
        return true;
    }

    private static Op ofBoth(WasmOpcode opcode, Op pending, boolean isSecond) {
        return switch (opcode) {
            case I32_ADD -> pending == Op.I32_SHL_SI ? Op.I32_ADD_SHL_SSI : KEEP;
            case I32_XOR ->
                switch (pending) {
                    case I32_SHL_SI -> Op.I32_XOR_SHL_SSI;
                    case I32_SHR_U_SI -> Op.I32_XOR_SHR_U_SSI;
                    default -> KEEP;
                };
            case F32_ADD -> pending == Op.F32_MUL_SS ? Op.F32_MUL_ADD : KEEP;
            case F64_ADD -> pending == Op.F64_MUL_SS ? Op.F64_MUL_ADD : KEEP;
            case F32_SUB -> pending == Op.F32_MUL_SS ? isSecond ? Op.F32_SUB_MUL : Op.F32_MUL_SUB : KEEP;
            case F64_SUB -> pending == Op.F64_MUL_SS ? isSecond ? Op.F64_SUB_MUL : Op.F64_MUL_SUB : KEEP;
            default -> KEEP;
        };
    }

    /** Translates an operator with two results. */
    void wideArithmetic(WasmOpcode opcode) {
        plain(WIDE_ARITHMETIC[opcode.index()]);
    }

    private boolean fits(Optional<BinaryForm.Immediate> form, int operand) {
        return form.isPresent() && operands.isConstant(operand) && form.get().holds(operands.constant(operand));
    }

    private void immediate(BinaryForm.Immediate form, int operand, long constant) {
        long immediate = form.immediate(constant);
        if (immediateWithPending(form.op(), operand, immediate)) {
            return;
        }
        int slot = operands.read(operand);
        operands.truncate(operands.size() - 2);
        int result = operands.pushTemporary(OperandClass.NUMBER);
        if (form.isFirst()) {
            emitter.emit(form.op(), result, immediate, slot);
        } else {
            emitter.emit(form.op(), result, slot, immediate);
        }
    }

    /**
     * Translates the sum of a constant and a shifted number, or the rotation of an exclusive or, if that is what has
     * just been computed, and {@return whether it is}
     */
    private boolean immediateWithPending(Op op, int operand, long immediate) {
        if (!operands.isPendingResult(operand)) {
            return false;
        }
        Op both =
                switch (op) {
                    case I32_ADD_SI -> emitter.op() == Op.I32_SHL_SI ? Op.I32_ADD_SHL_ISI : KEEP;
                    case I32_ROTL_SI -> emitter.op() == Op.I32_XOR_SS ? Op.I32_XOR_ROTL_SSI : KEEP;
                    case I64_ROTL_SI -> emitter.op() == Op.I64_XOR_SS ? Op.I64_XOR_ROTL_SSI : KEEP;
                    default -> KEEP;
                };
        if (both == KEEP) {
            return false;
        }
        int a = emitter.operandAt(1);
        int b = emitter.operandAt(2);
        emitter.discard();
        operands.truncate(operands.size() - 2);
        int result = operands.pushTemporary(OperandClass.NUMBER);
        if (both == Op.I32_ADD_SHL_ISI) {
            emitter.emit(both, result, immediate, a, b);
        } else {
            emitter.emit(both, result, a, b, immediate);
        }
        return true;
    }

    /** Translates a load, from a memory with 64-bit addresses if it is wide. */
    void load(WasmOpcode opcode, boolean wide, int memory, long offset) {
        if (memory == 0 && !wide && offset == 0 && loadAtSum(opcode)) {
            return;
        }
        int address = operands.read(operands.size() - 1);
        operands.pop();
        int result = operands.pushTemporary(OperandClass.NUMBER);
        if (memory == 0 && !wide) {
            emitter.emit(MEMORY_0[opcode.index()], result, address, offset);
        } else {
            emitter.emit(anyMemory(opcode, wide), result, address, offset, memory);
        }
    }

    /**
     * Translates a load from memory 0 together with the sum that is its address, if that is what has just been
     * computed, and {@return whether it is}
     */
    private boolean loadAtSum(WasmOpcode opcode) {
        if (!operands.isPendingResult(operands.size() - 1)) {
            return false;
        }
        Op load =
                switch (emitter.op()) {
                    case I32_ADD_SS -> MEMORY_0_SUM[opcode.index()];
                    case I32_ADD_SI -> MEMORY_0_SUM_CONSTANT[opcode.index()];
                    case I32_ADD_SHL_SSI -> MEMORY_0_SHIFTED_SUM[opcode.index()];
                    case I32_ADD_SHL_ISI -> MEMORY_0_SHIFTED_SUM_CONSTANT[opcode.index()];
                    default -> KEEP;
                };
        if (load == KEEP) {
            return false;
        }
        int first = emitter.operandAt(1);
        int second = emitter.operandAt(2);
        int third = emitter.operandAt(3);
        emitter.discard();
        operands.pop();
        int result = operands.pushTemporary(OperandClass.NUMBER);
        if (load.loadsAtShiftedSum()) {
            emitter.emit(load, result, first, second, third);
        } else {
            emitter.emit(load, result, first, second);
        }
        return true;
    }

    private static Op anyMemory(WasmOpcode opcode, boolean wide) {
        return (wide ? WIDE_MEMORY : ANY_MEMORY)[opcode.index()];
    }

    /** Translates a store, to a memory with 64-bit addresses if it is wide. */
    void store(WasmOpcode opcode, boolean wide, int memory, long offset) {
        int first = operands.size() - 2;
        int second = first + 1;
        int address = operands.read(first);
        if (memory != 0 || wide) {
            int value = operands.read(second);
            emitter.emit(anyMemory(opcode, wide), address, offset, value, memory);
        } else if (emitter.fuses() && operands.isShortConstant(second)) {
            Op op = MEMORY_0_CONSTANT[opcode.index()];
            emitter.emit(op, address, offset, operands.constant(second));
        } else {
            int value = operands.read(second);
            emitter.emit(MEMORY_0[opcode.index()], address, offset, value);
        }
        operands.truncate(first);
    }

    /** Translates {@code ref.test}. */
    void test(RefType type) {
        cast(Op.REF_TEST, Op.REF_TEST_ABSTRACT, OperandClass.NUMBER, type);
    }

    /** Translates {@code ref.cast}. */
    void cast(RefType type) {
        cast(Op.REF_CAST, Op.REF_CAST_ABSTRACT, OperandClass.REFERENCE, type);
    }

    private void cast(Op concrete, Op ofAbstract, OperandClass result, RefType type) {
        int slot = operands.read(operands.size() - 1);
        operands.pop();
        emitter.cast(concrete, ofAbstract, operands.pushTemporary(result), slot, type);
    }

    /** Translates {@code memory.grow}. */
    void memoryGrow(Op op, int memory, int pageShift) {
        int delta = operands.read(operands.size() - 1);
        operands.pop();
        emitter.meterGrowth(op, delta, pageShift);
        emitter.emit(op, operands.pushTemporary(OperandClass.NUMBER), memory, delta);
    }

    /** Translates to one instruction that takes its operands from slots. */
    void plain(Op op) {
        plain(op, 0, 0, 0);
    }

    /**
     * Translates to one instruction that takes an index, and its operands from slots.
     *
     * @param conversions of the first operands, the instructions that convert them before; {@link #KEEP} for none
     */
    void plain(Op op, int index, Op... conversions) {
        plain(op, 1, index, 0, conversions);
    }

    /**
     * Translates to one instruction that takes two indices, and its operands from slots.
     *
     * @param conversions of the first operands, the instructions that convert them before; {@link #KEEP} for none
     */
    void plain(Op op, int index, int secondIndex, Op... conversions) {
        plain(op, 2, index, secondIndex, conversions);
    }

    private void plain(Op op, int indices, int index, int secondIndex, Op... conversions) {
        int inputs = INPUTS[op.code()];
        int base = operands.size() - inputs;
        for (int i = 0; i < inputs; i++) {
            slots[i] = operands.read(base + i);
        }
        for (int i = 0; i < conversions.length; i++) {
            if (conversions[i] != KEEP) {
                int home = operands.home(base + i);
                emitter.emit(conversions[i], home, slots[i]);
                slots[i] = home;
            }
        }
        operands.truncate(base);
        if (inputs > 0) {
            emitter.meter(op, slots[inputs - 1]);
        }
        emitter.begin(op);
        for (int i = 0; i < op.results().size(); i++) {
            int result = operands.pushTemporary(RESULTS.get(op.code()).orElseThrow());
            if (i == 0) {
                emitter.operand(result);
            }
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
