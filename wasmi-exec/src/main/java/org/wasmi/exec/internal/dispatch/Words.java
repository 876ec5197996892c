package org.wasmi.exec.internal.dispatch;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;

/** Canonical code as executors read it. */
final class Words {
    private Words() {}

    /** {@return the code in the canonical encoding, with its sources} */
    static Code canonical(Code code) {
        return Encodings.transcode(code, Encodings.named(Encodings.WORDS));
    }

    /** {@return the 64-bit operand that begins at a word} */
    static long wide(int[] code, int at) {
        return (code[at] & 0xFFFF_FFFFL) | ((long) code[at + 1] << 32);
    }
}
