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
            from.visit((number, target) -> labels.computeIfAbsent(target, ignored -> to.newLabel()));
        }
        SourceMap.Cursor source = code.sources().cursor();
        boolean more = source.next();
        from.seek(0);
        while (from.next()) {
            for (; more && source.position() <= from.position(); more = source.next()) {
                to.source(source.byteOffset());
            }
            write();
        }
        return to.finish(code.frame());
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
