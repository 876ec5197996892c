package org.wasmi.exec.runtime;

import java.util.Optional;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.MemoryType;

/**
 * Code before it is linked, and its place in a program. Immutable.
 *
 * @param code the code, as the kind of memory wants it
 * @param program the program
 * @param function the index in the function index space, or {@link #NO_INDEX}
 * @param memory where instances have memory 0
 */
record UnlinkedCode(Code code, Program program, int function, MemoryKind memory) {
    /** The index of what is not in the function index space: the code of a constant expression. */
    static final int NO_INDEX = -1;

    /** {@return the type of the function; empty for a constant expression} */
    Optional<FuncType> type() {
        return function == NO_INDEX
                ? Optional.empty()
                : Optional.of(program.functionTypes().get(function));
    }

    /** {@return the type of memory 0 of a program, imported or its own; empty if there is none} */
    static Optional<MemoryType> memoryType(Program program) {
        for (Import each : program.imports()) {
            if (each.type() instanceof MemoryType imported) {
                return Optional.of(imported);
            }
        }
        return program.memories().stream().findFirst();
    }

    UnlinkedCode withCode(Code replacement) {
        return new UnlinkedCode(replacement, program, function, memory);
    }
}
