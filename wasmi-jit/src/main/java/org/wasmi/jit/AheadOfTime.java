package org.wasmi.jit;

import java.io.IOException;
import java.io.OutputStream;
import org.wasmi.encoding.program.Program;
import org.wasmi.jit.internal.CompiledJar;

/**
 * Compiles programs before they run. The executors of this module then find the classes on the class path, and make
 * none while the program runs: for short runs, and for native images. A program that runs with such a jar trusts
 * the jar as much as any other on the class path.
 */
public final class AheadOfTime {
    private AheadOfTime() {}

    /**
     * Writes a jar with the classes of a program.
     *
     * @param program the program, translated as it will be when it runs
     * @param name the name of the file that it is from, for messages
     * @param out where to write the jar; stays open
     * @return how many functions were compiled; the other ones stay in the interpreter
     * @throws IllegalArgumentException if the program was built by hand, so that nothing identifies it
     * @throws org.wasmi.encoding.error.WasmException if a function is translated only now and cannot be
     */
    public static int write(Program program, String name, OutputStream out) throws IOException {
        return new CompiledJar(program, name).write(out);
    }
}
