package org.wasmi.exec.runtime;

import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.ProviderException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.exec.internal.memory.SharedBudget;
import org.wasmi.exec.internal.memory.SharedBytes;
import org.wasmi.exec.internal.store.HostApi;

/**
 * What stores have in common: the executor, the types, and the linked code of programs, which is made once for each
 * function that is called. It is kept for as long as its program is reachable. The host API extends this class, and
 * nothing else can. Thread-safe.
 */
public abstract class EngineState {
    private final Executor executor;
    private final boolean chunkedMemories;
    private final SharedBudget sharedBudget;

    /** Guarded by itself. By identity, since programs have no other equality. */
    private final Map<Program, PreparedProgram> programs = new WeakHashMap<>();

    private final RuntimeTypes types = new RuntimeTypes();

    /**
     * Makes an engine without programs.
     *
     * @param key what the host API has
     * @param executor what runs the functions
     * @param chunkedMemories whether all memories are divided into chunks
     * @param sharedMemoryBytes the most bytes that all shared memories may have
     * @throws ProviderException if the executor was built for another version of the instruction set
     */
    protected EngineState(HostApi key, Executor executor, boolean chunkedMemories, long sharedMemoryBytes) {
        if (executor.isaVersion() != Isa.version()) {
            throw new ProviderException("executor '" + executor.name() + "' ("
                    + executor.getClass().getName() + ") was built for version " + executor.isaVersion()
                    + " of the instruction set; this is version " + Isa.version() + ". Build it again");
        }
        this.executor = Objects.requireNonNull(executor, "executor");
        this.chunkedMemories = chunkedMemories;
        sharedBudget = new SharedBudget(sharedMemoryBytes);
    }

    /** {@return what runs the functions} */
    public Executor executor() {
        return executor;
    }

    /** {@return new bytes of a memory that stores share, all zero} */
    protected final SharedBytes newSharedBytes(long size) {
        return new SharedBytes(size, sharedBudget);
    }

    final boolean hasChunkedMemories() {
        return chunkedMemories;
    }

    /** {@return the part of a program's instances that they share} */
    final PreparedProgram prepare(Program program) {
        synchronized (programs) {
            @Nullable PreparedProgram prepared = programs.get(program);
            if (prepared == null) {
                prepared = new PreparedProgram(executor, types, program);
                programs.put(program, prepared);
            }
            return prepared;
        }
    }

    /**
     * {@return the type of functions for which no program declares one}
     *
     * @throws IllegalArgumentException if it refers to a type of a program by its index
     */
    protected final RuntimeType typeFor(CompositeType type) {
        return types.of(type);
    }

    /** {@return a type of a program} */
    protected final RuntimeType typeIn(Program program, int index) {
        return prepare(program).type(index);
    }

    /** {@return a type of a program with the types of this engine in place of those that it refers to} */
    protected final ExternType closedTypeIn(Program program, ExternType type) {
        return prepare(program).closed(type);
    }
}
