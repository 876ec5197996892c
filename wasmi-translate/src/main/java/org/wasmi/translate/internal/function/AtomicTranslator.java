package org.wasmi.translate.internal.function;

import java.util.stream.Stream;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.translate.internal.binary.BinaryReader;

/**
 * Reads, validates and translates the atomic operators (threads proposal). Each becomes one instruction, whatever the
 * memory: it serves addresses of 32 and 64 bits, and memories that are shared or not.
 */
final class AtomicTranslator {
    /** By opcode: the instruction for an access, by its operator in whichever of the formats there is. */
    private static final Op[] ACCESSES = new Op[WasmOpcode.count()];

    static {
        for (WasmOpcode each : WasmOpcode.values()) {
            if (each.isAtomic() && each.immediates().isMemArg()) {
                ACCESSES[each.index()] = Stream.of(Format.RSPX, Format.SPSX, Format.RSPSX, Format.RSPSSX)
                        .flatMap(format -> Op.find(each.operator(), format).stream())
                        .findFirst()
                        .orElseThrow();
            }
        }
    }

    private final FunctionValidator types;
    private final MemoryTableOperators store;
    private final OperandStack operands;
    private final Emitter emitter;
    private final ControlTranslator control;
    private final int[] slots = new int[3];
    private BinaryReader reader = new BinaryReader(new byte[0], 0, 0);

    AtomicTranslator(
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

    void operator(WasmOpcode opcode) {
        if (opcode == WasmOpcode.ATOMIC_FENCE) {
            fence();
        } else {
            access(opcode);
        }
    }

    private void fence() {
        int at = reader.position();
        if (reader.u8() != 0) {
            throw new MalformedException("zero byte expected", at);
        }
        if (control.isLive()) {
            emitter.emit(Op.ATOMIC_FENCE);
        }
    }

    private void access(WasmOpcode opcode) {
        store.place(opcode.immediates());
        if (store.accessAlignment() != opcode.immediates().naturalAlignment()) {
            throw types.invalid("alignment of an atomic access must be natural");
        }
        int values = pop(opcode.third()) + pop(opcode.second());
        types.pop(store.accessedAddress());
        if (opcode.result() != OperandType.NONE) {
            types.push(opcode.result());
        }
        if (control.isLive()) {
            emit(ACCESSES[opcode.index()], 1 + values);
        }
    }

    private int pop(int type) {
        if (type == OperandType.NONE) {
            return 0;
        }
        types.pop(type);
        return 1;
    }

    private void emit(Op op, int inputs) {
        int first = operands.size() - inputs;
        for (int i = 0; i < inputs; i++) {
            slots[i] = operands.read(first + i);
        }
        operands.truncate(first);
        emitter.begin(op);
        if (!op.results().isEmpty()) {
            emitter.operand(operands.pushTemporary(OperandClass.NUMBER));
        }
        emitter.operand(slots[0]);
        emitter.operand(store.accessOffset());
        for (int i = 1; i < inputs; i++) {
            emitter.operand(slots[i]);
        }
        emitter.operand(store.accessedMemory());
        emitter.end();
    }
}
