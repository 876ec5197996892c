package org.wasmi.exec.runtime;

import java.util.BitSet;
import java.util.List;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.OperandVisitor;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;

/**
 * Finds out which slots of a frame may hold references, so that calls need not clear the others; and whether code reads
 * references where it has parameters that are none.
 */
final class ReferenceSlots implements OperandVisitor {
    private final Program program;
    private final InstructionDecoder decoder;

    /** The slots of parameters that are no references. */
    private final BitSet numbers = new BitSet();

    private int start = Integer.MAX_VALUE;
    private int end;
    private boolean readsNumbers;

    private ReferenceSlots(Program program, Code code) {
        this.program = program;
        decoder = Encodings.decoder(code);
    }

    /** Finds it out for code of a function of a type. */
    static ReferenceSlots of(Code code, Program program, FuncType type) {
        ReferenceSlots slots = new ReferenceSlots(program, code);
        if (!code.frame().references()) {
            return slots;
        } else if (!code.handlers().isEmpty()) {
            slots.start = 0;
            slots.end = code.frame().slots();
            slots.readsNumbers = true;
            return slots;
        }
        slots.values(0, type.params(), false);
        slots.values(0, type.results(), false);
        int slot = 0;
        for (ValType each : type.params()) {
            slots.numbers.set(slot, slot + each.slots(), !each.isReference());
            slot += each.slots();
        }
        while (slots.decoder.next()) {
            slots.decoder.visit(slots);
        }
        slots.end = Math.min(slots.end, code.frame().slots());
        return slots;
    }

    /** {@return the first slot of the frame that may hold a reference; 0, as {@link #end}, if there is none} */
    int start() {
        return Math.min(start, end);
    }

    /**
     * {@return the number of the first slots of the frame that may hold references, of callees that take or return any
     * as well}
     */
    int end() {
        return end;
    }

    /** {@return whether the reference half of a parameter may be read that is no reference} No valid module does. */
    boolean readsNumbers() {
        return readsNumbers;
    }

    @Override
    public void value(int number, long value) {
        OperandKind kind = decoder.op().format().operands().get(number);
        switch (kind) {
            case RESULT, RESULT_PAIR -> slots(number, value, decoder.op().slots(number), false);
            case RESULT_SPAN -> slots(number, value, count(), false);
            case SLOT -> slots(number, value, decoder.op().slots(number), true);
            case SLOT_SPAN -> slots(number, value, count(), true);
            case FRAME -> frame((int) value);
            default -> {}
        }
    }

    private void slots(int number, long first, int count, boolean reads) {
        if (decoder.op().type(number).filter(SlotType::hasReference).isPresent()) {
            hold((int) first, count, reads);
        }
    }

    private void hold(int first, int count, boolean reads) {
        start = Math.min(start, first);
        end = Math.max(end, first + count);
        if (reads) {
            int number = numbers.nextSetBit(first);
            readsNumbers |= number >= 0 && number < first + count;
        }
    }

    /** {@return the number of slots of a span, which is always the last operand} */
    private int count() {
        return decoder.operand(decoder.op().format().operands().size() - 1);
    }

    private void frame(int first) {
        int index = decoder.operand(0);
        FuncType callee = decoder.op().indexSpace(0) == IndexSpace.FUNC
                ? program.functionTypes().get(index)
                : program.types().function(index);
        values(first, callee.params(), true);
        values(first, callee.results(), false);
    }

    private void values(int first, List<ValType> types, boolean reads) {
        int slot = first;
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).isReference()) {
                hold(slot, 1, reads);
            }
            slot += types.get(i).slots();
        }
    }

    @Override
    public void target(int number, int position) {
        // Branches hold no references.
    }
}
