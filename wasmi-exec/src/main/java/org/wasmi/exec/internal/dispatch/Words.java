package org.wasmi.exec.internal.dispatch;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Instructions;

/** Canonical code as executors read it. */
final class Words {
    private Words() {}

    /** {@return the code in the canonical encoding} */
    static Code canonical(Code code) {
        return code.encoding().equals(Encodings.WORDS)
                ? code
                : Instructions.encode(Instructions.decode(code), code.frame(), Encodings.named(Encodings.WORDS));
    }

    /** {@return the 64-bit operand that begins at a word} */
    static long wide(int[] code, int at) {
        return (code[at] & 0xFFFF_FFFFL) | ((long) code[at + 1] << 32);
    }
}
