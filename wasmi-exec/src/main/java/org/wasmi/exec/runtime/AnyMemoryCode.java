package org.wasmi.exec.runtime;

import java.util.EnumMap;
import java.util.Map;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Transcoder;

/**
 * Code for instances of which memory 0 is not in one array: loads and stores that reach it by its array become those of
 * any memory. Executors need not know, unless they look at code of a program that they have not been asked to link.
 */
public final class AnyMemoryCode extends Transcoder {
    /** By instruction for memory 0: the one that does the same to a memory by index. */
    private static final Map<Op, Op> ANY_MEMORY = new EnumMap<>(Op.class);

    static {
        for (Op op : Op.values()) {
            if (!op.accessesMemory0()) {
                continue; // the formats serve structures as well
            }
            switch (op.format()) {
                case RSO, RSS, RSI, RSSI, RISI -> ANY_MEMORY.put(op, named(Format.RSPX, op.operator()));
                case SOS, SOI -> ANY_MEMORY.put(op, named(Format.SPSX, op.operator()));
                case RSOSN -> ANY_MEMORY.put(op, named(Format.RSPSNX, op.operator()));
                case SOSN -> ANY_MEMORY.put(op, named(Format.SPSNX, op.operator()));
                default -> {}
            }
        }
    }

    private static Op named(Format format, String operator) {
        for (Op op : Op.values()) {
            if (op.format() == format && op.operator().equals(operator)) {
                return op;
            }
        }
        throw new IllegalStateException("no " + operator + " of the format " + format);
    }

    /** A slot behind the others, for values that a store has as an immediate. */
    private final int scratch;

    private boolean usesScratch;

    private AnyMemoryCode(Code code) {
        super(code, Encodings.named(Encodings.WORDS).encoder());
        scratch = code.frame().slots();
    }

    /**
     * {@return what code is for such instances}
     *
     * @param code code as its program has it
     */
    public static Code of(Code code) {
        return new AnyMemoryCode(code).run();
    }

    @Override
    protected void write(InstructionDecoder from, InstructionEncoder to) {
        Op any = ANY_MEMORY.get(from.op());
        if (any == null) {
            super.write(from, to);
            return;
        }
        switch (from.op().format()) {
            case RSS, RSI, RSSI, RISI -> {
                to.begin(sum(from.op().format()));
                for (int i = 0; i < from.op().format().operands().size(); i++) {
                    to.operand(from.operand(i));
                }
                to.begin(any);
                to.operand(from.operand(0));
                to.operand(from.operand(0));
                to.wide(0);
            }
            case RSO -> {
                to.begin(any);
                to.operand(from.operand(0));
                to.operand(from.operand(1));
                to.wide(offset(from, 2));
            }
            case SOS -> {
                to.begin(any);
                to.operand(from.operand(0));
                to.wide(offset(from, 1));
                to.operand(from.operand(2));
            }
            case RSOSN -> {
                to.begin(any);
                to.operand(from.operand(0));
                to.operand(from.operand(1));
                to.wide(offset(from, 2));
                to.operand(from.operand(3));
                to.operand(from.operand(4));
            }
            case SOSN -> {
                to.begin(any);
                to.operand(from.operand(0));
                to.wide(offset(from, 1));
                to.operand(from.operand(2));
                to.operand(from.operand(3));
            }
            default -> {
                usesScratch = true;
                to.begin(Op.CONST32);
                to.operand(scratch);
                to.operand(from.operand(2));
                to.begin(any);
                to.operand(from.operand(0));
                to.wide(offset(from, 1));
                to.operand(scratch);
            }
        }
        to.operand(0);
    }

    /** {@return what computes the sum that is the address of loads of a format} */
    private static Op sum(Format format) {
        return switch (format) {
            case RSS -> Op.I32_ADD_SS;
            case RSI -> Op.I32_ADD_SI;
            case RSSI -> Op.I32_ADD_SHL_SSI;
            default -> Op.I32_ADD_SHL_ISI;
        };
    }

    private static long offset(InstructionDecoder from, int operand) {
        return Integer.toUnsignedLong(from.operand(operand));
    }

    @Override
    protected FrameShape frame(FrameShape frame) {
        return usesScratch
                ? new FrameShape(frame.params(), frame.results(), frame.locals(), frame.slots() + 1, frame.references())
                : frame;
    }
}
