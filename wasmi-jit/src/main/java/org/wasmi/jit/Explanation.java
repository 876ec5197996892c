package org.wasmi.jit;

import java.util.SortedMap;
import org.wasmi.encoding.program.Program;
import org.wasmi.jit.internal.CompiledProgram;

/** Explains how the executors of this module run a program. */
public final class Explanation {
    private Explanation() {}

    /**
     * Returns the reasons why functions stay in the interpreter. Compiles all functions to find them, which takes about
     * half a second for each megabyte of Wasm.
     *
     * @param program the program
     * @return the reasons by function index, in order; functions without a reason are compiled
     * @throws org.wasmi.encoding.error.WasmException if translation was deferred and fails
     */
    public static SortedMap<Integer, String> declined(Program program) {
        return CompiledProgram.declined(program);
    }
}
