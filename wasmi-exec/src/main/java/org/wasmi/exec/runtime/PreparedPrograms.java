package org.wasmi.exec.runtime;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.CompositeType;

/**
 * The programs that an engine has met, each with what its instances share. That is kept for as long as its program is
 * reachable. Thread-safe.
 */
public final class PreparedPrograms {
    private final Function<UnlinkedCode, FrameCode> linking;

    /** Guarded by itself. By identity, since programs have no other equality. */
    private final Map<Program, PreparedProgram> programs = new WeakHashMap<>();

    private final RuntimeTypes types = new RuntimeTypes();

    /**
     * Makes an empty collection.
     *
     * @param linking how the engine links code
     */
    PreparedPrograms(Function<UnlinkedCode, FrameCode> linking) {
        this.linking = linking;
    }

    /** {@return the part of a program's instances that they share} */
    PreparedProgram prepare(Program program) {
        synchronized (programs) {
            @Nullable PreparedProgram prepared = programs.get(program);
            if (prepared == null) {
                prepared = new PreparedProgram(linking, types, program);
                programs.put(program, prepared);
            }
            return prepared;
        }
    }

    /** {@return a type that no program need declare} */
    RuntimeType typeFor(CompositeType type) {
        return types.of(type);
    }
}
