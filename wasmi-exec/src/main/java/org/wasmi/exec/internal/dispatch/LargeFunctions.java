package org.wasmi.exec.internal.dispatch;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;

/**
 * Which functions {@code direct} and {@code tail} leave to {@code switch}: those of so many instructions that nodes, which
 * are several times as large as words, do not stay in the caches of processors. Calls to and from functions of another
 * executor cost more, so functions that call often stay.
 */
final class LargeFunctions {
    /** From so many instructions on, a function is large. */
    static final int INSTRUCTIONS = 1_536;

    /** A large function has at least so many instructions for each call. */
    static final int FOR_EACH_CALL = 64;

    private static final SwitchExecutor SWITCH = new SwitchExecutor();

    private LargeFunctions() {}

    /** {@return whether code, which is canonical, is better run by {@code switch}} */
    static boolean has(Code code) {
        if (code.length() < INSTRUCTIONS) {
            return false;
        }
        int instructions = 0;
        int calls = 0;
        InstructionDecoder decoder = Encodings.decoder(code);
        while (decoder.next()) {
            instructions++;
            calls += decoder.op().isCall() ? 1 : 0;
        }
        return instructions >= INSTRUCTIONS && (long) calls * FOR_EACH_CALL <= instructions;
    }

    /** {@return such code in the form of {@code switch}} */
    static SwitchCode link(Code code) {
        return new SwitchCode(SWITCH, code);
    }
}
