package org.wasmi.encoding;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.wasmi.encoding.error.MalformedException;

/**
 * Writes the instructions of code through an encoder, with their branches, frame, sources and handlers. A subclass may
 * write other instructions in their place. For one thread and one {@link #run}. Time and memory are linear in the size
 * of the code.
 */
public class Transcoder {
    private final Code code;
    private final InstructionDecoder from;
    private final InstructionEncoder to;
    private final BitSet starts = new BitSet();
    private final Map<Integer, Label> labels = new HashMap<>();

    /** Writes the operands that it is shown. */
    private final OperandVisitor copier = new OperandVisitor() {
        @Override
        public void value(int number, long value) {
            if (from.op().format().operands().get(number).words() == 2) {
                to.wide(value);
            } else {
                to.operand((int) value);
            }
        }

        @Override
        public void target(int number, int target) {
            Label label = labels.get(target);
            if (label == null || target < 0 || !starts.get(target)) {
                throw from.malformed("a branch leads to what is not an instruction");
            }
            to.branch(label);
        }
    };

    /**
     * Creates a transcoder.
     *
     * @param code the code to read
     * @param to the encoder to write to, still empty
     */
    public Transcoder(Code code, InstructionEncoder to) {
        this.code = code;
        this.from = Encodings.decoder(code);
        this.to = to;
    }

    /**
     * {@return the written code}
     *
     * @throws MalformedException if the code does not decode, or if the target of a branch is not an instruction
     */
    public final Code run() {
        while (from.next()) {
            starts.set(from.position());
            from.visit((number, target) -> label(target));
        }
        addHandlers();
        SourceMap.Cursor source = code.sources().cursor();
        boolean more = source.next();
        from.seek(0);
        while (from.next()) {
            for (; more && source.position() <= from.position(); more = source.next()) {
                to.source(source.byteOffset());
            }
            Label own = labels.get(from.position());
            if (own != null) {
                to.bind(own);
            }
            write(from, to);
        }
        Label end = labels.get(code.length());
        if (end != null) {
            to.bind(end);
        }
        for (HandlerTable.Handler each : code.handlers().handlers()) {
            to.handler(
                    each.clause(), label(each.from()), label(each.to()), each.tag(), label(each.target()), each.slot());
        }
        return to.finish(frame(code.frame()));
    }

    private Label label(int position) {
        return labels.computeIfAbsent(position, ignored -> to.newLabel());
    }

    private void addHandlers() {
        for (HandlerTable.Handler each : code.handlers().handlers()) {
            boolean ends = starts.get(each.to()) || each.to() == code.length();
            if (!starts.get(each.from()) || !ends || !starts.get(each.target())) {
                throw new MalformedException("a handler does not begin, end and lead where instructions begin", 0);
            }
            label(each.from());
            label(each.to());
            label(each.target());
        }
    }

    /**
     * {@return the frame of the written code} By default, the frame of the code that was read.
     *
     * @param frame the frame of the code that was read
     */
    protected FrameShape frame(FrameShape frame) {
        return frame;
    }

    /**
     * Writes an instruction, or several in its place; branches to it then lead to the first of these. By default,
     * writes the same instruction.
     *
     * @param from the decoder, at the instruction
     * @param to the encoder to write to
     */
    protected void write(InstructionDecoder from, InstructionEncoder to) {
        to.begin(from.op());
        from.visit(copier);
    }
}
