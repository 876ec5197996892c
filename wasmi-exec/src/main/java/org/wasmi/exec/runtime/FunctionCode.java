package org.wasmi.exec.runtime;

import java.lang.invoke.VarHandle;

/** The code of one function of a program in an engine, which all its instances share. Thread-safe. */
final class FunctionCode {

    /**
     * Read without a barrier, which would cost a call-bound guest a fifth of its time: linked code is immutable, so a
     * thread that sees an old one a little longer does no harm.
     */
    private FrameCode current;

    FunctionCode(FrameCode first) {
        current = first;
    }

    /** {@return the code that new frames run} */
    FrameCode current() {
        return current;
    }

    /**
     * Has new frames run other code.
     *
     * @throws IllegalArgumentException if that expects a frame of another shape
     */
    void replace(FrameCode code) {
        current.requireSameFrame(code);
        VarHandle.releaseFence();
        current = code;
    }
}
