package org.wasmi.exec.handler;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;

/** Canonical code as executors read it: an instruction is the word of its code, then its operands in order. */
public final class Words {
    private Words() {}

    /**
     * {@return the code in the canonical encoding, with its sources; the code itself if it is}
     *
     * @throws org.wasmi.encoding.error.MalformedException if it does not decode
     */
    public static Code canonical(Code code) {
        return Encodings.transcode(code, Encodings.named(Encodings.WORDS));
    }

    /** {@return the 64-bit operand that begins at a word} */
    public static long wide(int[] code, int at) {
        return (code[at] & 0xFFFF_FFFFL) | ((long) code[at + 1] << 32);
    }
}
