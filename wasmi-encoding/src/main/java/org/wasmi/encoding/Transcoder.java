package org.wasmi.encoding;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Writes the instructions of one code through an encoder. Takes time and memory in proportion to the code. */
final class Transcoder implements OperandVisitor {
    private final Code code;
    private final InstructionDecoder from;
    private final InstructionEncoder to;
    private final BitSet starts = new BitSet();
    private final Map<Integer, Label> labels = new HashMap<>();

    Transcoder(Code code, InstructionEncoder to) {
        this.code = code;
        this.from = Encodings.decoder(code);
        this.to = to;
    }

    Code run() {
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
            write();
        }
        Label end = labels.get(code.length());
        if (end != null) {
            to.bind(end);
        }
        for (HandlerTable.Handler each : code.handlers().handlers()) {
            to.handler(
                    each.clause(), label(each.from()), label(each.to()), each.tag(), label(each.target()), each.slot());
        }
        return to.finish(code.frame());
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

    private void write() {
        Label own = labels.get(from.position());
        if (own != null) {
            to.bind(own);
        }
        to.begin(from.op());
        from.visit(this);
    }

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
}
