package org.wasmi.encoding.internal;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Isa;

/** The canonical encoding, described at {@link Code}. */
public final class WordsEncoding implements Encoding {

    /** For {@link java.util.ServiceLoader}. */
    public WordsEncoding() {}

    @Override
    public String name() {
        return Encodings.WORDS;
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public InstructionEncoder encoder() {
        return new WordsEncoder();
    }

    @Override
    public InstructionDecoder decoder(Code code) {
        return new WordsDecoder(code);
    }
}
