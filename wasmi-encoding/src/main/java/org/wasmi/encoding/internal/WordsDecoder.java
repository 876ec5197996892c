package org.wasmi.encoding.internal;

import org.wasmi.encoding.CheckingDecoder;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Op;

/** Reads the canonical encoding. */
final class WordsDecoder extends CheckingDecoder {

    WordsDecoder(Code code) {
        super(code, Encodings.WORDS, code.length(), Integer.BYTES);
    }

    @Override
    protected void decode(int start) {
        int word = code().dataAt(start);
        if (word < 0 || word >= Op.count()) {
            throw malformed("no instruction has code " + word, start);
        }
        Op found = Op.of(word);
        long next = start + (long) found.format().words();
        if (found.format().hasTargets() && next <= code().length()) {
            int targets = code().dataAt((int) next - 1);
            if (targets == 0) {
                throw malformed(found + " has no targets", start);
            }
            next += Integer.toUnsignedLong(targets);
        }
        if (next > code().length()) {
            throw malformed("the code ends within " + found, start);
        }
        found(found, start, (int) next);
    }

    @Override
    protected int operandAt(int number) {
        return code().dataAt(wordOf(number));
    }

    @Override
    protected long wideAt(int number) {
        int word = wordOf(number);
        return Integer.toUnsignedLong(code().dataAt(word)) | ((long) code().dataAt(word + 1) << 32);
    }

    @Override
    protected int targetAt(int number) {
        return position() + code().dataAt(wordOf(number));
    }

    @Override
    protected int targetAt(int number, int entry) {
        return position() + code().dataAt(wordOf(number) + 1 + entry);
    }

    private int wordOf(int number) {
        return position() + op().format().wordOf(number);
    }
}
