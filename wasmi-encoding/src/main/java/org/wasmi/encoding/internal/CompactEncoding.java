package org.wasmi.encoding.internal;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Isa;

/**
 * The encoding for stored programs. A unit is a byte. An instruction is the code of its op in one byte if it is below
 * {@value #WIDE_CODES}, else in two; then its operands as {@link CompactForm} has them. Branches count instructions,
 * not bytes: so their lengths do not depend on each other, and a target within the code is always an instruction. There
 * is one way to encode an instruction; the decoder refuses all others.
 */
public final class CompactEncoding implements Encoding {

    /** The first byte of op codes of two bytes, and the first such code. */
    static final int WIDE_CODES = 0xF0;

    /** For {@link java.util.ServiceLoader}. */
    public CompactEncoding() {}

    @Override
    public String name() {
        return Encodings.COMPACT;
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public InstructionEncoder encoder() {
        return new CompactEncoder();
    }

    @Override
    public InstructionDecoder decoder(Code code) {
        return new CompactDecoder(code);
    }
}
