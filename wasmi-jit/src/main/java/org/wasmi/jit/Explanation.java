package org.wasmi.jit;

import java.util.SortedMap;
import org.wasmi.encoding.program.Program;
import org.wasmi.jit.internal.CompiledProgram;

/** Explains what the executors of this module do with a program. */
public final class Explanation {
    private Explanation() {}

    /**
     * Returns why functions stay in the interpreter. Compiles all functions for that, which takes about half a second
     * for
     * each megabyte of Wasm.
     *
     * @param program the program
     * @return reasons by index in the function index space, in order; functions that are not here are compiled
     * @throws org.wasmi.encoding.error.WasmException if a function is translated only now and cannot be
     */
    public static SortedMap<Integer, String> declined(Program program) {
        return CompiledProgram.declined(program);
    }
}
