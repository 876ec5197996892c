package org.wasmi.translate.internal.function;

import java.util.List;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.translate.internal.binary.BinaryReader;

/** Reads, validates and translates the operators on vectors (Wasm specification, 3.4.3 and 3.4.9). */
final class VectorOperators {
    private final FunctionValidator types;
    private final MemoryTableOperators store;
    private final OperandStack operands;
    private final Emitter emitter;
    private final ControlTranslator control;
    private final int[] slots = new int[3];
    private BinaryReader reader = new BinaryReader(new byte[0], 0, 0);

    /** The immediate: a lane, or the lower and the upper half of 16 bytes. */
    private long low;

    private long high;

    VectorOperators(
            FunctionValidator types,
            MemoryTableOperators store,
            OperandStack operands,
            Emitter emitter,
            ControlTranslator control) {
        this.types = types;
        this.store = store;
        this.operands = operands;
        this.emitter = emitter;
        this.control = control;
    }

    /** Reads from another function. */
    void reset(BinaryReader source) {
        reader = source;
    }

    /** Any vector operator. */
    void operator(WasmOpcode opcode) {
        read(opcode.immediates());
        int first = opcode.immediates().isMemArg() ? store.accessedAddress() : opcode.first();
        int inputs = pop(opcode.third()) + pop(opcode.second()) + pop(first);
        if (opcode.result() != OperandType.NONE) {
            types.push(opcode.result());
        }
        if (control.isLive()) {
            translate(opcode, inputs);
        }
    }

    private void read(Immediates immediates) {
        if (immediates == Immediates.V128) {
            low = reader.f64();
            high = reader.f64();
        } else if (immediates == Immediates.SHUFFLE) {
            low = lanes(immediates);
            high = lanes(immediates);
        } else {
            if (immediates.isMemArg()) {
                store.place(immediates);
            }
            if (immediates.lanes() > 0) {
                low = lane(immediates);
            }
        }
    }

    /** Eight lanes, a byte each. */
    private long lanes(Immediates immediates) {
        long lanes = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            lanes |= (long) lane(immediates) << shift;
        }
        return lanes;
    }

    private int lane(Immediates immediates) {
        int lane = reader.u8();
        if (lane >= immediates.lanes()) {
            throw types.invalid("invalid lane index " + lane);
        }
        return lane;
    }

    /** Pops an operand, if there is such an operand, and {@return how many that are}. */
    private int pop(int type) {
        if (type == OperandType.NONE) {
            return 0;
        }
        types.pop(type);
        return 1;
    }

    private void translate(WasmOpcode opcode, int inputs) {
        VectorForm form = VectorForm.of(opcode);
        int base = operands.size() - inputs;
        for (int i = 0; i < inputs; i++) {
            slots[form.swaps() ? inputs - 1 - i : i] = operands.read(base + i);
        }
        operands.truncate(base);
        emit(opcode.immediates().isMemArg() ? access(form) : form.op());
    }

    private Op access(VectorForm form) {
        if (store.accessedAddress() == OperandType.I64) {
            return form.wideMemory().orElseThrow();
        }
        return store.accessedMemory() == 0 ? form.op() : form.anyMemory().orElseThrow();
    }

    /** Appends what the format asks for: slots in their order, lanes and constants as they were read. */
    private void emit(Op op) {
        emitter.begin(op);
        List<OperandKind> kinds = op.format().operands();
        int slot = 0;
        boolean wide = false;
        for (int i = 0; i < kinds.size(); i++) {
            switch (kinds.get(i)) {
                case RESULT -> emitter.operand(operands.pushTemporary(OperandClass.ofResult(op)));
                case SLOT -> emitter.operand(slots[slot++]);
                case OFFSET32, OFFSET64 -> emitter.operand(store.accessOffset());
                case INDEX -> emitter.operand(store.accessedMemory());
                case LANE -> emitter.operand(low);
                case IMM64 -> {
                    emitter.operand(wide ? high : low);
                    wide = true;
                }
                default -> throw new IllegalStateException(op.toString());
            }
        }
        emitter.end();
    }
}
