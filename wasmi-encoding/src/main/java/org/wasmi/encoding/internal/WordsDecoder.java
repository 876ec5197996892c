package org.wasmi.encoding.internal;

import java.util.Objects;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.MalformedException;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;

/** Reads the canonical encoding. */
final class WordsDecoder implements InstructionDecoder {
    private static final int BYTES_PER_WORD = 4;

    private final Code code;
    private Op op = Op.of(0);
    private int position = -1;
    private int end;

    WordsDecoder(Code code) {
        if (!code.encoding().equals(Encodings.WORDS)) {
            throw new IllegalArgumentException("code in the encoding '" + code.encoding() + "'");
        }
        this.code = code;
    }

    @Override
    public boolean next() {
        if (end == code.length()) {
            return false;
        }
        int word = code.dataAt(end);
        if (word < 0 || word >= Op.count()) {
            throw new MalformedException("no instruction has code " + word, end * BYTES_PER_WORD);
        }
        Op found = Op.of(word);
        long length = found.format().words();
        if (end + length <= code.length() && hasTargets(found)) {
            length += code.dataAt(end + found.format().words() - 1) & 0xFFFF_FFFFL;
        }
        if (end + length > code.length()) {
            throw new MalformedException("the code ends within " + found, end * BYTES_PER_WORD);
        }
        position = end;
        end += (int) length;
        op = found;
        return true;
    }

    private static boolean hasTargets(Op op) {
        var kinds = op.format().operands();
        return !kinds.isEmpty() && kinds.get(kinds.size() - 1) == OperandKind.TARGETS;
    }

    @Override
    public void seek(int newPosition) {
        Objects.checkIndex(newPosition, code.length() + 1);
        end = newPosition;
        position = -1;
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public Op op() {
        checkCurrent();
        return op;
    }

    @Override
    public int operand(int number) {
        return code.dataAt(wordOf(number));
    }

    @Override
    public long wide(int number) {
        int word = wordOf(number);
        return (code.dataAt(word) & 0xFFFF_FFFFL) | ((long) code.dataAt(word + 1) << 32);
    }

    @Override
    public int target(int number) {
        return position + code.dataAt(wordOf(number));
    }

    @Override
    public int target(int number, int entry) {
        int word = wordOf(number);
        return position + code.dataAt(word + 1 + Objects.checkIndex(entry, code.dataAt(word)));
    }

    private int wordOf(int number) {
        checkCurrent();
        Objects.checkIndex(number, op.format().operands().size());
        return position + op.format().wordOf(number);
    }

    private void checkCurrent() {
        if (position < 0) {
            throw new IllegalStateException("the decoder is not at an instruction");
        }
    }
}
