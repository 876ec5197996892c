package org.wasmi.testkit.encoding;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Patch;

/** Has another encoder do the work. */
class ForwardingEncoder implements InstructionEncoder {
    private final InstructionEncoder to;

    ForwardingEncoder(InstructionEncoder to) {
        this.to = to;
    }

    @Override
    public void begin(Op op) {
        to.begin(op);
    }

    @Override
    public void operand(int value) {
        to.operand(value);
    }

    @Override
    public void wide(long value) {
        to.wide(value);
    }

    @Override
    public void branch(Label target) {
        to.branch(target);
    }

    @Override
    public Patch patch() {
        return to.patch();
    }

    @Override
    public void set(Patch patch, int value) {
        to.set(patch, value);
    }

    @Override
    public Label newLabel() {
        return to.newLabel();
    }

    @Override
    public void bind(Label label) {
        to.bind(label);
    }

    @Override
    public void source(int byteOffset) {
        to.source(byteOffset);
    }

    @Override
    public void handler(HandlerTable.Clause clause, Label from, Label end, int tag, Label target, int slot) {
        to.handler(clause, from, end, tag, target, slot);
    }

    @Override
    public Code finish(FrameShape frame) {
        return to.finish(frame);
    }
}
