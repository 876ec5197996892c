package org.wasmi.encoding.internal;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Patch;

/**
 * Writes the compact encoding: records canonical code, which checks and patches everything, and lays it out when it is
 * finished, for only then all lengths are known.
 */
final class CompactEncoder implements InstructionEncoder {
    private final InstructionEncoder words = new WordsEncoder();

    @Override
    public void begin(Op op) {
        words.begin(op);
    }

    @Override
    public void operand(int value) {
        words.operand(value);
    }

    @Override
    public void wide(long value) {
        words.wide(value);
    }

    @Override
    public void branch(Label target) {
        words.branch(target);
    }

    @Override
    public Patch patch() {
        return words.patch();
    }

    @Override
    public void set(Patch patch, int value) {
        words.set(patch, value);
    }

    @Override
    public Label newLabel() {
        return words.newLabel();
    }

    @Override
    public void bind(Label label) {
        words.bind(label);
    }

    @Override
    public void source(int byteOffset) {
        words.source(byteOffset);
    }

    @Override
    public void handler(HandlerTable.Clause clause, Label from, Label to, int tag, Label target, int slot) {
        words.handler(clause, from, to, tag, target, slot);
    }

    @Override
    public Code finish(FrameShape frame) {
        return new CompactLayout(words.finish(frame)).write();
    }
}
