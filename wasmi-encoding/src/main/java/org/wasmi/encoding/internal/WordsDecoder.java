package org.wasmi.encoding.internal;

import java.util.Objects;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.MalformedException;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;

/** Reads the canonical encoding. */
final class WordsDecoder implements InstructionDecoder {
    private static final int NONE = -1;

    private final Code code;
    private Op op = Op.of(0);
    private Format format = op.format();
    private int position = NONE;
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
            position = NONE;
            return false;
        }
        int word = code.dataAt(end);
        if (word < 0 || word >= Op.count()) {
            throw malformed("no instruction has code " + word, end);
        }
        Op found = Op.of(word);
        long next = end + (long) found.format().words();
        if (found.format().hasTargets() && next <= code.length()) {
            int targets = code.dataAt((int) next - 1);
            if (targets == 0) {
                throw malformed(found + " has no targets", end);
            }
            next += Integer.toUnsignedLong(targets);
        }
        if (next > code.length()) {
            throw malformed("the code ends within " + found, end);
        }
        op = found;
        format = found.format();
        position = end;
        end = (int) next;
        return true;
    }

    @Override
    public void seek(int newPosition) {
        end = Objects.checkIndex(newPosition, code.length() + 1);
        position = NONE;
    }

    @Override
    public int position() {
        checkCurrent();
        return position;
    }

    @Override
    public int end() {
        checkCurrent();
        return end;
    }

    @Override
    public Op op() {
        checkCurrent();
        return op;
    }

    @Override
    public int operand(int number) {
        OperandKind kind = kindOf(number);
        if (kind == OperandKind.BRANCH || kind.words() != 1) {
            throw wrong(number, kind, "32 bits");
        }
        return code.dataAt(wordOf(number));
    }

    @Override
    public long wide(int number) {
        OperandKind kind = kindOf(number);
        if (kind.words() != 2) {
            throw wrong(number, kind, "64 bits");
        }
        int word = wordOf(number);
        return Integer.toUnsignedLong(code.dataAt(word)) | ((long) code.dataAt(word + 1) << 32);
    }

    @Override
    public int target(int number) {
        OperandKind kind = kindOf(number);
        if (kind != OperandKind.BRANCH) {
            throw wrong(number, kind, "a branch");
        }
        return position + code.dataAt(wordOf(number));
    }

    @Override
    public int target(int number, int entry) {
        OperandKind kind = kindOf(number);
        if (kind != OperandKind.TARGETS) {
            throw wrong(number, kind, "targets");
        }
        int word = wordOf(number);
        return position + code.dataAt(word + 1 + Objects.checkIndex(entry, code.dataAt(word)));
    }

    @Override
    public MalformedException malformed(String message) {
        checkCurrent();
        return malformed(message, position);
    }

    private static MalformedException malformed(String message, int position) {
        return new MalformedException(message, position * Integer.BYTES);
    }

    private OperandKind kindOf(int number) {
        checkCurrent();
        return format.operands().get(number);
    }

    private int wordOf(int number) {
        return position + format.wordOf(number);
    }

    private IllegalArgumentException wrong(int number, OperandKind kind, String asked) {
        return new IllegalArgumentException("operand " + number + " of " + op + " is " + kind + ", not " + asked);
    }

    private void checkCurrent() {
        if (position == NONE) {
            throw new IllegalStateException("the decoder is not at an instruction");
        }
    }
}
