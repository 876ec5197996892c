package org.wasmi.testkit.encoding;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Isa;

/**
 * Canonical code under another name, {@value #NAME}, which is read through an {@link AssertingDecoder}. It is found as
 * any other encoding if the testkit is on the class path. On the module path it is not found: a provider there would
 * draw the testkit into the module graph of every module whose encoding or executor is tested.
 */
public final class CheckedEncoding implements Encoding {

    /** The name of the encoding. */
    public static final String NAME = "checked";

    /** For {@link java.util.ServiceLoader}. */
    public CheckedEncoding() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public InstructionEncoder encoder() {
        return new ForwardingEncoder(words().encoder()) {
            @Override
            public Code finish(FrameShape frame) {
                return renamed(super.finish(frame), NAME);
            }
        };
    }

    @Override
    public InstructionDecoder decoder(Code code) {
        if (!code.encoding().equals(NAME)) {
            throw new IllegalArgumentException("code in the encoding '" + code.encoding() + "'");
        }
        Code words = renamed(code, Encodings.WORDS);
        return AssertingDecoder.of(words().decoder(words), words);
    }

    private static Encoding words() {
        return Encodings.named(Encodings.WORDS);
    }

    private static Code renamed(Code code, String encoding) {
        return new Code(encoding, code.toArray(), code.length(), code.frame(), code.sources(), code.handlers());
    }
}
