package org.wasmi.exec.runtime;

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

/** Finds out which slots of a frame may hold references, so that calls need not clear the others. */
final class ReferenceSlots implements OperandVisitor {
    private final Program program;
    private final InstructionDecoder decoder;
    private int end;

    private ReferenceSlots(Program program, Code code) {
        this.program = program;
        decoder = Encodings.decoder(code);
    }

    /**
     * {@return the number of the first slots of the frame that may hold references, of callees that take or return any
     * as well}
     */
    static int of(Code code, Program program, FuncType type) {
        if (!code.frame().references()) {
            return 0;
        } else if (!code.handlers().isEmpty()) {
            return code.frame().slots();
        }
        ReferenceSlots slots = new ReferenceSlots(program, code);
        slots.values(0, type.params());
        slots.values(0, type.results());
        while (slots.decoder.next()) {
            slots.decoder.visit(slots);
        }
        return Math.min(slots.end, code.frame().slots());
    }

    @Override
    public void value(int number, long value) {
        OperandKind kind = decoder.op().format().operands().get(number);
        switch (kind) {
            case RESULT, RESULT_PAIR, SLOT -> slots(number, value, decoder.op().slots(number));
            case RESULT_SPAN, SLOT_SPAN -> slots(number, value, count());
            case FRAME -> frame((int) value);
            default -> {}
        }
    }

    private void slots(int number, long first, int count) {
        if (decoder.op().type(number).filter(SlotType::hasReference).isPresent()) {
            end = Math.max(end, (int) first + count);
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
        values(first, callee.params());
        values(first, callee.results());
    }

    private void values(int first, List<ValType> types) {
        int slot = first;
        for (int i = 0; i < types.size(); i++) {
            slot += types.get(i).slots();
            if (types.get(i).isReference()) {
                end = Math.max(end, slot);
            }
        }
    }

    @Override
    public void target(int number, int position) {
        // Branches hold no references.
    }
}
