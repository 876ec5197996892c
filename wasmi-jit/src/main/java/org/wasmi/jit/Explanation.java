package org.wasmi.jit;

import java.util.Optional;
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

    /**
     * Compiles a function for people to read. The line numbers of the class are the numbers of the instructions in the
     * function's code, from 1, and 0 where what several of them need is apart; 65,535 stands for all behind it as well.
     *
     * @param program the program
     * @param function the index of a function that the program defines
     * @return the class file, or nothing if the function stays in the interpreter
     * @throws IndexOutOfBoundsException if the program defines no such function
     * @throws org.wasmi.encoding.error.WasmException if translation was deferred and fails
     */
    public static Optional<byte[]> classFile(Program program, int function) {
        return CompiledProgram.classFile(program, function);
    }
}
