package org.wasmi.encoding.internal;

import java.util.Arrays;
import org.wasmi.encoding.CheckingEncoder;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SourceMap;

/** Writes the canonical encoding. */
final class WordsEncoder extends CheckingEncoder {
    private int[] words = new int[64];
    private int size;

    @Override
    protected int size() {
        return size;
    }

    @Override
    protected void writeOp(Op op) {
        put(op.code());
    }

    @Override
    protected void writeOperand(OperandKind kind, int value) {
        put(value);
    }

    @Override
    protected void writeWide(OperandKind kind, long value) {
        put((int) value);
        put((int) (value >>> 32));
    }

    @Override
    protected void writeTarget() {
        put(0);
    }

    @Override
    protected void setOperand(int position, int value) {
        words[position] = value;
    }

    @Override
    protected void setTarget(int position, int instruction, int target) {
        words[position] = target - instruction;
    }

    @Override
    protected Code code(FrameShape frame, SourceMap sources, HandlerTable handlers) {
        return new Code(Encodings.WORDS, Arrays.copyOf(words, size), size, frame, sources, handlers);
    }

    private void put(int word) {
        if (size == words.length) {
            words = grown(words);
        }
        words[size++] = word;
    }
}
