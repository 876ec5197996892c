package org.wasmi.encoding;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the instructions of one code through an encoder. Takes time and memory in proportion to the code. */
final class Transcoder {
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
            addLabels();
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

    private void addLabels() {
        List<OperandKind> kinds = from.op().format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            switch (kinds.get(i)) {
                case BRANCH -> addLabel(from.target(i));
                case TARGETS -> {
                    for (int entry = 0; entry < from.operand(i); entry++) {
                        addLabel(from.target(i, entry));
                    }
                }
                default -> {}
            }
        }
    }

    private void addLabel(int target) {
        labels.computeIfAbsent(target, ignored -> to.newLabel());
    }

    private void write() {
        Label own = labels.get(from.position());
        if (own != null) {
            to.bind(own);
        }
        to.begin(from.op());
        List<OperandKind> kinds = from.op().format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            switch (kinds.get(i)) {
                case IMM64, OFFSET64 -> to.wide(from.wide(i));
                case BRANCH -> branch(from.target(i));
                case TARGETS -> {
                    int count = from.operand(i);
                    to.operand(count);
                    for (int entry = 0; entry < count; entry++) {
                        branch(from.target(i, entry));
                    }
                }
                default -> to.operand(from.operand(i));
            }
        }
    }

    private void branch(int target) {
        Label label = labels.get(target);
        if (label == null || target < 0 || !starts.get(target)) {
            throw from.malformed("a branch leads to what is not an instruction");
        }
        to.branch(label);
    }
}
